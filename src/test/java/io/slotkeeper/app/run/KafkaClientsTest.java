package io.slotkeeper.app.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;
import org.apache.kafka.streams.errors.StreamsException;
import org.junit.jupiter.api.Test;

class KafkaClientsTest {

    @Test
    void the_reason_is_that_of_the_innermost_cause() {
        assertThat(KafkaClients.reason(new KafkaException("Failed to create", new KafkaException("no such file"))))
                .isEqualTo("no such file");
        assertThat(KafkaClients.reason(new IllegalStateException())).isEqualTo("java.lang.IllegalStateException");
    }

    @Test
    void a_missing_right_is_named_as_far_as_kafka_tells_it() {
        assertThat(KafkaClients.reason(
                        new ExecutionException(new TopicAuthorizationException("Not authorized", Set.of("b", "a")))))
                .isEqualTo("this principal has no right to Read or Write topic a, b");
        assertThat(KafkaClients.reason(new StreamsException(GroupAuthorizationException.forGroupId("slotkeeper"))))
                .isEqualTo("this principal has no right to Read group slotkeeper");
        assertThat(KafkaClients.reason(new TransactionalIdAuthorizationException("Authorization failed.")))
                .isEqualTo("this principal has no right to Write transactional ids that begin with the group's name");
        assertThat(KafkaClients.reason(new StreamsException(
                        "Could not create topic x-changelog",
                        new TopicAuthorizationException("Authorization failed."))))
                .isEqualTo("Could not create topic x-changelog: Authorization failed.");
        assertThat(KafkaClients.reason(new ExecutionException(new ClusterAuthorizationException("Cluster refuses."))))
                .isEqualTo("Cluster refuses.");
    }
}
