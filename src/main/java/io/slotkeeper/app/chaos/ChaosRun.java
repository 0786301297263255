package io.slotkeeper.app.chaos;

import io.slotkeeper.app.child.Readiness;
import io.slotkeeper.app.console.CommandFailure;
import io.slotkeeper.app.console.Console;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;
import org.apache.kafka.common.TopicPartition;

/** Faults one after the other, until there were enough of them. */
final class ChaosRun {

    /** However long a fault takes, nobody should have to help after that. */
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private static final Duration LOOK = Duration.ofMillis(500);
    private static final int MOST_CALM_MS = 1_500;

    private final ChaosCluster cluster;
    private final OutcomeClock clock;
    private final Console console;
    private final RandomGenerator random;
    private final List<InjectedFault> faults = Faults.possible();
    private final Recoveries recoveries = new Recoveries();
    private final List<String> notRecovered = new ArrayList<>();
    private final Instant began = Instant.now();
    private long endedByThemselves;
    private int kills;
    private int struck;
    private int hanging;

    ChaosRun(ChaosCluster cluster, OutcomeClock clock, Console console, RandomGenerator random) {
        this.cluster = cluster;
        this.clock = clock;
        this.console = console;
        this.random = random;
    }

    /** Strikes until the time is over and there were so many kills. */
    void run(Duration atLeast, int kills) throws InterruptedException {
        while (this.kills < kills || Duration.between(began, Instant.now()).compareTo(atLeast) < 0) {
            strike(this.kills < kills && atLeast.isZero() ? killing() : any());
        }
        awaitInstances();
    }

    private InjectedFault killing() {
        return chosen(faults.stream().filter(InjectedFault::kills).toList());
    }

    private InjectedFault any() {
        return chosen(faults);
    }

    private InjectedFault chosen(List<InjectedFault> some) {
        int dice = random.nextInt(some.stream().mapToInt(InjectedFault::weight).sum());
        for (InjectedFault fault : some) {
            dice -= fault.weight();
            if (dice < 0) {
                return fault;
            }
        }
        throw new IllegalStateException("Expected a fault");
    }

    private void strike(InjectedFault fault) throws InterruptedException {
        if (fault.whenReady()) {
            awaitInstances();
        }
        Instant moment = Instant.now();
        say(fault.name());
        recoveries.struck(fault.name());
        struck++;
        kills += fault.kills() ? 1 : 0;
        clock.watchSilence();
        String what = fault.strike().on(cluster, random);
        // The next fault doesn't always wait until this one is over.
        boolean waiting = random.nextInt(4) > 0;
        if (waiting) {
            awaitRecovery(fault, moment, what);
        } else {
            say(fault.name() + ": " + what + "; and at once");
        }
        Thread.sleep(random.nextInt(MOST_CALM_MS));
        restartEnded();
    }

    private void awaitRecovery(InjectedFault fault, Instant moment, String what) throws InterruptedException {
        Instant over = Instant.now();
        Instant since = fault.kills() ? moment : over;
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        OptionalLong after = OptionalLong.empty();
        while (after.isEmpty() && System.nanoTime() < deadline) {
            after = clock.awaitAllSince(since, Duration.ofMillis(500));
            restartEnded();
        }
        if (after.isPresent()) {
            long silence = clock.longestSilence().toMillis();
            recoveries.recovered(fault.name(), after.getAsLong(), silence);
            say(fault.name() + ": " + what + "; all partitions answer after " + after.getAsLong()
                    + " ms, one was silent for " + silence + " ms");
        } else {
            String silent = fault.name() + ", " + what + ": after " + PATIENCE.toSeconds() + " s no answer from "
                    + clock.silentSince(since);
            say(silent);
            heal(silent);
        }
    }

    /** As an operator would: looks at what the instances say, and does what the runbook has for that. */
    private void heal(String silent) throws InterruptedException {
        boolean seen = cluster.instances().stream()
                .filter(ChaosInstance::runs)
                .anyMatch(instance -> Readiness.text(instance.jvm())
                        .filter(text -> text.contains("open transaction"))
                        .isPresent());
        Instant healing = Instant.now();
        List<TopicPartition> aborted = HangingTransactions.abort(cluster.config());
        boolean healed =
                !aborted.isEmpty() && clock.awaitAllSince(healing, PATIENCE).isPresent();
        say((healed ? "healed: " : "not healed: ") + "hanging transactions in " + aborted
                + (seen ? ", which /health/ready tells" : ", of which /health/ready tells nothing"));
        if (!aborted.isEmpty()) {
            hanging++;
        }
        if (!healed || !seen) {
            notRecovered.add(silent);
        }
    }

    /** An instance that gave up is started again, as whatever runs it would. */
    private void restartEnded() {
        for (ChaosInstance instance : cluster.instances()) {
            if (!instance.runs()) {
                endedByThemselves++;
                say(instance + " has ended by itself: " + instance.lastLines());
                instance.launch();
            }
        }
    }

    /**
     * Everything runs again. One that gives up meanwhile is started again, too; one that neither gives up nor gets ready is
     * a finding, and killed.
     *
     * @throws CommandFailure if it isn't ready after that either
     */
    private void awaitInstances() throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        for (ChaosInstance instance : cluster.instances()) {
            while (!instance.isReadyWithin(LOOK)) {
                restartEnded();
                if (System.nanoTime() > deadline) {
                    String stuck =
                            instance + " isn't ready within " + PATIENCE.toSeconds() + " s: " + instance.lastLines();
                    say(stuck);
                    notRecovered.add(stuck);
                    instance.kill();
                    instance.launch();
                    instance.awaitReady();
                }
            }
        }
    }

    private void say(String what) {
        Duration since = Duration.between(began, Instant.now());
        console.message("chaos %02d:%02d %s".formatted(since.toMinutes(), since.toSecondsPart(), what));
    }

    Recoveries recoveries() {
        return recoveries;
    }

    int kills() {
        return kills;
    }

    /** How often a broker had lost track of a transaction, which the runbook's command aborted. */
    int hanging() {
        return hanging;
    }

    long endedByThemselves() {
        return endedByThemselves;
    }

    /** Faults after which all partitions answered again, by themselves or with the help that the runbook has. */
    ChaosFigure recovered() {
        return new ChaosFigure(
                "recoveries",
                "faults after which a partition stayed silent, or an instance not ready, and nothing said why or helped",
                struck,
                notRecovered.size(),
                notRecovered);
    }
}
