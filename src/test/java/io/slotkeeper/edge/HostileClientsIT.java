package io.slotkeeper.edge;

import static io.slotkeeper.edge.EdgeUnderAttack.CONVERSATIONS;
import static io.slotkeeper.edge.EdgeUnderAttack.LOOK;
import static io.slotkeeper.edge.EdgeUnderAttack.PATIENCE;
import static io.slotkeeper.edge.EdgeUnderAttack.RESERVATIONS;
import static io.slotkeeper.edge.EdgeUnderAttack.SLACK;
import static io.slotkeeper.edge.EdgeUnderAttack.assertClear;
import static io.slotkeeper.edge.EdgeUnderAttack.took;
import static io.slotkeeper.edge.RawHttp.request;
import static io.slotkeeper.testing.Refusals.assertShaped;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.slotkeeper.request.field.Limits;
import io.slotkeeper.testing.HttpAnswer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Hostile and broken clients over sockets: each gets a clear answer or is cut off in time, others are served meanwhile,
 * and nothing is left behind (docs/spec/http.md).
 */
final class HostileClientsIT {

    private static final String VERSION = "cal-api-version: 2024-09-04\r\n";
    private static final String JSON = "Content-Type: application/json\r\n";
    private static final String TOKEN = "Authorization: Bearer " + EdgeInstance.TOKENS.get(0) + "\r\n";
    private static final String EXPECT = "Expect: 100-continue\r\n";
    private static final String ALL = VERSION + JSON + TOKEN;

    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final int TEN_MEGABYTES = 10_000_000;

    @RegisterExtension
    private static final EdgeUnderAttack edge = EdgeUnderAttack.of(HostileClientsIT.class);

    // What is not HTTP.

