package io.slotkeeper.reservation;

import io.slotkeeper.request.Given;
import java.time.Instant;
import java.util.List;

/** What can be asked about the slots of an event type, as the client sent it (topics.md, "Requests"). */
public sealed interface ReservationRequest {

    record DefineEventType(
            Given<String> title,
            Given<Long> lengthMinutes,
            Given<List<Given<Long>>> lengthsMinutes,
            Given<Long> seatsPerTimeSlot,
            Given<String> owner,
            Given<List<Given<String>>> members,
            Given<ScheduleDraft> schedule,
            Given<Long> version)
            implements ReservationRequest {}

    record ScheduleDraft(Given<String> timeZone, Given<List<Given<RuleDraft>>> rules) {}

    record RuleDraft(Given<List<Given<String>>> days, Given<String> start, Given<String> end) {}

    record RemoveEventType(Given<Long> version) implements ReservationRequest {}

    /** A request that says which slot to hold and for how long. */
    sealed interface OfSlot extends ReservationRequest {
        Given<String> reservationUid();

        Given<Instant> slotStart();

        Given<Long> slotDurationMinutes();
    }

    record ReserveSlot(
            Given<String> reservationUid,
            Given<Instant> slotStart,
            Given<Long> slotDurationMinutes,
            Given<Long> reservationDurationMinutes)
            implements OfSlot {}

    record UpdateReservation(
            Given<String> reservationUid,
            Given<Instant> slotStart,
            Given<Long> slotDurationMinutes,
            Given<Long> reservationDurationMinutes)
            implements OfSlot {}

    record ReleaseReservation(Given<String> reservationUid) implements ReservationRequest {}

    record BookSlot(
            Given<String> bookingUid,
            Given<String> reservationUid,
            Given<Instant> slotStart,
            Given<Long> slotDurationMinutes)
            implements OfSlot {}

    record RecordBooking(
            Given<String> bookingUid,
            Given<Instant> start,
            Given<Instant> end,
            Given<String> status,
            Given<Long> attendees,
            Given<Long> version)
            implements ReservationRequest {}

    record CancelBooking(Given<String> bookingUid, Given<Long> version) implements ReservationRequest {}
}
