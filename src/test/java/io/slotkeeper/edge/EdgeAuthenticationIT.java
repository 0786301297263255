package io.slotkeeper.edge;

import static io.slotkeeper.edge.EventTypes.HOUR;
import static io.slotkeeper.edge.EventTypes.RESERVATIONS;
import static io.slotkeeper.edge.EventTypes.body;
import static io.slotkeeper.edge.EventTypes.hold;
import static io.slotkeeper.edge.EventTypes.reserve;
import static io.slotkeeper.edge.RawHttp.request;
import static io.slotkeeper.testing.JsonText.json;
import static io.slotkeeper.testing.Refusals.assertEmpty;
import static io.slotkeeper.testing.Refusals.assertJson;
import static io.slotkeeper.testing.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import io.slotkeeper.edge.EdgeRoutes.Route;
import io.slotkeeper.testing.CapturedLog;
import io.slotkeeper.testing.HttpAnswer;
import io.slotkeeper.testing.HttpApi;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** Who may come in, and that nobody reads in the logs who did (docs/spec/http.md#authentication). */
final class EdgeAuthenticationIT {

    private static final String AUTHORIZATION = "Authorization";
    private static final String WRONG = "ApiAuthStrategy - api key - Your api key is not valid";
    private static final String TEN = "2050-09-05T10:00:00Z";

    @RegisterExtension
    private static final EdgeInstance edge = EdgeInstance.shared();

    private static final EventTypes types = new EventTypes(edge);

    @SuppressWarnings("NullAway.Init")
    private static EdgeRoutes routes;

    @BeforeAll
    static void start() {
        routes = EdgeRoutes.of(edge, types);
    }

    private static void assertChallenged(HttpAnswer answer, Route route, String message) {
        assertThat(answer.header("WWW-Authenticate")).as(route.toString()).contains("Bearer");
        if (route.isOfConversations()) {
            assertEmpty(answer, 401);
        } else {
            assertRefused(answer, 401, route.path(), message);
        }
    }

    @Test
    void conversations_bookings_and_event_types_need_credentials() {
        for (Route route : routes.all()) {
            if (route.needsCredentials()) {
                HttpAnswer answer = route.ask(edge.anonymous());
                assertChallenged(answer, route, answer.body().isEmpty() ? "" : answer.at("/error/message"));
            }
        }
    }

    /** A proxy in front may have looked at the other one. */
    @Test
    void of_two_headers_none_counts() {
        String alice = AUTHORIZATION + ": Bearer " + EdgeInstance.TOKENS.get(0) + "\r\n";
        String path = "/v2/event-types/" + types.define(HOUR);
        try (var client = RawHttp.to(edge.port())) {
            client.send(request("GET", path, "cal-api-version: 2024-09-04\r\n" + alice, null));
            assertThat(client.answer().status()).isEqualTo(200);
            client.send(request("GET", path, "cal-api-version: 2024-09-04\r\n" + alice + alice, null));
            assertRefused(client.answer(), 401, path, WRONG);
        }
    }

    @Test
    void reservations_need_none() {
        int type = types.define(HOUR);
        String path = RESERVATIONS + "/" + hold(edge.anonymous(), type, TEN);
        assertJson(edge.anonymous().get(path), 200);
        assertJson(edge.anonymous().patch(path, body(type, TEN, "")), 200);
        assertJson(edge.anonymous().delete(path), 200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Bearer nobody-token",
                "Bearer ALICE-TOKEN",
                "Bearer alice-token bob-token",
                "Bearer alice-token,",
                "Bearer",
                "Bearer ",
                "Beareralice-token",
                "alice-token",
                "Token alice-token",
                "Basic YWxpY2UtdG9rZW46",
                "Digest username=\"alice-token\"",
            })
    void wrong_credentials_are_refused_everywhere(String authorization) {
        HttpApi client = edge.anonymous().with(AUTHORIZATION, authorization);
        for (Route route : routes.all()) {
            assertChallenged(route.ask(client), route, WRONG);
        }
    }

    @Test
    void wrong_credentials_are_refused_before_the_body_is_looked_at() {
        HttpApi client = edge.anonymous().as("nobody-token");
        routes.withBody().forEach(route -> {
            for (String body : List.of("no JSON", "{}", " ".repeat(100_000))) {
                assertChallenged(route.ask(client, body), route, WRONG);
                assertChallenged(route.ask(client.with("Content-Type", "text/plain"), body), route, WRONG);
            }
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer alice-token", "bearer alice-token", "BEARER alice-token"})
    void the_scheme_is_bearer_in_any_case(String authorization) {
        HttpAnswer read = edge.anonymous()
                .with(AUTHORIZATION, authorization)
                .get(routes.all().get(1).path());
        assertJson(read, 200);
    }

    @Test
    void the_second_apis_own_headers_are_accepted_and_do_not_authenticate() {
        int type = types.define(HOUR);
        HttpApi client =
                edge.anonymous().with("x-cal-client-id", "alice-token").with("x-cal-secret-key", "alice-token");
        assertThat(client.post(RESERVATIONS, body(type, TEN, ",'reservationDuration':5"))
                        .status())
                .isEqualTo(401);
        assertThat(client.get("/v2/event-types/" + type).status()).isEqualTo(401);
        assertJson(reserve(client, type, TEN), 201);
        assertJson(client.as("alice-token").get("/v2/event-types/" + type), 200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/health/live", "/health/ready", "/metrics", "/openapi.json"})
    void what_operators_read_needs_no_credentials(String path) {
        HttpApi where = path.equals("/openapi.json") ? edge.anonymous() : edge.management();
        assertThat(where.get(path).status()).isEqualTo(200);
        assertThat(where.as("nobody-token").get(path).status()).isEqualTo(200);
    }

    // What is logged.

    private static final List<String> SECRETS = List.of(
            "alice-token",
            "bob-token",
            "stolen-token",
            "another-scheme-token",
            "c3RvbGVuLXRva2Vu",
            "karl.cramer",
            "lena.lund",
            "key-of-mine");

    @Test
    void neither_tokens_nor_email_addresses_are_logged() {
        try (var logged = CapturedLog.of("io.slotkeeper", Level.DEBUG)) {
            LoggerFactory.getLogger("io.slotkeeper.app.Proof").debug("that this is heard");
            ConversationClient talk = ConversationClient.create(
                    edge.alice(),
                    ConversationBody.of("{'email':'karl.cramer@company.com'}", "{'email':'lena.lund@company.com'}"));
            askWithWrongCredentials();
            askForWhatIsWrong(talk);
            askAndBeHonoured(talk);
            String metrics = edge.management().get("/metrics").body();
            assertThat(logged.lines()).anyMatch(line -> line.contains("that this is heard"));
            for (String secret : SECRETS) {
                assertThat(logged.lines()).as(secret).noneMatch(line -> line.contains(secret));
                assertThat(metrics).as(secret).doesNotContain(secret);
            }
            String participant = ConversationClient.token(talk.id(), 0).substring(2);
            assertThat(logged.lines()).noneMatch(line -> line.contains(participant));
            assertThat(metrics).doesNotContain(participant);
        }
    }

    private static void askWithWrongCredentials() {
        HttpApi client = edge.anonymous();
        for (Route route : routes.all()) {
            route.ask(client.as("stolen-token"));
            route.ask(client.with(AUTHORIZATION, "Basic c3RvbGVuLXRva2Vu"));
            route.ask(client.with(AUTHORIZATION, "another-scheme-token"));
        }
    }

    private static void askForWhatIsWrong(ConversationClient talk) {
        HttpApi client = edge.alice().with("Idempotency-Key", "key-of-mine");
        String address = "'karl.cramer@company.com'";
        for (String body : List.of(
                "{'email':" + address,
                "[" + address + "]",
                "{'a':" + address + ",'a':1}",
                "{'participants':[{'email':" + address + "},{'email':" + address + "}],'owner':" + address
                        + ",'reservationUid':" + address + ",'slotStart':" + address + "}",
                "{'participants':[{'email':'karl.cramer@" + "x".repeat(300) + "'}]}",
                address + " ".repeat(60_000))) {
            routes.withBody().forEach(route -> {
                route.ask(client, json(body));
                route.ask(client.with("Content-Type", "text/plain"), json(body));
            });
        }
        client.get("/v1/scheduling_conversations/karl.cramer@company.com");
        client.get("/v2/slots/reservations/karl.cramer@company.com");
        client.get("/v2/event-types/lena.lund@company.com");
        client.get(talk.path() + "/participants/karl.cramer@company.com/slots");
        client.send("TRACE", "/v2/karl.cramer@company.com", "");
        client.with("Idempotency-Key", "key-of-mine" + "x".repeat(60)).post(ConversationClient.ALL, "{}");
    }

    private static void askAndBeHonoured(ConversationClient talk) {
        int type = types.define("{'length_minutes':60,'members':['lena.lund@company.com']}");
        HttpApi client = edge.alice().with("Idempotency-Key", "key-of-mine");
        assertThat(client.post(RESERVATIONS, body(type, TEN, ",'reservationDuration':5"))
                        .status())
                .isEqualTo(201);
        assertThat(edge.bob()
                        .post(RESERVATIONS, body(type, TEN, ",'reservationDuration':5"))
                        .status())
                .isEqualTo(403);
        var keyed = new ConversationClient(client, talk.id());
        assertThat(keyed.select(0, 0).status()).isEqualTo(200);
        assertThat(talk.cancel(json("{'reason':'karl.cramer@company.com is away'}"))
                        .status())
                .isEqualTo(200);
    }
}
