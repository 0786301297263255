package io.slotkeeper.reservation;

import io.slotkeeper.request.Code;
import io.slotkeeper.request.Refusal;
import io.slotkeeper.request.Rule;
import io.slotkeeper.request.Verdict;
import io.slotkeeper.reservation.ReservationRequest.DefineEventType;
import io.slotkeeper.reservation.ReservationRequest.RemoveEventType;
import io.slotkeeper.reservation.calendar.EventType;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Decides define_event_type and remove_event_type (docs/spec/reservations.md#define_event_type,
 * docs/spec/reservations.md#remove_event_type).
 */
final class EventTypeDecider extends Decider {

    EventTypeDecider(DecisionContext context) {
        super(context);
    }

    ReservationDecision define(DefineEventType definition) {
        Optional<EventType> existing = changes.eventType(key);
        if (isOutdated(definition.version(), existing.map(EventType::version))) {
            return ReservationDecision.unchanged(Verdict.REPEATED, changes);
        }
        var check = new EventTypeCheck(definition);
        Optional<Refusal> refusal = checkNumbered().or(check::refusal).or(() -> checkEntitledToChange(existing));
        if (refusal.isPresent()) {
            return refused(refusal.get(), Optional.empty());
        }
        changes.define(key, check.eventType(newest(definition.version(), existing.map(EventType::version))));
        return ReservationDecision.accepted(changes);
    }

    ReservationDecision remove(RemoveEventType removal) {
        Optional<EventType> existing = changes.eventType(key);
        if (isOutdated(removal.version(), existing.map(EventType::version))) {
            return ReservationDecision.unchanged(Verdict.REPEATED, changes);
        }
        Optional<Refusal> refusal = checkNumbered()
                .or(() -> new FieldCheck()
                        .optionalNumber("version", removal.version(), 0, Long.MAX_VALUE)
                        .refusal())
                .or(() -> checkEntitledToChange(existing));
        if (refusal.isPresent()) {
            return refused(refusal.get(), Optional.empty());
        }
        OptionalLong version = newest(removal.version(), existing.map(EventType::version));
        // A removal that arrives before the definition is kept, so that it wins; but only if a trusted service sent it:
        // the type would have no owner, and no client with a principal could ever define it.
        boolean keep = version.isPresent() && info.requestedBy().isEmpty();
        if (existing.isPresent() || keep) {
            changes.define(
                    key,
                    existing.map(type -> type.removedAt(version)).orElseGet(() -> EventType.unknownRemoved(version)));
        }
        return ReservationDecision.accepted(changes);
    }

    /** A calendar has no definition. */
    private Optional<Refusal> checkNumbered() {
        return new FieldCheck()
                .expect(!key.isCalendar(), "key", Code.INVALID_FORMAT, Rule.EVENT_TYPE_NUMBER)
                .refusal();
    }

    private Optional<Refusal> checkEntitledToChange(Optional<EventType> existing) {
        boolean stranger = existing.isPresent()
                && info.requestedBy()
                        .filter(principal -> !existing.get().isEntitled(principal))
                        .isPresent();
        return stranger ? Optional.of(Refusal.base(Code.NOT_ENTITLED)) : Optional.empty();
    }
}
