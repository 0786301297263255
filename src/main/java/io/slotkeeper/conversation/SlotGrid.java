package io.slotkeeper.conversation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * The slots of a conversation: from the start of each merged period in steps of the interval, each entirely within its
 * period. Computed by arithmetic in UTC, without listing the slots (docs/spec/conversations.md#slots). Immutable.
 */
public final class SlotGrid {

    private final List<Period> merged;
    private final Duration duration;
    private final Duration interval;

    /**
     * @param periods in any order, overlapping or not
     * @param duration of each slot, more than zero
     * @param interval between the starts of slots, more than zero
     */
    public SlotGrid(List<Period> periods, Duration duration, Duration interval) {
        this.merged = merge(periods);
        this.duration = duration;
        this.interval = interval;
    }

    private static List<Period> merge(List<Period> periods) {
        List<Period> sorted = new ArrayList<>(periods);
        sorted.sort(Comparator.comparing(Period::start));
        List<Period> merged = new ArrayList<>();
        for (Period next : sorted) {
            int last = merged.size() - 1;
            if (last >= 0 && !next.start().isAfter(merged.get(last).end())) {
                Period before = merged.get(last);
                merged.set(last, new Period(before.start(), later(before.end(), next.end())));
            } else {
                merged.add(next);
            }
        }
        return merged;
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    /** Number of slots. */
    public long count() {
        return merged.stream().mapToLong(this::countIn).sum();
    }

    private long countIn(Period period) {
        long room = seconds(period.start(), period.end()) - duration.toSeconds();
        return room < 0 ? 0 : room / interval.toSeconds() + 1;
    }

    /** Exact, because all instants here are in whole seconds. */
    private static long seconds(Instant from, Instant to) {
        return to.getEpochSecond() - from.getEpochSecond();
    }

    /** The slot with this id; empty if it is none of these. */
    public Optional<Slot> find(String slotId) {
        return Slot.startOf(slotId).filter(this::hasStart).map(start -> Slot.at(start, duration));
    }

    private boolean hasStart(Instant start) {
        return merged.stream().anyMatch(period -> {
            long from = seconds(period.start(), start);
            return from >= 0
                    && from % interval.toSeconds() == 0
                    && !start.plus(duration).isAfter(period.end());
        });
    }

    /** The earliest slot that starts after this time. */
    public Optional<Slot> earliestAfter(Instant now) {
        return merged.stream()
                .flatMap(period -> earliestAfter(now, period).stream())
                .findFirst()
                .map(start -> Slot.at(start, duration));
    }

    private Optional<Instant> earliestAfter(Instant now, Period period) {
        long passed = passed(now, period);
        return passed < countIn(period) ? Optional.of(start(period, passed)) : Optional.empty();
    }

    /** The slots that start after this time, in order. */
    public List<Slot> after(Instant now) {
        return merged.stream()
                .flatMap(period -> LongStream.range(passed(now, period), countIn(period))
                        .mapToObj(number -> Slot.at(start(period, number), duration)))
                .toList();
    }

    /** Number of slots of a period that have started by {@code now}; may exceed the number of slots. */
    private long passed(Instant now, Period period) {
        return now.isBefore(period.start()) ? 0 : seconds(period.start(), now) / interval.toSeconds() + 1;
    }

    private Instant start(Period period, long number) {
        return period.start().plus(interval.multipliedBy(number));
    }

    /** Start of the last slot; empty if there is none. */
    public Optional<Instant> lastStart() {
        for (int i = merged.size() - 1; i >= 0; i--) {
            Period period = merged.get(i);
            long count = countIn(period);
            if (count > 0) {
                return Optional.of(period.start().plus(interval.multipliedBy(count - 1)));
            }
        }
        return Optional.empty();
    }
}
