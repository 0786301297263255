package io.slotkeeper.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.slotkeeper.audit.AuditReport.Figure;
import io.slotkeeper.testing.Broker;
import io.slotkeeper.testing.TestProgram;
import io.slotkeeper.topics.Topic;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

final class OpenTransactionsCheckIT {

    private static final int PARTITIONS = 2;
    private static final int OUTPUTS = 5 * PARTITIONS;

    @Test
    void a_transaction_that_nobody_ends_is_a_fault_until_it_is_ended() throws Exception {
        try (TestProgram world = TestProgram.of(OpenTransactionsCheckIT.class, "open", PARTITIONS);
                Admin admin = Broker.admin();
                var producer = new KafkaProducer<>(
                        Map.of(
                                "bootstrap.servers", Broker.bootstrap(),
                                "transactional.id", "open-transactions-check",
                                "transaction.timeout.ms", "10000"),
                        new ByteArraySerializer(),
                        new ByteArraySerializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            String topic = world.topics().name(Topic.REQUEST_OUTCOMES);
            producer.send(new ProducerRecord<>(topic, 1, new byte[] {1}, new byte[] {1}))
                    .get();
            assertThat(judged(world, admin, Duration.ZERO)).isEqualTo(new Figure(Judged.TRANSACTIONS, OUTPUTS, 1));
            producer.abortTransaction();
            assertThat(judged(world, admin, Duration.ofSeconds(20)))
                    .isEqualTo(new Figure(Judged.TRANSACTIONS, OUTPUTS, 0));
        }
    }

    private static Figure judged(TestProgram world, Admin admin, Duration patience) {
        var tally = new Tally();
        new OpenTransactionsCheck(admin, world.topics(), PARTITIONS, patience, () -> false).await(tally);
        return tally.figures().stream()
                .filter(it -> it.judged() == Judged.TRANSACTIONS)
                .findFirst()
                .orElseThrow();
    }
}
