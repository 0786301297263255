package io.slotkeeper.app.bench.result;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * On which a scenario writes down what it measures, round by round. Figures appear in the order in which they were first
 * written, and a target may be written before or after its figure.
 */
public final class ScenarioSheet {

    private record Column(String unit, List<Double> values) {}

    private final String scenario;
    private final String what;
    private final Map<String, Column> columns = new LinkedHashMap<>();
    private final Map<String, Target> targets = new LinkedHashMap<>();
    private final Map<String, String> conditions = new LinkedHashMap<>();
    private final List<String> notes = new ArrayList<>();

    public ScenarioSheet(String scenario, String what) {
        this.scenario = scenario;
        this.what = what;
    }

    public String scenario() {
        return scenario;
    }

    public String what() {
        return what;
    }

    /** One more value of a figure. */
    public void add(String figure, String unit, double value) {
        columns.computeIfAbsent(figure, name -> new Column(unit, new ArrayList<>()))
                .values()
                .add(value);
    }

    public void target(String figure, Target target) {
        targets.put(figure, target);
    }

    /** Under what circumstances: sizes, counts, settings. */
    public void condition(String name, String value) {
        conditions.put(name, value);
    }

    /** What a reader has to know besides. */
    public void note(String note) {
        notes.add(note);
    }

    public Map<String, String> conditions() {
        return conditions;
    }

    public List<String> notes() {
        return notes;
    }

    public List<ScenarioFigure> figures() {
        return columns.entrySet().stream()
                .map(it -> new ScenarioFigure(
                        it.getKey(),
                        it.getValue().unit(),
                        it.getValue().values(),
                        Optional.ofNullable(targets.get(it.getKey()))))
                .toList();
    }

    /** Targets of figures that were not measured, because the scenario failed or what it needs isn't there. */
    public List<String> unmeasured() {
        return targets.keySet().stream()
                .filter(name -> !columns.containsKey(name))
                .toList();
    }
}
