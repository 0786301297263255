package io.slotkeeper.reservation;

import io.slotkeeper.request.FieldValue;
import java.time.Instant;
import java.util.List;

/** What can be asked about the slots of an event type, as the client sent it (topics.md, "Requests"). */
public sealed interface ReservationRequest {

    record DefineEventType(
            FieldValue<String> title,
            FieldValue<Long> lengthMinutes,
            FieldValue<List<FieldValue<Long>>> lengthsMinutes,
            FieldValue<Long> seatsPerTimeSlot,
            FieldValue<String> owner,
            FieldValue<List<FieldValue<String>>> members,
            FieldValue<ScheduleDraft> schedule,
            FieldValue<Long> version)
            implements ReservationRequest {}

    record ScheduleDraft(FieldValue<String> timeZone, FieldValue<List<FieldValue<RuleDraft>>> rules) {}

    record RuleDraft(FieldValue<List<FieldValue<String>>> days, FieldValue<String> start, FieldValue<String> end) {}

    record RemoveEventType(FieldValue<Long> version) implements ReservationRequest {}

    /** A request that says which slot to hold and for how long. */
    sealed interface OfSlot extends ReservationRequest {
        FieldValue<String> reservationUid();

        FieldValue<Instant> slotStart();

        FieldValue<Long> slotDurationMinutes();
    }

    record ReserveSlot(
            FieldValue<String> reservationUid,
            FieldValue<Instant> slotStart,
            FieldValue<Long> slotDurationMinutes,
            FieldValue<Long> reservationDurationMinutes)
            implements OfSlot {}

    record UpdateReservation(
            FieldValue<String> reservationUid,
            FieldValue<Instant> slotStart,
            FieldValue<Long> slotDurationMinutes,
            FieldValue<Long> reservationDurationMinutes)
            implements OfSlot {}

    record ReleaseReservation(FieldValue<String> reservationUid) implements ReservationRequest {}

    record BookSlot(
            FieldValue<String> bookingUid,
            FieldValue<String> reservationUid,
            FieldValue<Instant> slotStart,
            FieldValue<Long> slotDurationMinutes)
            implements OfSlot {}

    record RecordBooking(
            FieldValue<String> bookingUid,
            FieldValue<Instant> start,
            FieldValue<Instant> end,
            FieldValue<String> status,
            FieldValue<Long> attendees,
            FieldValue<Long> version)
            implements ReservationRequest {}

    record CancelBooking(FieldValue<String> bookingUid, FieldValue<Long> version) implements ReservationRequest {}
}
