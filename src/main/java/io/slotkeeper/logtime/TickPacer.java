package io.slotkeeper.logtime;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Decides when a partition needs a tick: a record of its own that moves log time, so that deadlines are announced where
 * nobody else writes (log-time.md, "Punctuation and ticks"). Holds no state that must survive; a new one starts with
 * every assignment of the partition.
 */
public final class TickPacer {

    /** More due documents than this are worth a tick although other records come in: each of those announces few. */
    public static final int MANY = 64;

    private static final Duration LOOK = Duration.ofMillis(50);
    private static final Duration LONGEST_WAIT = Duration.ofMillis(250);

    private boolean underWay;
    private boolean recordSinceLook;
    private Duration wait = LOOK;
    private Instant notBefore = Instant.EPOCH;
    private Optional<LastRead> last = Optional.empty();
    private Instant lastLook = Instant.EPOCH;

    private record LastRead(Instant logTime, Instant clock) {}

    /** How often {@link #needsTick} is to be asked. */
    public static Duration lookInterval() {
        return LOOK;
    }

    /** A record other than a tick was processed. */
    public void recordRead(Instant logTime, Instant clock) {
        last = Optional.of(new LastRead(logTime, clock));
        recordSinceLook = true;
    }

    /**
     * A tick came back.
     *
     * @param announced how many deadlines it announced. None means that this machine's clock is ahead of the broker's:
     *     the next tick waits twice as long, up to 250 ms.
     */
    public void tickRead(Instant logTime, Instant clock, int announced) {
        last = Optional.of(new LastRead(logTime, clock));
        underWay = false;
        wait = announced > 0 ? LOOK : shorter(wait.multipliedBy(2), LONGEST_WAIT);
        notBefore = announced > 0 ? Instant.EPOCH : clock.plus(wait);
    }

    /** A tick was sent. */
    public void tickSent() {
        underWay = true;
    }

    /**
     * What time it is likely to be at the broker: the later of the own clock, and log time plus what has passed since
     * it was read.
     */
    public Instant presumedTime(Instant clock) {
        return last.map(read -> read.logTime().plus(Duration.between(read.clock(), clock)))
                .filter(clock::isBefore)
                .orElse(clock);
    }

    /** Whether to send a tick now. To be asked every {@link #lookInterval()}. */
    public boolean needsTick(DueIndex<?> index, Instant clock) {
        survivePastClock(clock);
        boolean busy = recordSinceLook;
        recordSinceLook = false;
        if (underWay || clock.isBefore(notBefore)) {
            return false;
        }
        Instant presumed = presumedTime(clock);
        return index.isDue(presumed) && (!busy || index.moreDueThan(MANY, presumed));
    }

    /** A clock that was set back must not make us wait until it has caught up: go on from what was presumed before. */
    private void survivePastClock(Instant clock) {
        if (clock.isBefore(lastLook)) {
            Instant presumed = presumedTime(lastLook);
            last = Optional.of(new LastRead(presumed, clock));
            notBefore = Instant.EPOCH;
        }
        lastLook = clock;
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
