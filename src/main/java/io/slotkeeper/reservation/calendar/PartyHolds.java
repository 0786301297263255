package io.slotkeeper.reservation.calendar;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The holds of one party in one event type that count for its cap; some of them may have ended without having been
 * announced.
 */
public record PartyHolds(List<Entry> entries) {

    /** @param until log time at which it expires */
    public record Entry(ReservationUid uid, Instant until) {}

    public static final PartyHolds NONE = new PartyHolds(List.of());

    public PartyHolds {
        entries = List.copyOf(entries);
    }

    public boolean isEmpty() {
        return entries.isEmpty();
    }

    /** With this hold, which replaces one with the same uid. */
    public PartyHolds with(Hold hold) {
        return new PartyHolds(
                Stream.concat(without(hold.uid()).entries.stream(), Stream.of(new Entry(hold.uid(), hold.until())))
                        .toList());
    }

    public PartyHolds without(ReservationUid uid) {
        return new PartyHolds(
                entries.stream().filter(entry -> !entry.uid().equals(uid)).toList());
    }

    public long live(Instant now) {
        return entries.stream().filter(entry -> entry.until().isAfter(now)).count();
    }

    /** When the first of the live ones lapses. */
    public Optional<Instant> firstEnd(Instant now) {
        return entries.stream()
                .map(Entry::until)
                .filter(until -> until.isAfter(now))
                .min(Instant::compareTo);
    }
}
