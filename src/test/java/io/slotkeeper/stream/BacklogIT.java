package io.slotkeeper.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.slotkeeper.testing.Broker;
import io.slotkeeper.testing.TestProgram;
import io.slotkeeper.topics.Topic;
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
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Works off a backlog of reserve requests: every one is granted, and the rate is printed. The number of requests is the
 * system property {@code slotkeeper.backlog}; {@code slotkeeper.backlog.rounds} repeats it in the same, by then warm,
 * JVM.
 */
@Execution(ExecutionMode.CONCURRENT)
class BacklogIT {

    private static final int PARTITIONS = 8;
    private static final int EVENT_TYPES = 2_000;
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Instant FIRST_DAY = Instant.parse("2050-01-01T00:00:00Z");

    @Test
    void a_backlog_of_reserve_requests_is_granted_whole() throws Exception {
        int requests = Integer.getInteger("slotkeeper.backlog", 8_000);
        int rounds = Integer.getInteger("slotkeeper.backlog.rounds", 1);
        try (TestProgram world = TestProgram.of(BacklogIT.class, "backlog", PARTITIONS);
                var outcomes = outcomes(world)) {
            defineEventTypes(world);
            world.start();
            expectAccepted(outcomes, EVENT_TYPES);
            for (int round = 1; round <= rounds; round++) {
                world.stop();
                produce(world, round, requests);
                world.start();
                measure(round, outcomes, requests);
            }
        }
    }

    private static void measure(int round, KafkaConsumer<byte[], byte[]> outcomes, int requests) {
        Instant started = Instant.now();
        Duration cpuBefore = cpu();
        expectAccepted(outcomes, requests);
        Duration time = Duration.between(started, Instant.now());
        Duration cpu = cpu().minus(cpuBefore);
        System.out.printf(
                "backlog, round %d: %,d requests in %,d ms, %,d a second, %d us of CPU each"
                        + " (%d partitions, 2 threads, broker and reader in this JVM)%n",
                round,
                requests,
                time.toMillis(),
                requests * 1_000L / Math.max(1, time.toMillis()),
                cpu.toNanos() / 1_000 / requests,
                PARTITIONS);
    }

    private static void expectAccepted(KafkaConsumer<byte[], byte[]> outcomes, int expected) {
        Instant deadline = Instant.now().plus(PATIENCE);
        int accepted = 0;
        while (accepted < expected && Instant.now().isBefore(deadline)) {
            for (ConsumerRecord<byte[], byte[]> outcome : outcomes.poll(Duration.ofMillis(100))) {
                String text = new String(outcome.value(), StandardCharsets.ISO_8859_1);
                // A plain look: an assertion for each would take longer than deciding it did.
                if (!text.contains("accepted")) {
                    throw new AssertionError("Expected all to be accepted, but: " + text);
                }
                accepted++;
            }
        }
        assertThat(accepted).isEqualTo(expected);
    }

    private static Duration cpu() {
        return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
    }

    private static void defineEventTypes(TestProgram world) throws Exception {
        List<ProducerRecord<byte[], byte[]>> definitions = new ArrayList<>();
        for (int type = 0; type < EVENT_TYPES; type++) {
            definitions.add(record(world, type, "{\"type\":\"define_event_type\",\"length_minutes\":30}"));
        }
        send(definitions);
    }

    private static void produce(TestProgram world, int round, int requests) throws Exception {
        List<ProducerRecord<byte[], byte[]>> backlog = new ArrayList<>();
        // Each type's slots follow one another, half an hour apart.
        Instant first = FIRST_DAY.plus(Duration.ofDays(1_000L * round));
        for (int i = 0; i < requests; i++) {
            Instant start = first.plus(Duration.ofMinutes(30L * (i / EVENT_TYPES)));
            String uid = "e84be5a3-4696-49e3-%04d-%012d".formatted(round, i);
            backlog.add(record(
                    world,
                    i % EVENT_TYPES,
                    "{\"type\":\"reserve_slot\",\"reservation_uid\":\"" + uid + "\",\"slot_start\":\"" + start
                            + "\"}"));
        }
        send(backlog);
    }

    private static void send(List<ProducerRecord<byte[], byte[]>> records) throws Exception {
        try (var producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", Broker.bootstrap(), "linger.ms", "20", "batch.size", "65536"),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            List<Future<RecordMetadata>> sent = new ArrayList<>();
            for (ProducerRecord<byte[], byte[]> one : records) {
                sent.add(producer.send(one));
            }
            for (Future<RecordMetadata> one : sent) {
                one.get();
            }
        }
    }

    private static ProducerRecord<byte[], byte[]> record(TestProgram world, int type, String value) {
        return new ProducerRecord<>(
                world.topics().name(Topic.RESERVATION_REQUESTS),
                TestProgram.bytes(Integer.toString(type)),
                TestProgram.bytes(value));
    }

    private static KafkaConsumer<byte[], byte[]> outcomes(TestProgram world) {
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
