package io.slotkeeper.stream;

import io.slotkeeper.oracle.Histories;
import io.slotkeeper.oracle.LogRecord;
import io.slotkeeper.testing.RandomHistories;
import io.slotkeeper.topics.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/**
 * Whatever fails between any two steps, what is committed is what a log gives that is processed without a fault, byte for
 * byte, and every deadline is announced. More histories:
 *
 * <pre>mvn test -Dtest=SimulationTest -Dslotkeeper.histories=100000</pre>
 */
class SimulationTest {

    private static final int HISTORIES = 1_000;

    /** What a record costs in reads, writes and outputs, mostly; the first of a partition and a crowd more. */
    private static final int OPERATIONS = 12;

    @Test
    void reservations_are_committed_as_if_there_were_no_faults() {
        simulate(Topic.RESERVATION_REQUESTS);
    }

    @Test
    void conversations_are_committed_as_if_there_were_no_faults() {
        simulate(Topic.SELECTION_REQUESTS);
    }

    private static void simulate(Topic input) {
        var steps = new LongAdder();
        long started = System.nanoTime();
        RandomHistories.of(HISTORIES, random -> steps(input, random), history -> {
                    var partition = new SimulatedPartition(input, Histories.begin(input));
                    history.forEach(step -> step.happen(partition));
                    partition.settle();
                    steps.add(history.size() + partition.steps());
                })
                .run();
        double minutes = (System.nanoTime() - started) / 60e9;
        System.out.printf("%s: %,d steps, %,.0f a minute%n", input, steps.sum(), steps.sum() / minutes);
    }

    private static List<SimulatedStep> steps(Topic input, RandomGenerator random) {
        List<LogRecord> records = new ArrayList<>(Histories.of(input, random));
        List<SimulatedStep> steps = new ArrayList<>();
        int faults = random.nextInt(40);
        for (int i = 0; i < records.size(); i++) {
            if (random.nextInt(20) == 0 && i + 1 < records.size()) {
                // Delayed on its way: another one overtakes it.
                Collections.swap(records, i, i + 1);
            }
            steps.add(new SimulatedStep.Append(records.get(i)));
            if (random.nextInt(20) == 0) {
                // Sent again by a client that got no answer.
                steps.add(new SimulatedStep.Append(records.get(i)));
            }
            while (random.nextInt(2) == 0) {
                steps.add(random.nextInt(100) < faults ? fault(random) : progress(random));
            }
        }
        return steps;
    }

    private static SimulatedStep progress(RandomGenerator random) {
        return switch (random.nextInt(8)) {
            case 0, 1 -> new SimulatedStep.Commit();
            case 2 -> new SimulatedStep.Pass(Duration.ofMillis(random.nextInt(10) == 0 ? 30_000 : 60));
            default -> new SimulatedStep.Work(1 + random.nextInt(6));
        };
    }

    private static SimulatedStep fault(RandomGenerator random) {
        return switch (random.nextInt(9)) {
            case 0 -> new SimulatedStep.CommitAndDie();
            case 1 -> new SimulatedStep.Abort();
            case 2 -> new SimulatedStep.Die();
            case 3, 4, 5 -> new SimulatedStep.Fail(1 + random.nextInt(OPERATIONS), 1 + random.nextInt(3));
            case 6 -> new SimulatedStep.LoseWhileProcessing(random.nextInt(6));
            case 7 -> new SimulatedStep.HandOver();
            default -> new SimulatedStep.SetClock(Duration.ofMillis(random.nextLong(-400_000, 400_000)));
        };
    }
}
