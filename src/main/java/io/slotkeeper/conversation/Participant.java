package io.slotkeeper.conversation;

import io.slotkeeper.request.RememberedRequests;
import io.slotkeeper.request.RequestInfo;
import java.util.Optional;

/**
 * A participant of a conversation. At least one of {@code participantId}, {@code sub} and {@code email} is present.
 *
 * @param selection recorded by a request; always empty for an {@code auto} participant
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

    /** The identity by which requests name the participant: the first one present of id, sub and e-mail address. */
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
