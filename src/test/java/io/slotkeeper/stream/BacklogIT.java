package io.slotkeeper.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.slotkeeper.testing.Broker;
import io.slotkeeper.testing.World;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

/**
 * Works off a backlog of reserve requests: every one is granted, and the rate is printed. The number of requests is the
 * system property {@code slotkeeper.backlog}.
 */
class BacklogIT {

    private static final int PARTITIONS = 8;
    private static final int EVENT_TYPES = 2_000;
    private static final Instant FIRST_DAY = Instant.parse("2050-01-01T00:00:00Z");

    @Test
    void a_backlog_of_reserve_requests_is_granted_whole() throws Exception {
        int requests = Integer.getInteger("slotkeeper.backlog", 20_000);
        try (World world = World.of(BacklogIT.class, "backlog", PARTITIONS);
                var outcomes = outcomes(world)) {
            produce(world, requests);

            world.start();
            Instant started = Instant.now();
            Duration cpuBefore = cpu();
            int accepted = 0;
            while (accepted < EVENT_TYPES + requests
                    && Duration.between(started, Instant.now()).toSeconds() < 120) {
                for (ConsumerRecord<byte[], byte[]> outcome : outcomes.poll(Duration.ofMillis(100))) {
                    String text = new String(outcome.value(), StandardCharsets.UTF_8);
                    assertThat(text).contains("\"status\":\"accepted\"");
                    accepted++;
                }
            }
            Duration time = Duration.between(started, Instant.now());
            Duration cpu = cpu().minus(cpuBefore);

            assertThat(accepted).isEqualTo(EVENT_TYPES + requests);
            System.out.printf(
                    "backlog: %,d requests in %,d ms, %,d a second, %d us of CPU each"
                            + " (%d partitions, 2 threads, broker and reader in this JVM)%n",
                    accepted,
                    time.toMillis(),
                    accepted * 1_000L / Math.max(1, time.toMillis()),
                    cpu.toNanos() / 1_000 / accepted,
                    PARTITIONS);
        }
    }

    private static Duration cpu() {
        return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
    }

    private static void produce(World world, int requests) throws Exception {
        String topic = world.topics().name(Topic.RESERVATION_REQUESTS);
        try (var producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", Broker.bootstrap(), "linger.ms", "20", "batch.size", "65536"),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            List<Future<RecordMetadata>> sent = new ArrayList<>();
            for (int type = 0; type < EVENT_TYPES; type++) {
                sent.add(producer.send(record(topic, type, "{\"type\":\"define_event_type\",\"length_minutes\":30}")));
            }
            for (int i = 0; i < requests; i++) {
                // Each type's slots follow one another, half an hour apart.
                Instant start = FIRST_DAY.plus(Duration.ofMinutes(30L * (i / EVENT_TYPES)));
                sent.add(producer.send(record(
                        topic,
                        i % EVENT_TYPES,
                        "{\"type\":\"reserve_slot\",\"reservation_uid\":\"e84be5a3-4696-49e3-acc7-"
                                + (100_000_000_000L + i) + "\",\"slot_start\":\"" + start + "\"}")));
            }
            for (Future<RecordMetadata> one : sent) {
                one.get();
            }
        }
    }

    private static ProducerRecord<byte[], byte[]> record(String topic, int type, String value) {
        return new ProducerRecord<>(topic, World.bytes(Integer.toString(type)), World.bytes(value));
    }

    private static KafkaConsumer<byte[], byte[]> outcomes(World world) {
        var consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", Broker.bootstrap(), "isolation.level", "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        var partitions = IntStream.range(0, PARTITIONS)
                .mapToObj(p -> new TopicPartition(world.topics().name(Topic.REQUEST_OUTCOMES), p))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        return consumer;
    }
}
