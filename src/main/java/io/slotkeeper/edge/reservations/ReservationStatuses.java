package io.slotkeeper.edge.reservations;

import io.slotkeeper.edge.log.CommittedOutcome;
import io.slotkeeper.request.Code;
import io.slotkeeper.request.FieldErrors;
import io.slotkeeper.wire.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** How refusals of the log are told in the second seed's terms (docs/spec/reservations.md). */
final class ReservationStatuses {

    private static final int UNPROCESSABLE = 422;

    private static final Map<Code, Integer> OTHERS = Map.ofEntries(
            Map.entry(Code.INVALID_REQUEST, 400),
            Map.entry(Code.SLOT_DURATION_NOT_ALLOWED, 400),
            Map.entry(Code.AUTHENTICATION_REQUIRED, 401),
            Map.entry(Code.NOT_ENTITLED, 403),
            Map.entry(Code.EVENT_TYPE_NOT_FOUND, 404),
            Map.entry(Code.RESERVATION_NOT_FOUND, 404),
            Map.entry(Code.RESERVATION_UID_IN_USE, 409),
            Map.entry(Code.BOOKING_UID_IN_USE, 409),
            Map.entry(Code.REQUEST_ID_REUSED, 409),
            Map.entry(Code.RESERVED_BY_ANOTHER, 409),
            Map.entry(Code.RESERVATION_EXPIRED, 410),
            Map.entry(Code.HOLD_LIMIT_REACHED, 429),
            Map.entry(Code.INTERNAL_ERROR, 500),
            Map.entry(Code.WRONG_PARTITION, 500));

    /** What fields of the log are called here; the others have the same name. */
    private static final Map<String, String> PROPERTIES = Map.of(
            "slot_start", "slotStart",
            "slot_duration_minutes", "slotDuration",
            "reservation_duration_minutes", "reservationDuration",
            "reservation_uid", "reservationUid",
            "booking_uid", "bookingUid",
            "key", "eventTypeId");

    private ReservationStatuses() {}

    static int of(CommittedOutcome refused) {
        return refused.reason()
                .map(code -> OTHERS.getOrDefault(code, UNPROCESSABLE))
                .orElse(UNPROCESSABLE);
    }

    /** What is wrong with the body; empty when it is something else that is wrong. */
    static List<PropertyError> propertyErrors(CommittedOutcome refused) {
        List<PropertyError> errors = new ArrayList<>();
        if (refused.isRefusedFor(Code.INVALID_REQUEST)) {
            refused.errors().fields().forEach((path, list) -> {
                if (!path.equals(FieldErrors.BASE) && list instanceof Json.Arr all) {
                    all.elements().forEach(error -> errors.add(error(path, (Json.Obj) error)));
                }
            });
        }
        return errors;
    }

    private static PropertyError error(String path, Json.Obj error) {
        String description = error.text("description").orElse("");
        String expectation =
                description.startsWith(path + " ") ? description.substring(path.length() + 1) : description;
        return Constraint.ofText(expectation).brokenBy(PROPERTIES.getOrDefault(path, path));
    }
}
