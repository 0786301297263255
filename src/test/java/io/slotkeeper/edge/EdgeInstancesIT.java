package io.slotkeeper.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.slotkeeper.testing.HttpAnswer;
import io.slotkeeper.testing.HttpApi;
import io.slotkeeper.testing.TestInstance;
import io.slotkeeper.testing.TestProgram;
import io.slotkeeper.topics.KeyPartition;
import io.slotkeeper.topics.Topic;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * Two processes with an edge each, on the same topics: what one answered the other knows, whatever becomes of one. They
 * are started once. A test that demands an answer comes before the one that pauses an instance: what that one owned moves
 * away and back then, and a read may wait for longer than its time. The last test kills one.
 */
@Tag("timing")
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock("the instances of EdgeInstancesIT")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class EdgeInstancesIT {

    private static final int PARTITIONS = 4;
    private static final int EVENT_TYPES = 12;
    /** Shorter than it takes until a paused instance's session has ended, by any delay of its last heartbeat. */
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(3);

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String RESERVATIONS = "/v2/slots/reservations";
    private static final String FORWARDED = "slotkeeper_http_forwarded_total";
    private static final Pattern METRIC = Pattern.compile("([a-z_]+(?:\\{[^}]*})?) ([0-9.E+-]+)");

    @TempDir
    private static Path folder = Path.of("");

    @SuppressWarnings("NullAway.Init")
    private static TestProgram world;

    @SuppressWarnings("NullAway.Init")
    private static TestInstance first;

    @SuppressWarnings("NullAway.Init")
    private static TestInstance second;

    @BeforeAll
    static void start() throws IOException {
        world = TestProgram.of(EdgeInstancesIT.class, "two", PARTITIONS);
        List<Integer> ports = portsOfDifferentReplyPartitions();
        first = start("first", ports.get(0));
        second = start("second", ports.get(1));
        world.awaitShared("first", "second");
        first.awaitReady();
        second.awaitReady();
    }

    @AfterAll
    static void stop() {
        first.close();
        second.close();
        world.close();
    }

    @Test
    @Order(1)
    void answer_for_each_other_and_read_their_own_outcomes_alone() {
        define(first);
        assertSeenByBoth(first, second);
        assertSeenByBoth(second, first);
        assertReadNothingOfOthers();
    }

    /** docs/spec/http.md#reads: who isn't an instance doesn't become one by a header. */
    @Test
    @Order(2)
    void are_recognised_by_their_secret_and_not_by_a_header() {
        for (int type = 1; type <= EVENT_TYPES; type++) {
            for (TestInstance instance : List.of(first, second)) {
                HttpAnswer slots = instance.http()
                        .with("X-Slotkeeper-Forwarded", "1")
                        .get("/v2/slots?eventTypeId=" + type + "&start=2050-09-05&end=2050-09-05");
                assertThat(slots.status()).as("%s", slots).isEqualTo(200);
                assertThat(instance.http()
                                .as("nobody-token")
                                .with("X-Slotkeeper-Forwarded", "1")
                                .get("/v2/event-types/" + type)
                                .status())
                        .isEqualTo(401);
                assertThat(instance.http().post("/internal/reads", "{}").status())
                        .isEqualTo(404);
            }
        }
    }

    /** Each type's key is owned by one of the two; the reads below go to both. */
    private static void define(TestInstance instance) {
        for (int type = 1; type <= EVENT_TYPES; type++) {
            String path = "/v2/event-types/" + type;
            await().atMost(PATIENCE)
                    .until(() ->
                            known(instance).put(path, "{\"length_minutes\":30}").status() == 200);
        }
    }

    private static void assertSeenByBoth(TestInstance asked, TestInstance other) {
        for (int type = 1; type <= EVENT_TYPES; type++) {
            HttpAnswer granted = reserve(asked.http(), type, "2050-09-05T10:00:00Z");
            assertThat(granted.status()).isEqualTo(201);
            String path = RESERVATIONS + "/" + granted.at("/data/reservationUid");
            for (TestInstance instance : List.of(other, asked)) {
                HttpAnswer read = instance.http().get(path);
                assertThat(read.status()).as("%s", read).isEqualTo(200);
                assertThat(read.at("/data/reservationUntil")).isEqualTo(granted.at("/data/reservationUntil"));
            }
            assertThat(asked.http().delete(path).status()).isEqualTo(200);
            assertThat(other.http().get(path).status()).isEqualTo(404);
        }
    }

    /** docs/spec/http.md: "own answers only". */
    private static void assertReadNothingOfOthers() {
        Map<String, Double> one = metrics(first);
        Map<String, Double> two = metrics(second);
        assertThat(one.get("slotkeeper_edge_reply_partition")).isNotEqualTo(two.get("slotkeeper_edge_reply_partition"));
        assertThat(metric(first, FORWARDED) + metric(second, FORWARDED))
                .as("reads that went to the owner")
                .isPositive();
        assertThat(one.get(outcomes("own"))).isEqualTo(3.0 * EVENT_TYPES);
        assertThat(two.get(outcomes("own"))).isEqualTo(2.0 * EVENT_TYPES);
        assertThat(one.get(outcomes("other"))).isZero();
        assertThat(two.get(outcomes("other"))).isZero();

        for (int i = 0; i < 20; i++) {
            world.send(Topic.RESERVATION_REQUESTS, Integer.toString(1 + i % EVENT_TYPES), """
                    {"type":"reserve_slot","reservation_uid":"of-kafka-%d","slot_start":"2050-10-05T10:00:00Z"}""".formatted(i));
        }
        await().atMost(PATIENCE)
                .until(() -> world.look().stream()
                                .filter(seen -> seen.topic() == Topic.REQUEST_OUTCOMES)
                                .count()
                        == 20);
        // Each instance has read what was written to its partition before this answer.
        reserve(first.http(), 1, "2050-09-07T10:00:00Z");
        reserve(second.http(), 1, "2050-09-08T10:00:00Z");
        Map<String, Double> oneLater = metrics(first);
        Map<String, Double> twoLater = metrics(second);
        assertThat(oneLater.get(outcomes("own"))).isEqualTo(3.0 * EVENT_TYPES + 1);
        assertThat(twoLater.get(outcomes("own"))).isEqualTo(2.0 * EVENT_TYPES + 1);
        assertThat(oneLater.get(outcomes("other"))).isZero();
        assertThat(twoLater.get(outcomes("other"))).isZero();
    }

    private static String outcomes(String whose) {
        return "slotkeeper_edge_outcomes_read_total{whose=\"" + whose + "\"}";
    }

    private static double metric(TestInstance instance, String name) {
        return Objects.requireNonNull(metrics(instance).get(name), name);
    }

    private static Map<String, Double> metrics(TestInstance instance) {
        Map<String, Double> metrics = new HashMap<>();
        for (String line : instance.metrics()) {
            Matcher parts = METRIC.matcher(line);
            if (parts.matches()) {
                metrics.put(parts.group(1), Double.valueOf(parts.group(2)));
            }
        }
        return metrics;
    }

    @Test
    @Order(3)
    void one_that_was_paused_is_waited_for_no_longer_than_it_takes_and_never_answers_what_was() throws Exception {
        int type = ownedBy(second, first);
        HttpAnswer granted = reserve(first.http(), type, "2050-09-05T10:00:00Z");
        assertThat(granted.status()).as("%s", granted).isEqualTo(201);
        String path = RESERVATIONS + "/" + granted.at("/data/reservationUid");

        second.pause();
        assertRefusedInTime(List.of(
                first.http().sendAsync("GET", path, ""),
                first.http().sendAsync("POST", RESERVATIONS, reservation(type, "2050-09-05T11:00:00Z"))));
        await().atMost(PATIENCE).until(() -> first.http().delete(path).status() == 200);
        assertThat(first.http().get(path).status()).isEqualTo(404);
        second.resume();

        // As soon as it runs again it is asked, until it has found out that it isn't the owner any longer.
        List<HttpAnswer> answers = new ArrayList<>();
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(1)).until(() -> {
            answers.add(second.http().get(path));
            return answers.get(answers.size() - 1).status() == 404;
        });
        assertThat(answers).extracting(HttpAnswer::status).isSubsetOf(404, 503);
        assertThat(reserve(second.http(), type, "2050-09-05T12:00:00Z").status())
                .isEqualTo(201);
    }

    /** A type whose key this instance owns: reading it here forwards nothing. */
    private static int ownedBy(TestInstance owner, TestInstance other) {
        for (int type = 1; type <= EVENT_TYPES; type++) {
            double before = metric(other, FORWARDED);
            assertThat(known(other).get("/v2/event-types/" + type).status()).isEqualTo(200);
            if (metric(other, FORWARDED) > before) {
                return type;
            }
        }
        throw new AssertionError("Expected " + owner + " to own something");
    }

    private static void assertRefusedInTime(List<CompletableFuture<HttpAnswer>> asked) {
        long since = System.nanoTime();
        for (CompletableFuture<HttpAnswer> answer : asked) {
            assertThat(answer.join().status()).as("%s", answer.join()).isEqualTo(503);
            assertThat(answer.join().header("Retry-After")).contains("1");
        }
        assertThat(Duration.ofNanos(System.nanoTime() - since)).isLessThan(REQUEST_TIMEOUT.plusSeconds(1));
    }

    @Test
    @Order(4)
    void clients_that_try_again_with_their_key_have_one_reservation_each_when_one_is_killed() throws Exception {
        int clients = 16;
        int each = 25;
        List<HttpApi> edges = List.of(first.http(), second.http());
        Map<String, String> uids = new ConcurrentHashMap<>();
        var answered = new AtomicInteger();
        ExecutorService threads = Executors.newFixedThreadPool(clients);
        try {
            List<CompletableFuture<Void>> all = IntStream.range(0, clients)
                    .mapToObj(client -> CompletableFuture.runAsync(
                            () -> {
                                for (int i = 0; i < each; i++) {
                                    String slot = slot(client, i);
                                    uids.put(slot, reserved(edges, 1 + client % EVENT_TYPES, slot));
                                    answered.incrementAndGet();
                                }
                            },
                            threads))
                    .toList();
            await().atMost(PATIENCE).until(() -> answered.get() > clients * each / 4);
            first.kill();
            assertThat(answered.get()).as("requests before the kill").isLessThan(clients * each);
            CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).join();
        } finally {
            threads.shutdownNow();
        }
        assertThat(uids).hasSize(clients * each);
        assertThat(uids.values()).doesNotHaveDuplicates();
        assertOneHoldPerSlot(uids);
    }

    private static String slot(int client, int number) {
        return "2050-%02d-%02dT%02d:00:00.000Z".formatted(1 + client % 12, 1 + number, client);
    }

    /** As a careful client does it: the same key until there is an answer, wherever. */
    private static String reserved(List<HttpApi> edges, int type, String slot) {
        String key = UUID.randomUUID().toString();
        for (int attempt = 0; attempt < 100; attempt++) {
            HttpApi edge = edges.get(attempt % edges.size()).with("Idempotency-Key", key);
            Optional<HttpAnswer> answer = attempt(edge, type, slot);
            if (answer.filter(it -> it.status() == 201).isPresent()) {
                return answer.get().at("/data/reservationUid");
            }
            answer.ifPresent(it -> assertThat(it.status()).as("%s", it).isEqualTo(503));
        }
        throw new AssertionError("Expected an answer for " + slot);
    }

    /** Empty: the connection failed. */
    private static Optional<HttpAnswer> attempt(HttpApi edge, int type, String slot) {
        try {
            return Optional.of(reserve(edge, type, slot));
        } catch (UncheckedIOException e) {
            return Optional.empty();
        }
    }

    private static void assertOneHoldPerSlot(Map<String, String> uids) {
        Map<String, String> held = new HashMap<>();
        await().atMost(PATIENCE).untilAsserted(() -> {
            held.clear();
            world.look().stream()
                    .filter(seen -> seen.topic() == Topic.RESERVATION_SNAPSHOTS && !seen.isTombstone())
                    .map(TestProgram.Seen::value)
                    .filter(snapshot ->
                            uids.containsKey(snapshot.at("/slot_start").asText()))
                    .forEach(snapshot -> assertOnly(held, snapshot));
            assertThat(held).isEqualTo(uids);
        });
    }

    private static void assertOnly(Map<String, String> held, JsonNode snapshot) {
        assertThat(snapshot.at("/status").asText()).isEqualTo("held");
        String before = held.put(
                snapshot.at("/slot_start").asText(),
                snapshot.at("/reservation_uid").asText());
        assertThat(before).as("another hold of the slot of %s", snapshot).isNull();
    }

    private static HttpAnswer reserve(HttpApi edge, int type, String slot) {
        return edge.post(RESERVATIONS, reservation(type, slot));
    }

    private static String reservation(int type, String slot) {
        return "{\"eventTypeId\":" + type + ",\"slotStart\":\"" + slot + "\"}";
    }

    private static HttpApi known(TestInstance instance) {
        return instance.http().as(EdgeInstance.TOKENS.get(0));
    }

    private static TestInstance start(String name, int port) throws IOException {
        Path own = Files.createDirectories(folder.resolve(name));
        return TestInstance.start(
                world.topics(),
                own,
                Map.of(
                        "kafka.client.id",
                        name,
                        "http-port",
                        Integer.toString(port),
                        "api-keys",
                        EdgeInstance.keys(own).toString(),
                        "request-timeout",
                        REQUEST_TIMEOUT.toSeconds() + "s",
                        "reservation.anonymous-max-live-holds",
                        "none"));
    }

    /** The name of an instance, which chooses the partition, is its address. */
    private static List<Integer> portsOfDifferentReplyPartitions() throws IOException {
        try (var one = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            while (true) {
                try (var other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                    if (replyPartition(one) != replyPartition(other)) {
                        return List.of(one.getLocalPort(), other.getLocalPort());
                    }
                }
            }
        }
    }

    private static int replyPartition(ServerSocket socket) {
        return KeyPartition.of("http://127.0.0.1:" + socket.getLocalPort(), PARTITIONS);
    }
}
