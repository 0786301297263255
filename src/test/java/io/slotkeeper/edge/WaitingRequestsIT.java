package io.slotkeeper.edge;

import static io.slotkeeper.edge.EdgeUnderAttack.PARTITIONS;
import static io.slotkeeper.edge.EdgeUnderAttack.RESERVATIONS;
import static io.slotkeeper.edge.EdgeUnderAttack.assertClear;
import static io.slotkeeper.edge.EdgeUnderAttack.slot;
import static io.slotkeeper.edge.EdgeUnderAttack.took;
import static io.slotkeeper.edge.RawHttp.request;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.slotkeeper.request.field.Limits;
import io.slotkeeper.testing.Broker;
import io.slotkeeper.testing.HttpAnswer;
import io.slotkeeper.testing.HttpApi;
import io.slotkeeper.testing.TestProgram;
import io.slotkeeper.topics.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What becomes of requests over HTTP while nothing is decided, and of their clients (docs/spec/http.md). */
final class WaitingRequestsIT {

    /** Of those without credentials. */
    private static final int MOST = Limits.MAX_WAITING_REQUESTS / 2;

    private static final String HEADERS = "cal-api-version: 2024-09-04\r\nContent-Type: application/json\r\n";

    @RegisterExtension
    private static final EdgeUnderAttack edge = EdgeUnderAttack.of(WaitingRequestsIT.class);

    /** While it is there, nothing is decided: requests stand in the log behind a transaction that doesn't end. */
    private static final class Silence implements AutoCloseable {

        /** As long as the broker lets it be. */
        private static final String TIMEOUT_MS = "10000";

        private final KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        Broker.bootstrap(),
                        "transactional.id",
                        "silence",
                        "transaction.timeout.ms",
                        TIMEOUT_MS),
                new ByteArraySerializer(),
                new ByteArraySerializer());

        @SuppressWarnings("FutureReturnValueIgnored") // flushed
        Silence() {
            producer.initTransactions();
            producer.beginTransaction();
            String topic = edge.upstream().topics().name(Topic.RESERVATION_REQUESTS);
            for (int p = 0; p < PARTITIONS; p++) {
                producer.send(new ProducerRecord<>(topic, p, new byte[0], new byte[0]));
            }
            producer.flush();
        }

        @Override
        public void close() {
            producer.abortTransaction();
            producer.close();
        }
    }

    /** Every second one has an idempotency key. */
    private static boolean isKeyed(int number) {
        return number % 2 == 1;
    }

    private static String key(int number) {
        return String.format(Locale.ROOT, "8c1c0d5e-5d3f-4d6a-9a53-%012x", number);
    }

    private static RawHttp asked(int number, int hour) {
        String headers = isKeyed(number) ? HEADERS + "Idempotency-Key: " + key(number) + "\r\n" : HEADERS;
        return edge.connect().send(request("POST", RESERVATIONS, headers, edge.reservation(hour)));
    }

    @Test
    @SuppressWarnings("try") // it's enough that it is there
    void who_comes_when_too_many_wait_is_sent_away_at_once_and_the_others_when_their_time_is_up() {
        int first = edge.hours(MOST);
        try (var silence = new Silence()) {
            List<RawHttp> clients =
                    IntStream.range(0, MOST).mapToObj(i -> asked(i, first + i)).toList();
            edge.awaitWaiting(MOST);
            assertThat(took(WaitingRequestsIT::assertThatMoreAreSentAway)).isLessThan(Duration.ofSeconds(1));
            edge.awaitWaiting(MOST);
            edge.assertThreadsAreFew();
            clients.forEach(client -> assertUnavailable(client.answer(), "POST", RESERVATIONS));
            edge.awaitWaiting(0);
            edge.assertThreadsAreFew();
            clients.forEach(RawHttp::close);
        }
        assertThatTheyAreTakenBackUnlessKeyed(first);
        awaitDecided();
        assertThat(edge.anonymous().post(RESERVATIONS, edge.reservation(first)).status())
                .isEqualTo(201);
        HttpApi again = edge.anonymous().with("Idempotency-Key", key(1));
        HttpAnswer repeated = again.post(RESERVATIONS, edge.reservation(first + 1));
        assertThat(repeated.status()).isEqualTo(201);
        assertThat(repeated.header("idempotent-replayed")).contains("true");
    }

    /** Everything that stood in the log. */
    private static void awaitDecided() {
        await().atMost(Duration.ofSeconds(30)).until(() -> {
            HttpAnswer answer = edge.anonymous().post(RESERVATIONS, edge.reservation());
            return answer.status() == 201;
        });
    }

    private static void assertThatMoreAreSentAway() {
        String one = RESERVATIONS + "/x";
        try (var late = edge.connect()) {
            late.send(request("POST", RESERVATIONS, HEADERS, edge.reservation()));
            assertUnavailable(late.answer(), "POST", RESERVATIONS);
            late.send(request("DELETE", one, HEADERS, null));
            assertUnavailable(late.answer(), "DELETE", one);
            late.send(request("GET", "/health/ready", "", null));
            assertThat(late.answer().status()).isEqualTo(200);
        }
    }

    private static void assertUnavailable(HttpAnswer answer, String method, String path) {
        assertClear(answer, 503, method, path);
        assertThat(answer.header("retry-after")).contains("1");
    }

    /** Where a reservation was asked for. */
    private record Asked(Instant slot, int partition) {}

    private static void assertThatTheyAreTakenBackUnlessKeyed(int first) {
        List<Instant> unkeyed = IntStream.range(0, MOST)
                .filter(i -> !isKeyed(i))
                .mapToObj(i -> slot(first + i))
                .toList();
        await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> {
            List<Instant> takenBack = takenBack(edge.upstream().log(Topic.RESERVATION_REQUESTS));
            assertThat(takenBack).containsExactlyInAnyOrderElementsOf(unkeyed);
        });
    }

    /** The slots of the reservations that are released behind the requests for them, in the same partition. */
    private static List<Instant> takenBack(List<ConsumerRecord<byte[], byte[]>> log) {
        Map<String, Asked> asked = new HashMap<>();
        List<Instant> takenBack = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : log) {
            JsonNode request = TestProgram.json(new String(record.value(), UTF_8));
            String uid = request.path("reservation_uid").asText();
            switch (request.path("type").asText()) {
                case "reserve_slot" -> {
                    Instant slot = Instant.parse(request.path("slot_start").asText());
                    asked.put(uid, new Asked(slot, record.partition()));
                }
                case "release_reservation" ->
                    takenBack.add(Optional.ofNullable(asked.get(uid))
                            .filter(it -> it.partition() == record.partition())
                            .orElseThrow()
                            .slot());
                default -> assertThat(uid).isEmpty();
            }
        }
        return takenBack;
    }

    @Test
    @SuppressWarnings("try") // it's enough that it is there
    void who_is_gone_before_its_answer_is_forgotten() {
        try (var silence = new Silence()) {
            List<RawHttp> clients = IntStream.range(0, 50)
                    .mapToObj(i -> asked(i, edge.hours(1)))
                    .toList();
            edge.awaitWaiting(50);
            clients.subList(0, 25).forEach(RawHttp::reset);
            clients.subList(25, 50).forEach(RawHttp::close);
        }
        edge.awaitWaiting(0);
        awaitDecided();
    }
}
