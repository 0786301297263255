package io.slotkeeper.edge.peers;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.slotkeeper.edge.access.ApiKeys;
import io.slotkeeper.edge.access.EdgeAccess;
import io.slotkeeper.edge.access.EdgeSecret;
import io.slotkeeper.edge.access.Scope;
import io.slotkeeper.edge.http.ApiShapes;
import io.slotkeeper.edge.http.EdgeMeters;
import io.slotkeeper.edge.http.ErrorShape;
import io.slotkeeper.edge.http.HttpCall;
import io.slotkeeper.edge.http.HttpReply;
import io.slotkeeper.edge.http.Route;
import io.slotkeeper.request.Principal;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** docs/spec/http.md#reads: what one instance asks another, and what a false one makes of it. */
class PeersTest {

    private static final String PATH = "/v1/scheduling_conversations/scv_1/participants/0-secret/slots";
    private static final EdgeSecret SECRET = secret("0123456789abcdef0123456789abcdef");
    private static final EdgeSecret OTHER = secret("another secret of thirty-two byte");

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final List<byte[]> received = Collections.synchronizedList(new ArrayList<>());
    private HttpServer server;

    /** What the instance that is asked answers with; may replace it. */
    private interface Answering {
        Answered answer(byte[] body);
    }

    private record Answered(int status, byte[] body) {}

    private Answering answering = body -> new Answered(404, new byte[0]);

