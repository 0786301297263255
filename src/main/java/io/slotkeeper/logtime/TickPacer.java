package io.slotkeeper.logtime;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Decides when a partition needs a tick: a record that moves log time, so that deadlines are announced while no other
 * client writes (docs/spec/log-time.md#punctuation-and-ticks). Holds no state that must survive: each assignment of a
 * partition starts with a new one. Not thread-safe.
 */
public final class TickPacer {

    /**
     * If more documents than this are due, a tick is sent although other records arrive: each of those announces only a
     * few.
     */
    public static final int MANY = 64;

    private static final Duration LOOK_INTERVAL = Duration.ofMillis(50);
    private static final Duration LONGEST_WAIT = Duration.ofMillis(250);

    private boolean tickInFlight;
    private Instant busyUntil = Instant.EPOCH;
    private Duration wait = LOOK_INTERVAL;
    private Instant notBefore = Instant.EPOCH;
    private Optional<LastRead> last = Optional.empty();
    private Instant lastLook = Instant.EPOCH;

    private record LastRead(Instant logTime, Instant clock) {}

    /** A record other than a tick was processed. */
    public void recordRead(Instant logTime, Instant clock) {
        last = Optional.of(new LastRead(logTime, clock));
        busyUntil = clock.plus(LOOK_INTERVAL);
    }

    /**
     * A tick was processed.
     *
     * @param announced number of deadlines that it announced. None means that this instance's clock is ahead of the
     *     broker's: the next tick waits twice as long, up to 250 ms.
     */
    public void tickRead(Instant logTime, Instant clock, int announced) {
        last = Optional.of(new LastRead(logTime, clock));
        tickInFlight = false;
        wait = announced > 0 ? LOOK_INTERVAL : shorter(wait.multipliedBy(2), LONGEST_WAIT);
        notBefore = announced > 0 ? Instant.EPOCH : clock.plus(wait);
    }

    /** A tick was sent. */
    public void tickSent() {
        tickInFlight = true;
    }

    /**
     * Estimates the broker's time: the later of this instance's clock, and log time plus the time elapsed since it was
     * read.
     */
    public Instant presumedTime(Instant clock) {
        return last.map(read -> read.logTime().plus(Duration.between(read.clock(), clock)))
                .filter(clock::isBefore)
                .orElse(clock);
    }

    /**
     * When to call {@link #needsTick} next, by this instance's clock: not before a deadline may be due, and at full
     * multiples of 50 ms, so that the partitions of a thread send their ticks in one transaction. To be asked after each
     * record and each look; empty: nothing is due before another record is read.
     */
    public Optional<Instant> nextLook(DueIndex index) {
        return tickInFlight
                ? Optional.empty()
                : index.earliest()
                        .map(this::clockAt)
                        .map(due -> later(due, notBefore))
                        .map(due -> later(due, lastLook.plusMillis(1)))
                        .map(TickPacer::atFullInterval);
    }

    /** When {@link #presumedTime} will be this. */
    private Instant clockAt(Instant time) {
        return last.map(read -> read.clock().plus(Duration.between(read.logTime(), time)))
                .filter(time::isAfter)
                .orElse(time);
    }

    private static Instant atFullInterval(Instant time) {
        long interval = LOOK_INTERVAL.toMillis();
        return Instant.ofEpochMilli(-Math.floorDiv(-time.toEpochMilli(), interval) * interval);
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    /** Whether to send a tick now. */
    public boolean needsTick(DueIndex index, Instant clock) {
        adjustToEarlierClock(clock);
        if (tickInFlight || clock.isBefore(notBefore)) {
            return false;
        }
        Instant presumed = presumedTime(clock);
        return index.isDue(presumed) && (!clock.isBefore(busyUntil) || index.moreDueThan(MANY, presumed));
    }

    /**
     * If the clock was set back, goes on from the time estimated before. Waiting until the clock has caught up would
     * delay ticks.
     */
    private void adjustToEarlierClock(Instant clock) {
        if (clock.isBefore(lastLook)) {
            Instant presumed = presumedTime(lastLook);
            last = Optional.of(new LastRead(presumed, clock));
            notBefore = Instant.EPOCH;
            busyUntil = Instant.EPOCH;
        }
        lastLook = clock;
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
