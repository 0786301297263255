package io.slotkeeper.app.bench.scenario;

import io.slotkeeper.app.bench.lab.Lab;
import java.time.Duration;

/**
 * What all scenarios of a run have in common.
 *
 * @param seconds for which each measured round should last, as far as its length can be chosen
 * @param rounds how many are measured
 */
public record Bench(Lab lab, int seconds, int rounds) {

    /** What a round that is as long as this would have done, at a rate, but not more than fits. */
    long inOneRound(double rate, long most) {
        return Math.max(1, Math.min(most, Math.round(rate * seconds)));
    }

    Duration round() {
        return Duration.ofSeconds(seconds);
    }

    /** Tells the user what is going on. */
    void say(String scenario, String what) {
        lab.console().message("bench " + scenario + ": " + what);
    }
}