    PeersTest() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    }

    @BeforeEach
    void start() {
        server.createContext("/", exchange -> {
            byte[] body = exchange.getRequestBody().readAllBytes();
            received.add(body);
            received.add(exchange.getRequestURI().toString().getBytes(US_ASCII));
            exchange.getRequestHeaders()
                    .values()
                    .forEach(values -> received.add(values.toString().getBytes(US_ASCII)));
            Answered answered = answering.answer(body);
            exchange.sendResponseHeaders(answered.status(), answered.body().length == 0 ? -1 : answered.body().length);
            exchange.getResponseBody().write(answered.body());
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private static EdgeSecret secret(String text) {
        return new EdgeSecret(text.getBytes(US_ASCII));
    }

    private static final ErrorShape SHAPE = (problem, method, path) -> HttpReply.empty(problem.status());

    private static final ApiShapes SHAPES = new ApiShapes() {
        @Override
        public ErrorShape errorsOf(String path) {
            return SHAPE;
        }

        @Override
        public boolean isServedVersion(String path, UnaryOperator<String> header) {
            return true;
        }
    };

    private static HttpCall call(String path, String query, byte[] body) {
        return new HttpCall(
                "id-1",
                "GET",
                path,
                query,
                Map.of(),
                Map.of("authorization", "Bearer alice-token", "accept", "application/json"),
                SHAPE,
                new byte[4],
                new Principal("alice"),
                body,
                false);
    }

    private Optional<HttpReply> ask(EdgeSecret secret) {
        var client = new PeerClient(
                () -> new EdgeAccess(ApiKeys.NONE, secret),
                List.of("Accept"),
                Duration.ofSeconds(5),
                new EdgeMeters(registry));
        return client.ask(
                        "127.0.0.1",
                        server.getAddress().getPort(),
                        call(PATH, "a=b%20c", new byte[0]),
                        Duration.ofSeconds(5))
                .join();
    }

    /** As an instance with this secret answers: with what it was asked. */
    private static Answering honest(EdgeSecret secret) {
        Route told = new Route(
                "GET",
                "/v1/scheduling_conversations/{id}/participants/{token}/slots",
                Route.Access.KNOWN,
                Scope.READ,
                false,
                call -> HttpReply.done(HttpReply.text(
                                200,
                                "text/plain",
                                (call.principal().value() + " " + call.path() + " " + call.query() + " "
                                                + call.parameter("id") + " " + call.headers() + " " + call.forwarded())
                                        .getBytes(US_ASCII))
                        .with("ETag", "\"1\"")));
        var api = new PeerApi(() -> new EdgeAccess(ApiKeys.NONE, secret), SHAPES, List.of(told));
        return body -> {
            HttpReply reply =
                    api.route().handler().handle(call(PeerApi.PATH, "", body)).join();
            return new Answered(reply.status(), reply.body());
        };
    }

    private double falsePeers() {
        return registry.get("slotkeeper.http.peers.false").counter().count();
    }

    @Test
    void the_owner_is_told_the_principal_and_its_answer_is_the_clients() {
        answering = honest(SECRET);

        HttpReply reply = ask(SECRET).orElseThrow();

        assertThat(reply.status()).isEqualTo(200);
        assertThat(new String(reply.body(), US_ASCII))
                .isEqualTo("alice " + PATH + " a=b%20c scv_1 {accept=application/json} true");
        assertThat(reply.headers()).containsEntry("Content-Type", "text/plain").containsEntry("ETag", "\"1\"");
        assertThat(falsePeers()).isZero();
    }

    @Test
    void nobody_between_or_instead_of_the_owner_learns_a_token_a_principal_or_a_path() {
        ask(SECRET);

        assertThat(received)
                .isNotEmpty()
                .allSatisfy(bytes -> assertThat(new String(bytes, ISO_8859_1))
                        .doesNotContain("alice", "token", "secret", "scv_1", "scheduling"));
    }

    @Test
    void an_answer_of_somebody_without_the_secret_is_none() {
        for (byte[] forged : List.of(
                "{\"slots\":[]}".getBytes(US_ASCII),
                new byte[0],
                new byte[15],
                OTHER.seal(PeerApi.REPLY, new ForwardedReply("id-1", HttpReply.empty(200)).bytes()))) {
            answering = body -> new Answered(200, forged);
            assertThat(ask(SECRET)).isEmpty();
        }
        assertThat(falsePeers()).isEqualTo(4);
    }

    @Test
    void neither_the_read_itself_nor_the_answer_to_another_one_is_an_answer() {
        answering = body -> new Answered(200, body);
        assertThat(ask(SECRET)).as("sent back").isEmpty();
        byte[] earlier = SECRET.seal(PeerApi.REPLY, new ForwardedReply("id-0", HttpReply.empty(200)).bytes());
        answering = body -> new Answered(200, earlier);
        assertThat(ask(SECRET)).as("recorded").isEmpty();
        byte[] torn = SECRET.seal(PeerApi.REPLY, new byte[] {0, 1, 2});
        answering = body -> new Answered(200, torn);
        assertThat(ask(SECRET)).as("no fields").isEmpty();
    }

    @Test
    void a_read_of_somebody_without_the_secret_finds_nothing() {
        answering = honest(OTHER);

        assertThat(ask(SECRET)).isEmpty();
        assertThat(honest(SECRET).answer("{}".getBytes(US_ASCII)).status()).isEqualTo(404);
        byte[] old = SECRET.seal(
                PeerApi.READ,
                new ForwardedRead(
                                "id-1",
                                Instant.now().minus(Duration.ofMinutes(6)),
                                new Principal("alice"),
                                PATH,
                                "",
                                Map.of())
                        .bytes());
        assertThat(honest(SECRET).answer(old).status()).as("a recording").isEqualTo(404);
    }

    @Test
    void while_the_secret_is_replaced_both_understand_each_other() {
        byte[] one = "0123456789abcdef0123456789abcdef".getBytes(US_ASCII);
        byte[] two = "another secret of thirty-two byte".getBytes(US_ASCII);
        var before = new EdgeSecret(one, Optional.of(two));
        var after = new EdgeSecret(two, Optional.of(one));
        answering = honest(before);
        assertThat(ask(after)).isPresent();
        answering = honest(after);
        assertThat(ask(before)).isPresent();
        answering = honest(OTHER);
        assertThat(ask(after)).isPresent();
    }

    @Test
    void who_does_not_own_the_key_any_longer_gives_no_answer_and_who_has_no_room_the_last_one() {
        byte[] notHere =
                SECRET.seal(PeerApi.REPLY, new ForwardedReply("id-1", HttpReply.empty(PeerApi.NOT_HERE)).bytes());
        answering = body -> new Answered(200, notHere);
        assertThat(ask(SECRET)).isEmpty();
        answering = body -> new Answered(503, new byte[0]);
        assertThat(ask(SECRET)).as("starting").isEmpty();
        assertThat(falsePeers()).isZero();
        answering = body -> new Answered(429, new byte[0]);
        assertThat(ask(SECRET).map(HttpReply::status)).contains(503);
    }
}
