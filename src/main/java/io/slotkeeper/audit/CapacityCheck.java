package io.slotkeeper.audit;

import io.slotkeeper.oracle.InputRecord.InputValue;
import io.slotkeeper.oracle.InputRecord.ReservationInput;
import io.slotkeeper.oracle.Output;
import io.slotkeeper.reservation.ReservationRequest;
import io.slotkeeper.reservation.ReservationRequest.BookSlot;
import io.slotkeeper.reservation.ReservationRequest.CancelBooking;
import io.slotkeeper.reservation.ReservationRequest.DefineEventType;
import io.slotkeeper.reservation.ReservationRequest.RecordBooking;
import io.slotkeeper.wire.Json;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Whether what a partition grants fits, judged by the snapshots and answers that are there, whatever decided them: a hold,
 * when it is granted, moved or prolonged, and a booking that is asked for. Without seats nothing else overlaps it; with
 * seats all that overlap it have its bounds, and are no more than the seats. A booking that is recorded is a fact: what it
 * takes the place of isn't counted from then on, whenever that is announced. Keeps live holds and bookings to come.
 */
final class CapacityCheck {

    private static final List<String> BLOCKING = List.of("accepted", "pending", "awaiting_host");

    /** @param until when it ends by itself; a booking doesn't */
    private record Occupant(Instant start, Instant end, long attendees, Instant until) {

        boolean overlaps(Occupant other) {
            return start.isBefore(other.end) && other.start.isBefore(end);
        }

        boolean hasBoundsOf(Occupant other) {
            return start.equals(other.start) && end.equals(other.end);
        }

        boolean isLive(Instant now) {
            return until.isAfter(now) && end.isAfter(now);
        }
    }

    private static final class Occupants {
        private Optional<Long> seats = Optional.empty();
        private final Map<String, Occupant> holds = new HashMap<>();
        private final Map<String, Occupant> bookings = new HashMap<>();

        void forgetPast(Instant now) {
            holds.values().removeIf(it -> !it.isLive(now));
            bookings.values().removeIf(it -> !it.isLive(now));
        }

        /** @param granted is among them */
        boolean fits(Occupant granted) {
            Collection<Occupant> overlapping = Stream.concat(holds.values().stream(), bookings.values().stream())
                    .filter(granted::overlaps)
                    .toList();
            return seats.isEmpty()
                    ? overlapping.size() == 1
                    : overlapping.stream().allMatch(granted::hasBoundsOf)
                            && overlapping.stream()
                                            .mapToLong(Occupant::attendees)
                                            .sum()
                                    <= seats.get();
        }
    }

    private final Tally tally;
    private final Map<String, Occupants> eventTypes = new HashMap<>();

    CapacityCheck(Tally tally) {
        this.tally = tally;
    }

    private Occupants of(String eventType) {
        return eventTypes.computeIfAbsent(eventType, any -> new Occupants());
    }

    /** The next snapshot or tombstone of a reservation. */
    void observe(CommittedOutput found) {
        int slash = found.key().indexOf('/');
        if (slash < 0) {
            return;
        }
        Occupants occupants = of(found.key().substring(0, slash));
        String uid = found.key().substring(slash + 1);
        occupants.holds.remove(uid);
        Json.Obj snapshot = found.fields();
        switch (snapshot.text("status").orElse("")) {
            case "held" -> {
                Optional<Occupant> hold =
                        OutputFields.instant(snapshot, "reservation_until").flatMap(until -> occupant(snapshot, until));
                hold.ifPresent(it -> {
                    occupants.holds.put(uid, it);
                    granted(occupants, it, found);
                });
            }
            case "booked" ->
                snapshot.text("booking_uid")
                        .ifPresent(booking ->
                                occupant(snapshot, Instant.MAX).ifPresent(it -> occupants.bookings.put(booking, it)));
            default -> {}
        }
    }

    private static Optional<Occupant> occupant(Json.Obj output, Instant until) {
        return OutputFields.instant(output, "slot_start")
                .flatMap(start ->
                        OutputFields.instant(output, "slot_end").map(end -> new Occupant(start, end, 1, until)));
    }

    private void granted(Occupants occupants, Occupant granted, CommittedOutput found) {
        Instant now = found.at();
        occupants.forgetPast(now);
        tally.judged(Judged.CAPACITY);
        if (!occupants.fits(granted)) {
            tally.fault(Judged.CAPACITY, found);
        }
    }

    /**
     * The next answer to a request.
     *
     * @param found the outcome that is there
     * @param expected the one that the specification gives, for where none is left
     */
    void answered(InputValue value, Optional<CommittedOutput> found, Output expected) {
        Json.Obj outcome = found.map(CommittedOutput::fields)
                .orElseGet(() -> OutputContent.json(expected.content().orElse(Map.of())));
        boolean applied = outcome.text("status").filter("accepted"::equals).isPresent()
                && outcome.text("code").isEmpty()
                && outcome.get("dry_run").isEmpty();
        if (applied && value instanceof ReservationInput reservation) {
            apply(reservation.request(), of(expected.key().orElse("")), outcome, found);
        }
    }

    private void apply(
            ReservationRequest request, Occupants occupants, Json.Obj outcome, Optional<CommittedOutput> found) {
        if (request instanceof DefineEventType definition) {
            occupants.seats = definition.seatsPerTimeSlot().value();
        } else if (request instanceof BookSlot) {
            outcome.object("booking")
                    .ifPresent(booking -> occupant(booking, Instant.MAX).ifPresent(it -> {
                        occupants.bookings.put(booking.text("booking_uid").orElse(""), it);
                        found.ifPresent(answer -> granted(occupants, it, answer));
                    }));
        } else if (request instanceof RecordBooking fact) {
            record(fact, occupants);
        } else if (request instanceof CancelBooking fact) {
            fact.bookingUid().value().ifPresent(occupants.bookings::remove);
        }
    }

    private static void record(RecordBooking fact, Occupants occupants) {
        String uid = fact.bookingUid().value().orElse("");
        occupants.bookings.remove(uid);
        if (!fact.status().is(BLOCKING::contains)) {
            return;
        }
        var booking = new Occupant(
                fact.start().value().orElse(Instant.MIN),
                fact.end().value().orElse(Instant.MIN),
                fact.attendees().value().orElse(1L),
                Instant.MAX);
        occupants.bookings.put(uid, booking);
        occupants.holds.values().removeIf(booking::overlaps);
    }
}
