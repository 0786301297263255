package io.slotkeeper.edge.reservations;

import io.slotkeeper.edge.log.CommittedOutcome;
import io.slotkeeper.wire.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** How refusals of the log are told in the second seed's terms (reservations.md). */
final class ReservationStatuses {

    private static final int UNPROCESSABLE = 422;
    private static final int INTERNAL = 500;

    private static final Map<String, Integer> OTHERS = Map.ofEntries(
            Map.entry("invalid_request", 400),
            Map.entry("slot_duration_not_allowed", 400),
            Map.entry("authentication_required", 401),
            Map.entry("not_entitled", 403),
            Map.entry("event_type_not_found", 404),
            Map.entry("reservation_not_found", 404),
            Map.entry("reservation_uid_in_use", 409),
            Map.entry("booking_uid_in_use", 409),
            Map.entry("request_id_reused", 409),
            Map.entry("reserved_by_another", 409),
            Map.entry("reservation_expired", 410));

    /** What fields of the log are called here; the others have the same name. */
    private static final Map<String, String> PROPERTIES = Map.of(
            "slot_start", "slotStart",
            "slot_duration_minutes", "slotDuration",
            "reservation_duration_minutes", "reservationDuration",
            "reservation_uid", "reservationUid",
            "booking_uid", "bookingUid",
            "key", "eventTypeId");

    /** The rules by the words in which the log tells them. */
    private static final Map<String, String> CONSTRAINTS = Map.ofEntries(
            Map.entry(Constraint.INT.expectation(), Constraint.INT.key()),
            Map.entry(Constraint.DATE.expectation(), Constraint.DATE.key()),
            Map.entry("must not be less than", "min"),
            Map.entry("must not be greater than", "max"),
            Map.entry("must be an array", "isArray"),
            Map.entry("must be an object", "isObject"),
            Map.entry("must be given", "isDefined"));

    private ReservationStatuses() {}

    static int of(CommittedOutcome refused) {
        return refused.isOurFault() ? INTERNAL : OTHERS.getOrDefault(refused.code(), UNPROCESSABLE);
    }

    /** What is wrong with the body; empty when it is something else that is wrong. */
    static List<PropertyError> propertyErrors(CommittedOutcome refused) {
        List<PropertyError> errors = new ArrayList<>();
        if (refused.code().equals("invalid_request")) {
            refused.errors().fields().forEach((path, list) -> {
                if (!path.equals("base") && list instanceof Json.Arr all) {
                    all.elements().forEach(error -> errors.add(error(path, (Json.Obj) error)));
                }
            });
        }
        return errors;
    }

    private static PropertyError error(String path, Json.Obj error) {
        String property = PROPERTIES.getOrDefault(path, path);
        String description = error.text("description").orElse("");
        String expectation =
                description.startsWith(path + " ") ? description.substring(path.length() + 1) : description;
        String constraint = CONSTRAINTS.entrySet().stream()
                .filter(entry -> expectation.startsWith(entry.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("isValid");
        return new PropertyError(property, constraint, property + " " + expectation);
    }
}
