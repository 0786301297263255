package io.slotkeeper.conversation;

import io.slotkeeper.request.RememberedRequests;
import io.slotkeeper.request.RequestInfo;
import java.util.Optional;

/**
 * One who takes part. At least one of the first three is there.
 *
 * @param selection what a request recorded; an {@code auto} participant never has one
 * @param remembered the last requests that changed the selection
 */
public record Participant(
        Optional<String> participantId,
        Optional<String> sub,
        Optional<String> email,
        Optional<String> commonName,
        Optional<Boolean> managedAvailability,
        SelectionMethod method,
        Optional<Selection> selection,
        RememberedRequests remembered) {

    /** The name by which requests call the participant: the first present of id, sub and e-mail address. */
    public String identity() {
        return participantId.or(() -> sub).or(() -> email).orElseThrow();
    }

    public boolean isManual() {
        return method == SelectionMethod.MANUAL;
    }

    Participant selecting(Optional<Selection> next) {
        return new Participant(participantId, sub, email, commonName, managedAvailability, method, next, remembered);
    }

    Participant remembering(RequestInfo request) {
        return new Participant(
                participantId,
                sub,
                email,
                commonName,
                managedAvailability,
                method,
                selection,
                remembered.with(request));
    }
}
