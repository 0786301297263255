package io.slotkeeper.app.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import io.slotkeeper.app.console.CommandFailure;
import io.slotkeeper.app.run.FolderLock;
import io.slotkeeper.testing.Broker;
import io.slotkeeper.testing.CapturedLog;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EmbeddedBrokerIT {

    private final Path folder;

    EmbeddedBrokerIT(@TempDir Path folder) {
        this.folder = folder;
    }

    /** The other tests' broker tells the same when it starts, which may be at any time. */
    @BeforeAll
    static void startTheOther() {
        assertThat(Broker.bootstrap()).isNotEmpty();
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

    /** A second load that begins before the first is over is what Kafka 4.3.1 confuses ({@link KilledBroker}). */
    @Test
    void after_a_kill_it_loads_its_groups_once_and_goes_on_with_them() throws Exception {
        Path copy = folder.resolve("copy");
        var committed = Map.of(new TopicPartition("t", 1), new OffsetAndMetadata(7));
        try (var broker = EmbeddedBroker.start(folder.resolve("original"), EmbeddedBroker.ANY_PORT);
                var admin = admin(broker)) {
            admin.createTopics(List.of(new NewTopic("t", 2, (short) 1))).all().get(10, TimeUnit.SECONDS);
            admin.alterConsumerGroupOffsets("group", committed).all().get(10, TimeUnit.SECONDS);
            copy(folder.resolve("original"), copy);
        }
        assertThat(KilledBroker.ranOn(folder.resolve("new/broker"))).isFalse();
        assertThat(KilledBroker.ranOn(folder.resolve("original/broker"))).isFalse();
        assertThat(KilledBroker.ranOn(copy.resolve("broker"))).isTrue();
        try (var log = CapturedLog.of("org.apache.kafka.coordinator.common", Level.INFO)) {
            try (var broker = EmbeddedBroker.start(copy, EmbeddedBroker.ANY_PORT);
                    var admin = admin(broker)) {
                assertThat(admin.listConsumerGroupOffsets("group")
                                .partitionsToOffsetAndMetadata()
                                .get(10, TimeUnit.SECONDS))
                        .isEqualTo(committed);
            }
            assertThat(log.lines())
                    .filteredOn(line -> line.contains("Scheduling loading of metadata from __consumer_offsets-0"))
                    .hasSize(1);
        }
    }

    /** As the disk is when a process is killed at this moment. The broker goes on and renames its temporary files. */
    private static void copy(Path from, Path to) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                Files.createDirectories(to.resolve(from.relativize(folder).toString()));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                try {
                    Files.copy(file, to.resolve(from.relativize(file).toString()));
                } catch (NoSuchFileException e) {
                    return visitFileFailed(file, e);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
                if (e instanceof NoSuchFileException && file.toString().endsWith(".tmp")) {
                    return FileVisitResult.CONTINUE;
                }
                throw e;
            }
        });
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
