package io.slotkeeper.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * Checks many random histories, each made from its own seed, and shrinks the first that fails: steps are taken away
 * while it still fails. The seeds are consecutive, so a run can be repeated from any of them:
 *
 * <pre>mvn test -Dtest=ConversationRandomTest -Dslotkeeper.seed=4711 -Dslotkeeper.histories=1</pre>
 *
 * @param <S> a step: a value with a readable {@code toString}; steps must make sense whichever others are missing
 */
public final class RandomHistories<S> {

    /** Where a run begins unless {@code slotkeeper.seed} says otherwise: every build tries the same histories. */
    private static final long FIRST_SEED = 20_261_120;

    /** No, for who wants to know only that a history fails: to find the steps that matter takes it hundreds of runs. */
    private static final String SHRINK = "slotkeeper.shrink";

    private final long firstSeed;
    private final int count;
    private final Function<RandomGenerator, List<S>> generator;
    private final Consumer<List<S>> check;

    public RandomHistories(
            long firstSeed, int count, Function<RandomGenerator, List<S>> generator, Consumer<List<S>> check) {
        this.firstSeed = firstSeed;
        this.count = count;
        this.generator = generator;
        this.check = check;
    }

    /**
     * With the seed and the number of histories that the system properties ask for.
     *
     * @param count unless {@code slotkeeper.histories} says otherwise
     * @param generator makes a history from nothing but the random numbers
     * @param check throws when the history shows a fault; runs it from the beginning each time it is called
     */
    public static <S> RandomHistories<S> of(
            int count, Function<RandomGenerator, List<S>> generator, Consumer<List<S>> check) {
        return new RandomHistories<>(
                Long.getLong("slotkeeper.seed", FIRST_SEED),
                Integer.getInteger("slotkeeper.histories", count),
                generator,
                check);
    }

    /**
     * Of histories that take long: one where otherwise there would be so many, and at least one.
     *
     * @param insteadOf how many short ones take as long
     */
    public static <S> RandomHistories<S> oneInsteadOf(
            int insteadOf, int count, Function<RandomGenerator, List<S>> generator, Consumer<List<S>> check) {
        RandomHistories<S> all = of(count, generator, check);
        return new RandomHistories<>(all.firstSeed, Math.max(1, all.count / insteadOf), generator, check);
    }

    /** @throws AssertionError for the first history that fails, with its seed and the steps that are needed for it */
    public void run() {
        for (int i = 0; i < count; i++) {
            long seed = firstSeed + i;
            List<S> history = generator.apply(new SplittableRandom(seed));
            failure(history).ifPresent(fault -> {
                throw report(seed, history, fault);
            });
        }
    }

    private AssertionError report(long seed, List<S> history, Throwable fault) {
        List<S> shrunk = history;
        Throwable shown = fault;
        if (Boolean.parseBoolean(System.getProperty(SHRINK, "true"))) {
            shrunk = shrink(history);
            shown = failure(shrunk).orElse(fault);
        }
        var text = new StringBuilder("A history of " + history.size() + " steps fails, and so do " + shrunk.size()
                + " of its steps. To see it again: -Dslotkeeper.seed=" + seed + " -Dslotkeeper.histories=1");
        shrunk.forEach(step -> text.append("\n    ").append(step));
        text.append("\n").append(shown.getMessage());
        return new AssertionError(text.toString(), shown);
    }

    /** Halves, then quarters, down to single steps, again from the start after each success with single steps. */
    private List<S> shrink(List<S> failing) {
        List<S> shortest = failing;
        int chunk = Math.max(1, shortest.size() / 2);
        while (true) {
            List<S> shorter = withoutChunks(shortest, chunk);
            boolean better = shorter.size() < shortest.size();
            shortest = shorter;
            if (chunk == 1 && !better) {
                return shortest;
            }
            chunk = Math.max(1, chunk / 2);
        }
    }

    private List<S> withoutChunks(List<S> failing, int chunk) {
        List<S> shortest = failing;
        int end = shortest.size();
        while (end > 0) {
            int start = Math.max(0, end - chunk);
            List<S> candidate = new ArrayList<>(shortest);
            candidate.subList(start, end).clear();
            if (failure(candidate).isPresent()) {
                shortest = candidate;
            }
            end = start;
        }
        return shortest;
    }

    private Optional<Throwable> failure(List<S> history) {
        try {
            check.accept(List.copyOf(history));
            return Optional.empty();
        } catch (AssertionError | RuntimeException e) {
            return Optional.of(e);
        }
    }
}
