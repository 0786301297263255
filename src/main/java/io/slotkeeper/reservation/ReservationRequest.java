package io.slotkeeper.reservation;

import io.slotkeeper.request.field.FieldValue;
import java.time.Instant;
import java.util.List;

/** A request about the slots of an event type, as the client sent it (docs/spec/topics.md#requests). */
public sealed interface ReservationRequest {

    /** Handles each type of request: an unhandled type doesn't compile. */
    interface ReservationCases<T> {
        T define(DefineEventType request);

        T remove(RemoveEventType request);

        T reserve(ReserveSlot request);

        T update(UpdateReservation request);

        T release(ReleaseReservation request);

        T book(BookSlot request);

        T record(RecordBooking request);

        T cancel(CancelBooking request);
    }

    <T> T decideBy(ReservationCases<T> cases);

    record DefineEventType(
            FieldValue<String> title,
            FieldValue<Long> lengthMinutes,
            FieldValue<List<FieldValue<Long>>> lengthsMinutes,
            FieldValue<Long> seatsPerTimeSlot,
            FieldValue<String> owner,
            FieldValue<List<FieldValue<String>>> members,
            FieldValue<ScheduleFields> schedule,
            FieldValue<Long> maxLiveHoldsPerParty,
            FieldValue<Long> maxExtensions,
            FieldValue<Long> maxHoldMinutesTotal,
            FieldValue<Long> bufferBeforeMinutes,
            FieldValue<Long> bufferAfterMinutes,
            FieldValue<Long> slotIntervalMinutes,
            FieldValue<Long> version)
            implements ReservationRequest {
        @Override
        public <T> T decideBy(ReservationCases<T> cases) {
            return cases.define(this);
        }
    }

    record ScheduleFields(FieldValue<String> timeZone, FieldValue<List<FieldValue<RuleFields>>> rules) {}

    record RuleFields(FieldValue<List<FieldValue<String>>> days, FieldValue<String> start, FieldValue<String> end) {}

    record RemoveEventType(FieldValue<Long> version) implements ReservationRequest {
        @Override
        public <T> T decideBy(ReservationCases<T> cases) {
            return cases.remove(this);
        }
    }

    /** A request that names a slot, by its start and length or by the reservation that holds it. */
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
            implements OfSlot {
        @Override
        public <T> T decideBy(ReservationCases<T> cases) {
            return cases.reserve(this);
        }
    }

    record UpdateReservation(
            FieldValue<String> reservationUid,
            FieldValue<Instant> slotStart,
            FieldValue<Long> slotDurationMinutes,
            FieldValue<Long> reservationDurationMinutes)
            implements OfSlot {
        @Override
        public <T> T decideBy(ReservationCases<T> cases) {
            return cases.update(this);
        }
    }

    record ReleaseReservation(FieldValue<String> reservationUid) implements ReservationRequest {
        @Override
        public <T> T decideBy(ReservationCases<T> cases) {
            return cases.release(this);
        }
    }

    record BookSlot(
            FieldValue<String> bookingUid,
            FieldValue<String> reservationUid,
            FieldValue<Instant> slotStart,
            FieldValue<Long> slotDurationMinutes)
            implements OfSlot {
        @Override
        public <T> T decideBy(ReservationCases<T> cases) {
            return cases.book(this);
        }
    }

    record RecordBooking(
            FieldValue<String> bookingUid,
            FieldValue<Instant> start,
            FieldValue<Instant> end,
            FieldValue<String> status,
            FieldValue<Long> attendees,
            FieldValue<Long> version)
            implements ReservationRequest {
        @Override
        public <T> T decideBy(ReservationCases<T> cases) {
            return cases.record(this);
        }
    }

    record CancelBooking(FieldValue<String> bookingUid, FieldValue<Long> version) implements ReservationRequest {
        @Override
        public <T> T decideBy(ReservationCases<T> cases) {
            return cases.cancel(this);
        }
    }
}
