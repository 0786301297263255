package io.slotkeeper.app.bench.scenario;

import io.slotkeeper.app.bench.lab.Lab;
import java.time.Duration;
import java.util.Optional;

/** What all scenarios of a run have in common. */
public final class Bench {

    private final Lab lab;
    private final int seconds;
    private final int rounds;
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

    Lab lab() {
        return lab;
    }

    int seconds() {
        return seconds;
    }

    int rounds() {
        return rounds;
    }

    /** What a round that is as long as this would have done, at a rate, but not more than fits. */
    long inOneRound(double rate, long most) {
        return Math.max(1, Math.min(most, Math.round(rate * seconds)));
    }

    Duration round() {
        return Duration.ofSeconds(seconds);
    }

    /** The instance with many holds, gathered by the first scenario that asks for it. */
    Crowd crowd() throws InterruptedException {
        if (crowd.isEmpty()) {
            crowd = Optional.of(Crowd.gather(this));
        }
        return crowd.get();
    }

    /** Tells the user what is going on. */
    void say(String scenario, String what) {
        lab.console().message("bench " + scenario + ": " + what);
    }
}