    static Stream<NotHttp> notHttp() {
        return NotHttp.all();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("notHttp")
    void what_is_not_http_is_refused_and_the_connection_closed(NotHttp sent) {
        try (var client = edge.connect()) {
            client.trySend(sent.bytes());
            assertClear(client.answer(), sent.status(), "POST", sent.path());
            assertThat(client.untilClosed()).isEmpty();
        }
    }

    @Test
    void nonsense_from_all_sides_keeps_nobody_waiting() {
        List<NotHttp> nonsense = NotHttp.all().toList();
        var enough = new AtomicBoolean();
        Runnable client = () -> {
            for (int i = 0; !enough.get(); i = (i + 1) % nonsense.size()) {
                try (var socket = edge.connect()) {
                    socket.trySend(nonsense.get(i).bytes());
                    assertThat(socket.answer().status()).isBetween(400, 499);
                }
            }
        };
        Runnable others = () -> {
            try {
                IntStream.range(0, 5).forEach(i -> edge.assertOthersAreServed());
            } finally {
                enough.set(true);
            }
        };
        together(Stream.of(client, client, others));
    }

    private static void together(Stream<Runnable> tasks) {
        ExecutorService threads = Executors.newCachedThreadPool();
        List<? extends Future<?>> all = tasks.map(threads::submit).toList();
        threads.shutdown();
        all.forEach(task -> assertThat(task).succeedsWithin(Duration.ofSeconds(30)));
    }

    // Paths and queries.

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "/v2/slots/reservations/%2F",
                "/v2/slots%2Freservations",
                "/v2/slots/reservations/..",
                "/v2/slots/reservations/../reservations",
                "/v2/slots/reservations/%2e%2e/reservations",
                "/v2/slots/reservations/./x",
                "/v2/slots//reservations",
                "/v2/slots/reservations/",
                "/v2/slots/reservations/x;y=z",
                "/v2/slots/reservations/..;/x",
                "/v2/slots/reservations/%00",
                "/v2/slots/reservations/%0d%0aX-Evil:%201",
                "/v2/slots/reservations/%zz",
                "/v2/slots/reservations/%",
                "/v2/slots/reservations/%u0041",
                "/v2/slots/reservations/%FF%FE",
                "/v2/slots/reservations/%C0%AF",
                "/v2/slots/reservations/%E0%80%AF",
                "/v2/slots/reservations/%ED%A0%80",
                "/v2/slots/reservations/\u00ff\u00fe",
                "/v2/slots/reservations/<script>",
                "/v2/slots/reservations/x?%FF=%C0%AF",
                "/v2/slots/reservations/x?%zz=%",
                "/v2/slots/reservations/x?a=b#c",
                "/v1/scheduling_conversations/%2F",
                "/v1/scheduling_conversations/..",
                "/v1/scheduling_conversations/%00",
                "/v1/scheduling_conversations/%zz",
                "/v1/scheduling_conversations/%FF",
                "/v1/scheduling_conversations/%C0%AF/participants/%C0%AE/slots",
                "/v1/scheduling_conversations/x?%FF=%00",
                "/v3",
                "//",
                "*"
            })
    void nothing_is_found_at_paths_that_are_none(String target) {
        try (var client = edge.connect()) {
            HttpAnswer answer =
                    client.send(request("GET", target, VERSION + TOKEN, null)).answer();
            assertThat(answer.status()).isIn(400, 404);
            assertThat(answer.header("x-evil")).isEmpty();
            assertThat(answer.body()).doesNotContain("?", "\r", "\n");
            boolean isTakenApart = target.startsWith("/v1/") && !answer.body().contains("\"path\":");
            assertShaped(answer, answer.status(), isTakenApart ? target : answer.at("/path"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "eventTypeId=%zz",
                "eventTypeId=1&start=%",
                "eventTypeId=%00",
                "eventTypeId=%FF",
                "eventTypeId=%C0%B1",
                "eventTypeId=%ED%A0%80",
                "%FF=1",
                "eventTypeId=1&eventTypeId=2",
                "=",
                "&&&",
                "eventTypeId=1&start=2050-01-01&end=2050-01-02&timeZone=../../etc/passwd",
                "eventTypeId=1&start=2050-01-01&end=2050-01-02&timeZone=%0d%0aX-Evil:1",
                "eventTypeId=1&start=2050-01-01&end=2050-01-02&<|>^`\"[]{}",
                "eventTypeId=1&start=2050-01-01&end=2050-01-02&\u00ff",
            })
    void a_query_that_is_none_is_refused(String query) {
        try (var client = edge.connect()) {
            client.send(request("GET", "/v2/slots?" + query, VERSION, null));
            assertClear(client.answer(), 400, "GET", "/v2/slots");
        }
    }

    /** docs/spec/limits.md: printable ASCII without blank and slash. */
    @Test
    void a_conversation_with_any_id_can_be_asked_for() {
        String id = IntStream.rangeClosed('!', '~')
                .filter(c -> c != '/')
                .mapToObj(c -> String.format(Locale.ROOT, "%%%02x", c))
                .collect(Collectors.joining());
        HttpAnswer answer = edge.alice().get(CONVERSATIONS + "/" + id);
        assertThat(answer.status()).isEqualTo(404);
    }

    @Test
    void a_target_may_be_absolute() {
        try (var client = edge.connect()) {
            String target = "http://localhost/health/ready";
            assertThat(client.send(request("GET", target, "", null)).answer().body())
                    .isEqualTo("ready\n");
            assertClear(
                    client.send(request("GET", "http://localhost/v2/slots/reservations/x", VERSION, null))
                            .answer(),
                    404,
                    "GET",
                    "/v2/slots/reservations/x");
        }
    }

    // Methods.

    @ParameterizedTest
    @ValueSource(strings = {"OPTIONS", "TRACE", "BREW", "get", "PROPFIND", "DELETE"})
    void a_method_that_a_path_does_not_have_is_told(String method) {
        for (String path : List.of(RESERVATIONS, CONVERSATIONS, "/health/ready")) {
            try (var client = edge.connect()) {
                String secret = "X-Own: s3cret\r\n";
                HttpAnswer answer =
                        client.send(request(method, path, ALL + secret, null)).answer();
                assertClear(answer, 405, method, path);
                assertThat(answer.header("allow")).contains(path.startsWith("/v") ? "POST" : "GET");
                assertThat(answer.toString()).doesNotContain("s3cret");
            }
        }
    }

    @Test
    void head_is_answered_without_a_body_and_the_connection_goes_on() {
        try (var client = edge.connect()) {
            client.send(request("HEAD", "/health/ready", "", null));
            assertThat(client.answerWithoutBody().status()).isEqualTo(405);
            client.send(request("GET", "/health/ready", "", null));
            assertThat(client.answer().body()).isEqualTo("ready\n");
        }
    }

    @Test
    void nobody_gets_a_tunnel() {
        try (var client = edge.connect()) {
            client.send("CONNECT example.com:443 HTTP/1.1\r\nHost: example.com:443\r\n\r\n");
            assertThat(client.answer().status()).isBetween(400, 499);
        }
        try (var client = edge.connect()) {
            client.send("OPTIONS * HTTP/1.1\r\nHost: localhost\r\n\r\n");
            assertThat(client.answer().status()).isBetween(400, 499);
        }
    }

    // Versions and connections.

    @Test
    void http10_is_answered_and_the_connection_closed() {
        try (var client = edge.connect()) {
            client.send("GET /health/ready HTTP/1.0\r\n\r\n");
            assertThat(client.answer().body()).isEqualTo("ready\n");
            assertThat(client.untilClosed()).isEmpty();
        }
        try (var client = edge.connect()) {
            String body = edge.reservation();
            client.send("POST " + RESERVATIONS + " HTTP/1.0\r\n" + ALL + "Content-Length: " + body.length() + "\r\n\r\n"
                    + body);
            assertThat(client.answer().status()).isEqualTo(201);
            assertThat(client.untilClosed()).isEmpty();
        }
    }

    @Test
    void requests_that_come_all_at_once_are_answered_in_their_order() {
        List<String> requests = new ArrayList<>();
        List<Integer> statuses = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            requests.add(request("GET", "/health/ready", "", null));
            statuses.add(200);
            requests.add(request("POST", RESERVATIONS, ALL, edge.reservation()));
            statuses.add(201);
            requests.add(request("GET", RESERVATIONS + "/" + i, ALL, null));
            statuses.add(404);
            requests.add(request("POST", RESERVATIONS, ALL, "{\"eventTypeId\":"));
            statuses.add(400);
            requests.add(request("POST", CONVERSATIONS, JSON, "{}"));
            statuses.add(401);
        }
        try (var client = edge.connect()) {
            client.send(String.join("", requests));
            Set<String> ids = new HashSet<>();
            for (int status : statuses) {
                HttpAnswer answer = client.answer();
                assertThat(answer.status()).isEqualTo(status);
                ids.add(answer.header("x-request-id").orElseThrow());
            }
            assertThat(ids).hasSize(20);
            client.send(request("GET", "/health/ready", "Connection: close\r\n", null));
            assertThat(client.untilClosed()).startsWith("HTTP/1.1 200").endsWith("ready\n");
        }
    }

    /** Jetty remembers the headers of a connection. */
    @Test
    void a_connection_that_has_shown_a_token_does_not_stand_for_others() {
        String token = EdgeInstance.TOKENS.get(0);
        String one = CONVERSATIONS + "/x";
        try (var client = edge.connect()) {
            for (String shown : List.of(token, token, token.toUpperCase(Locale.ROOT), token, token + "x", "")) {
                String header = shown.isEmpty() ? "" : "Authorization: Bearer " + shown + "\r\n";
                client.send(request("GET", one, header, null));
                assertClear(client.answer(), shown.equals(token) ? 404 : 401, "GET", one);
            }
        }
    }

    @Test
    void what_is_not_http_ends_the_requests_that_come_all_at_once() {
        try (var client = edge.connect()) {
            client.send(request("GET", "/health/ready", "", null) + "nonsense\r\n\r\n"
                    + request("GET", "/health/ready", "", null));
            assertThat(client.answer().status()).isEqualTo(200);
            assertThat(client.answer().status()).isEqualTo(400);
            assertThat(client.untilClosed()).isEmpty();
        }
    }

    @Test
    void who_says_that_nothing_more_comes_is_still_answered() {
        try (var client = edge.connect()) {
            client.send(request("POST", RESERVATIONS, ALL, edge.reservation())).endOfSending();
            assertThat(client.answer().status()).isEqualTo(201);
            assertThat(client.untilClosed()).isEmpty();
        }
    }

    @Test
    void a_connection_that_is_kept_for_nothing_is_closed() {
        try (var client = edge.connect()) {
            client.send(request("GET", "/health/ready", "", null));
            assertThat(client.answer().status()).isEqualTo(200);
            assertThat(took(client::untilClosed))
                    .isBetween(PATIENCE.idle().minus(PAUSE), PATIENCE.idle().plus(SLACK));
        }
    }

    // Bodies.

    /** A reservation that is as long as it is told. */
    private static String padded(int length) {
        String body = edge.reservation();
        return "{" + " ".repeat(length - body.length()) + body.substring(1);
    }

    private static String chunked(String body) {
        return Integer.toHexString(body.length()) + "\r\n" + body + "\r\n0\r\n\r\n";
    }

    private static String headOfChunks(String path, String headers) {
        return request("POST", path, ALL + headers + "Transfer-Encoding: chunked\r\n", null);
    }

    private static String headOfLength(String path, String headers, long length) {
        return request("POST", path, ALL + headers + "Content-Length: " + length + "\r\n", null);
    }

    @Test
    void a_body_may_have_exactly48_ki_b() {
        int most = Limits.MAX_BODY_BYTES;
        try (var client = edge.connect()) {
            client.send(request("POST", RESERVATIONS, ALL, padded(most)));
            assertThat(client.answer().status()).isEqualTo(201);
            client.send(headOfChunks(RESERVATIONS, "") + chunked(padded(most)));
            assertThat(client.answer().status()).isEqualTo(201);
            client.send(request("POST", RESERVATIONS, ALL, padded(most + 1)));
            assertClear(client.answer(), 413, "POST", RESERVATIONS);
            client.send(headOfChunks(RESERVATIONS, "") + chunked(padded(most + 1)));
            assertClear(client.answer(), 413, "POST", RESERVATIONS);
            client.send(request("POST", CONVERSATIONS, ALL, padded(most)));
            assertThat(client.answer().status()).isEqualTo(422);
            client.send(request("POST", CONVERSATIONS, ALL, padded(most + 1)));
            assertClear(client.answer(), 413, "POST", CONVERSATIONS);
        }
    }

    static Stream<Arguments> tooLarge() {
        return Stream.of(RESERVATIONS, CONVERSATIONS)
                .flatMap(path -> Stream.of("", EXPECT)
                        .flatMap(expect -> Stream.of(arguments(path, expect, false), arguments(path, expect, true))));
    }

    /** Writes all before it reads anything. */
    @ParameterizedTest(name = "{0} {1} chunked: {2}")
    @MethodSource("tooLarge")
    void who_has_written_ten_megabytes_reads_that_they_are_too_many(String path, String expect, boolean chunks) {
        String body = "x".repeat(TEN_MEGABYTES);
        try (var client = edge.connect()) {
            client.send(chunks ? headOfChunks(path, expect) : headOfLength(path, expect, body.length()));
            client.send(chunks ? chunked(body) : body);
            assertClear(client.answerAfterAll(), 413, "POST", path);
        }
        edge.assertOthersAreServed();
    }

    @Test
    void who_asks_for_leave_gets_it() {
        try (var client = edge.connect()) {
            String body = edge.reservation();
            client.send(headOfLength(RESERVATIONS, EXPECT, body.length()));
            client.interim(100);
            assertThat(client.send(body).answer().status()).isEqualTo(201);
            client.send(headOfLength(RESERVATIONS, EXPECT, TEN_MEGABYTES));
            assertClear(client.answer(), 413, "POST", RESERVATIONS);
            assertThat(client.untilClosed()).isEmpty();
        }
    }

    /** More than anybody reads: the answer may be lost, but the connection ends. */
    @Test
    void who_writes_on_and_on_is_cut_off() {
        try (var client = edge.connect()) {
            client.send(headOfChunks(RESERVATIONS, ""));
            byte[] chunk = ("100000\r\n" + "x".repeat(0x100000) + "\r\n").getBytes(ISO_8859_1);
            int sent = 0;
            while (client.trySend(chunk)) {
                assertThat(++sent).isLessThan(100);
            }
            edge.assertOthersAreServed();
        }
    }

    static Stream<Arguments> refusedBeforeTheirBody() {
        String wrong = "Authorization: Bearer wrong\r\n";
        return Stream.of(
                arguments("POST", RESERVATIONS, VERSION + JSON + wrong, 401),
                arguments("POST", CONVERSATIONS, JSON, 401),
                arguments("POST", RESERVATIONS, JSON, 404),
                arguments("POST", "/v2/nothing", ALL, 404),
                arguments("POST", "/v1/nothing", ALL, 404),
                arguments("PUT", RESERVATIONS, ALL, 405),
                arguments("PUT", CONVERSATIONS, ALL, 405));
    }

    /** The body comes after the answer, or before it, and isn't taken for a request. */
    @ParameterizedTest(name = "{0} {1} {3}")
    @MethodSource("refusedBeforeTheirBody")
    void a_refusal_is_readable_by_whoever_writes_its_body_all_the_same(
            String method, String path, String headers, int status) {
        String body = "x".repeat(1_000_000);
        String length = "Content-Length: " + body.length() + "\r\n";
        try (var client = edge.connect()) {
            client.send(request(method, path, headers + length, null)).send(body);
            assertClear(client.answer(), status, method, path);
            client.send(request(method, path, headers + length, null));
            assertClear(client.answer(), status, method, path);
            client.send(body).send(request("GET", "/health/ready", "", null));
            assertThat(client.answer().body()).isEqualTo("ready\n");
        }
    }

    @Test
    void a_refusal_without_leave_ends_the_connection() {
        try (var client = edge.connect()) {
            client.send(request("POST", RESERVATIONS, JSON + EXPECT + "Content-Length: 2\r\n", null));
            assertClear(client.answer(), 404, "POST", RESERVATIONS);
            assertThat(client.untilClosed()).isEmpty();
        }
    }

    static Stream<Arguments> badChunks() {
        return Stream.of(RESERVATIONS, CONVERSATIONS)
                .flatMap(path -> Stream.of(
                        arguments("no number", path, "zz\r\n{}\r\n0\r\n\r\n"),
                        arguments("a negative one", path, "-2\r\n{}\r\n0\r\n\r\n"),
                        arguments("2^64-1", path, "ffffffffffffffff\r\n{}\r\n0\r\n\r\n"),
                        arguments("lines without CR", path, "2\n{}\n0\n\n"),
                        arguments("no end of line", path, "2\r\n{}0\r\n\r\n"),
                        arguments("an extension of 100 KB", path, "2;" + "e".repeat(100_000) + "\r\n{}\r\n0\r\n\r\n"),
                        arguments("10,000 trailers", path, "0\r\n" + "t: u\r\n".repeat(10_000) + "\r\n")));
    }

    /** Whether they come with the headers or afterwards. */
    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("badChunks")
    void chunks_that_are_none_are_refused_and_the_connection_closed(String what, String path, String chunks) {
        try (var client = edge.connect()) {
            client.trySend((headOfChunks(path, "") + chunks).getBytes(ISO_8859_1));
            assertClear(client.answer(), 400, "POST", path);
            assertThat(client.untilClosed()).isEmpty();
        }
        try (var client = edge.connect()) {
            client.send(headOfChunks(path, EXPECT)).interim(100);
            client.trySend(chunks.getBytes(ISO_8859_1));
            assertClear(client.answer(), 400, "POST", path);
            assertThat(client.untilClosed()).isEmpty();
        }
    }

    @Test
    void chunks_may_have_extensions_and_trailers() {
        try (var client = edge.connect()) {
            String body = edge.reservation();
            client.send(headOfChunks(RESERVATIONS, "") + Integer.toHexString(body.length()) + ";a=b\r\n" + body
                    + "\r\n0\r\nc: d\r\n\r\n" + request("GET", "/health/ready", "", null));
            assertThat(client.answer().status()).isEqualTo(201);
            assertThat(client.answer().status()).isEqualTo(200);
        }
    }

    @Test
    void what_is_beyond_the_length_is_the_next_request() {
        try (var client = edge.connect()) {
            client.send(headOfLength(RESERVATIONS, "", 2) + "{}nonsense\r\n\r\n");
            assertClear(client.answer(), 400, "POST", RESERVATIONS);
            assertClear(client.answer(), 400, "POST", "/");
            assertThat(client.untilClosed()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {RESERVATIONS, CONVERSATIONS})
    void a_body_is_json_in_utf8_as_it_is(String path) {
        for (String type :
                List.of("text/plain", "application/json; charset=utf-16", "", "application/jsonx", ";", "\"")) {
            try (var client = edge.connect()) {
                client.send(request("POST", path, VERSION + TOKEN + "Content-Type: " + type + "\r\n", "{}"));
                assertClear(client.answer(), 415, "POST", path);
            }
        }
        for (String encoding : List.of("gzip", "deflate, gzip", "x")) {
            try (var client = edge.connect()) {
                client.send(request("POST", path, ALL + "Content-Encoding: " + encoding + "\r\n", "zipped"));
                assertClear(client.answer(), 415, "POST", path);
            }
        }
    }

    // Slow and silent clients.

    @Test
    void a_body_that_comes_too_slowly_is_refused_and_the_connection_closed() {
        Stream<Runnable> slow = Stream.of(RESERVATIONS, CONVERSATIONS).map(path -> () -> {
            try (var client = edge.connect()) {
                client.send(headOfLength(path, "", 1_000));
                assertThat(took(() -> client.drip(" ".repeat(1_000), PAUSE)))
                        .isBetween(PATIENCE.body().minus(PAUSE), PATIENCE.body().plus(SLACK));
                HttpAnswer answer = client.answer();
                assertClear(answer, 408, "POST", path);
                assertThat(answer.header("connection")).contains("close");
                assertThat(client.untilClosed()).isEmpty();
            }
        });
        together(Stream.concat(slow, Stream.of(edge::assertOthersAreServed)));
    }

    /** When its time is up as well: it is answered one way or the other, and the next request for itself. */
    @Test
    void a_body_that_comes_at_the_last_moment_is_answered_once() {
        List<RawHttp> clients = IntStream.range(0, 300)
                .mapToObj(i -> edge.connect().send(headOfLength(RESERVATIONS, "", 2) + "{"))
                .toList();
        clients.get(150).listen(PATIENCE.body().minus(Duration.ofMillis(40)));
        byte[] rest = ("}" + request("GET", "/health/ready", "", null)).getBytes(ISO_8859_1);
        clients.forEach(client -> client.trySend(rest));
        for (RawHttp client : clients) {
            HttpAnswer answer = client.answer();
            if (answer.status() == 408) {
                assertThat(client.untilClosed()).isEmpty();
            } else {
                assertClear(answer, 400, "POST", RESERVATIONS);
                assertThat(client.answer().body()).isEqualTo("ready\n");
            }
            client.close();
        }
    }

    @Test
    void half_a_body_and_silence_is_refused_and_the_connection_closed() {
        Map<RawHttp, String> clients = new HashMap<>();
        for (String path : List.of(RESERVATIONS, CONVERSATIONS)) {
            clients.put(edge.connect().send(headOfChunks(path, "") + "2\r\n{"), path);
            clients.put(edge.connect().send(headOfLength(path, "", 1_000) + "{"), path);
        }
        edge.assertOthersAreServed();
        clients.forEach((client, path) -> {
            assertClear(client.answer(), 408, "POST", path);
            assertThat(client.untilClosed()).isEmpty();
            client.close();
        });
    }

    @Test
    void half_a_body_and_the_end_is_refused() {
        try (var client = edge.connect()) {
            client.send(headOfLength(RESERVATIONS, "", 1_000) + "{").endOfSending();
            assertClear(client.answer(), 400, "POST", RESERVATIONS);
            assertThat(client.untilClosed()).isEmpty();
        }
        for (int i = 0; i < 50; i++) {
            edge.connect().send(headOfLength(RESERVATIONS, "", 1_000) + "{").close();
            edge.connect().send(headOfLength(RESERVATIONS, "", 1_000) + "{").reset();
        }
        edge.assertOthersAreServed();
    }

    @Test
    void the_rest_of_a_body_that_was_refused_has_its_time_too() {
        try (var client = edge.connect()) {
            client.send(headOfLength("/v2/nothing", "", 1_000));
            assertClear(client.answer(), 404, "POST", "/v2/nothing");
            assertThat(took(() -> client.drip(" ".repeat(1_000), PAUSE)))
                    .isBetween(PATIENCE.body().minus(PAUSE), PATIENCE.body().plus(SLACK));
            assertThat(client.untilClosed()).isEmpty();
        }
    }

    /** Also on a connection that has served before, with and without an interim answer. */
    @Test
    void headers_that_come_too_slowly_end_the_connection() {
        String body = edge.reservation();
        Stream<Consumer<RawHttp>> before = Stream.of(
                client -> {},
                client -> client.send(request("GET", "/health/ready", "", null)).answer(),
                client -> {
                    client.send(headOfLength(RESERVATIONS, EXPECT, body.length()))
                            .interim(100);
                    client.send(body).answer();
                });
        together(before.map(past -> () -> {
            try (var client = edge.connect()) {
                past.accept(client);
                client.send("GET /health/ready HTTP/1.1\r\nHost: localhost\r\n");
                assertThat(took(() -> client.drip("a: b\r\n".repeat(100), PAUSE)))
                        .isBetween(
                                PATIENCE.idle().minus(PAUSE),
                                PATIENCE.idle().plus(LOOK).plus(SLACK));
                assertThat(client.untilClosed()).isEmpty();
            }
        }));
    }

    @Test
    void a_thousand_silent_clients_keep_nobody_waiting() {
        List<RawHttp> silent = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            silent.add(edge.connect());
            silent.add(edge.connect().send(headOfLength(RESERVATIONS, "", 1_000) + "{"));
        }
        edge.assertOthersAreServed();
        edge.assertThreadsAreFew();
        for (int i = 0; i < silent.size(); i++) {
            try (RawHttp client = silent.get(i)) {
                if (i % 2 == 1) {
                    assertClear(client.answer(), 408, "POST", RESERVATIONS);
                }
                assertThat(client.untilClosed()).isEmpty();
            }
        }
    }

    @Test
    void more_connections_than_the_edge_takes_make_room_for_others() {
        List<RawHttp> silent = new ArrayList<>();
        for (int i = 0; i < Limits.MAX_CONNECTIONS + 50; i++) {
            silent.add(edge.connect());
        }
        assertThat(edge.anonymous().post(RESERVATIONS, edge.reservation()).status())
                .isEqualTo(201);
        silent.forEach(RawHttp::close);
    }

    @Test
    void who_never_reads_its_answers_is_cut_off_and_holds_no_thread() {
        List<RawHttp> deaf = new ArrayList<>();
        for (int i = 0; i < 2 * Limits.MAX_HTTP_THREADS; i++) {
            deaf.add(edge.connect(4_096)
                    .send(request("GET", "/openapi.json", "", null).repeat(100)));
        }
        edge.assertOthersAreServed();
        edge.assertThreadsAreFew();
        edge.awaitAllConnectionsGone();
        deaf.forEach(RawHttp::close);
    }

    /** Some kilobytes at a time, so that there is never silence. */
    @Test
    void who_reads_its_answers_too_slowly_is_cut_off() {
        try (var client = edge.connect(4_096)) {
            client.send(request("GET", "/openapi.json", "", null).repeat(100));
            await().atMost(PATIENCE.idle().plus(LOOK).plus(SLACK).plus(SLACK))
                    .pollInterval(PAUSE)
                    .until(() -> !client.take(3_000) || edge.allConnectionsAreGone());
        }
    }
}
