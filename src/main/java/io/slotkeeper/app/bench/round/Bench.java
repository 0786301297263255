package io.slotkeeper.app.bench.round;

import io.slotkeeper.app.bench.lab.Lab;
import io.slotkeeper.app.bench.result.ScenarioSheet;
import java.time.Duration;
import java.util.Optional;

/** What all scenarios of a run have in common. */
public final class Bench {

    /** A scenario that has taken so long begins no other round. */
    private static final Duration LONGEST = Duration.ofSeconds(150);

    private final Lab lab;
    private final int seconds;
    private final int rounds;
    private long started = System.nanoTime();
    private Optional<ScenarioSheet> sheet = Optional.empty();
    private Optional<Crowd> crowd = Optional.empty();

    /**
     * A run on a lab.
     *
     * @param seconds for which each measured round should last, as far as its length can be chosen
     * @param rounds how many are measured
     */
    public Bench(Lab lab, int seconds, int rounds) {
        this.lab = lab;
        this.seconds = seconds;
        this.rounds = rounds;
    }

    public Lab lab() {
        return lab;
    }

    public int seconds() {
        return seconds;
    }

    /** A scenario begins. */
    public void begin(ScenarioSheet itsSheet) {
        started = System.nanoTime();
        sheet = Optional.of(itsSheet);
    }

    /**
     * Whether a round is to be measured. The first one always; others only as long as the scenario hasn't taken too long,
     * and then the sheet says so.
     *
     * @param round from 1 on
     */
    public boolean another(int round) {
        boolean late = round > 1 && System.nanoTime() - started > LONGEST.toNanos();
        if (late && round <= rounds) {
            sheet.ifPresent(it -> it.note(
                    "rounds: " + (round - 1) + " instead of " + rounds + ", because they would have taken too long"));
        }
        return round <= rounds && !late;
    }

    /** What a round that is as long as this would have done, at a rate, but not more than fits. */
    public long inOneRound(double rate, long most) {
        return Math.max(1, Math.min(most, Math.round(rate * seconds)));
    }

    public Duration round() {
        return Duration.ofSeconds(seconds);
    }

    /** The instance with many holds, gathered by the first scenario that asks for it. */
    public Crowd crowd() throws InterruptedException {
        if (crowd.isEmpty()) {
            crowd = Optional.of(Crowd.gather(this));
        }
        return crowd.get();
    }

    /** The same, of which nothing else was asked before. */
    public Crowd newCrowd() throws InterruptedException {
        crowd.ifPresent(it -> it.product().close());
        crowd = Optional.empty();
        return crowd();
    }

    /** Tells the user what is going on. */
    public void say(String scenario, String what) {
        lab.console().message("bench " + scenario + ": " + what);
    }
}
