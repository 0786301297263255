package io.slotkeeper.app.run;

import io.slotkeeper.stream.cluster.MissingRight;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;

/** What Kafka's clients know of a right that they lack: mostly what it is on, not which operation. */
final class MissingRights {

    private MissingRights() {}

    /**
     * Empty if something else is the matter.
     *
     * @param refusal the innermost cause
     * @param thrown around it
     */
    static Optional<String> sentence(Throwable refusal, Throwable thrown) {
        if (refusal instanceof TopicAuthorizationException topics
                && !topics.unauthorizedTopics().isEmpty()) {
            return Optional.of(MissingRight.sentence(
                    "Read or Write topic " + String.join(", ", new TreeSet<>(topics.unauthorizedTopics()))));
        }
        if (refusal instanceof GroupAuthorizationException group && group.groupId() != null) {
            return Optional.of(MissingRight.sentence("Read group " + group.groupId()));
        }
        if (refusal instanceof TransactionalIdAuthorizationException) {
            return Optional.of(MissingRight.sentence("Write transactional ids that begin with the group's name"));
        }
        return refusal instanceof AuthorizationException ? Optional.of(withContext(refusal, thrown)) : Optional.empty();
    }

    /** "Could not create topic x: Authorization failed." instead of the latter alone. */
    private static String withContext(Throwable refusal, Throwable thrown) {
        String message = String.valueOf(refusal.getMessage());
        return Stream.iterate(thrown, Objects::nonNull, Throwable::getCause)
                .filter(outer -> outer != refusal && outer instanceof KafkaException)
                .map(outer -> String.valueOf(outer.getMessage()))
                .reduce((outer, inner) -> inner)
                .map(outer -> outer.contains(message) ? outer : outer + ": " + message)
                .orElse(message);
    }
}
