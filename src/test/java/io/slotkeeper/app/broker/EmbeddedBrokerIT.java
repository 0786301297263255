package io.slotkeeper.app.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slotkeeper.app.console.CommandFailure;
import io.slotkeeper.app.run.FolderLock;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EmbeddedBrokerIT {

    private final Path folder;

    EmbeddedBrokerIT(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void keeps_its_cluster_and_its_records_over_a_restart() throws Exception {
        String cluster;
        try (var broker = EmbeddedBroker.start(folder, EmbeddedBroker.ANY_PORT);
                var admin = admin(broker)) {
            cluster = cluster(admin);
            admin.createTopics(List.of(new NewTopic("t", 2, (short) 1))).all().get(10, TimeUnit.SECONDS);
            append(broker, "t");
        }
        try (var broker = EmbeddedBroker.start(folder, EmbeddedBroker.ANY_PORT);
                var admin = admin(broker)) {
            assertThat(cluster(admin)).isEqualTo(cluster);
            var partition = new TopicPartition("t", 1);
            var end = admin.listOffsets(Map.of(partition, org.apache.kafka.clients.admin.OffsetSpec.latest()))
                    .partitionResult(partition)
                    .get(10, TimeUnit.SECONDS);
            assertThat(end.offset()).isEqualTo(1);
        }
        assertThat(BrokerFailure.fatal()).isNotDone();
    }

    @Test
    void says_that_its_folder_is_in_use() {
        try (var first = EmbeddedBroker.start(folder, EmbeddedBroker.ANY_PORT)) {
            assertThat(first.bootstrap()).startsWith("127.0.0.1:");
            assertThatThrownBy(() -> EmbeddedBroker.start(folder, EmbeddedBroker.ANY_PORT))
                    .isInstanceOf(CommandFailure.class)
                    .hasMessage("the data folder " + folder + " is in use by another process");
        }
    }

    @Test
    void says_that_its_port_is_taken_and_leaves_the_folder_free() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> EmbeddedBroker.start(folder, taken.getLocalPort()))
                    .isInstanceOf(CommandFailure.class)
                    .hasMessage("port " + taken.getLocalPort() + " for the embedded broker is taken");
        }
        FolderLock.of(folder).close();
    }

    private static Admin admin(EmbeddedBroker broker) {
        return Admin.create(Map.of("bootstrap.servers", broker.bootstrap()));
    }

    private static String cluster(Admin admin) throws Exception {
        return admin.describeCluster().clusterId().get(10, TimeUnit.SECONDS);
    }

    private static void append(EmbeddedBroker broker, String topic) throws Exception {
        try (var producer = new KafkaProducer<>(
                Map.<String, Object>of("bootstrap.servers", broker.bootstrap()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            byte[] value = "v".getBytes(StandardCharsets.UTF_8);
            producer.send(new ProducerRecord<>(topic, 1, null, value)).get(10, TimeUnit.SECONDS);
        }
    }
}
