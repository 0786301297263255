package io.slotkeeper.app.bench.result;

import java.util.List;
import java.util.Optional;

/**
 * One thing that was measured, once a round.
 *
 * @param values of the rounds in their order; at least one
 * @param target what the median should be
 */
public record ScenarioFigure(String name, String unit, List<Double> values, Optional<Target> target) {

    public ScenarioFigure {
        if (values.isEmpty()) {
            throw new IllegalArgumentException("Expected a value of " + name);
        }
        values = List.copyOf(values);
    }

    /** The middle one; of an even number the mean of the middle two. */
    public double median() {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    public double min() {
        return values.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
    }

    public double max() {
        return values.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
    }

    /** Empty without a target. */
    public Optional<Boolean> met() {
        return target.map(it -> it.met(median()));
    }
}
