package io.slotkeeper.edge;

import static io.slotkeeper.edge.EventTypes.HOUR;
import static io.slotkeeper.edge.EventTypes.RESERVATIONS;
import static io.slotkeeper.testing.JsonText.json;
import static io.slotkeeper.testing.Refusals.assertEmpty;
import static io.slotkeeper.testing.Refusals.assertErrors;
import static io.slotkeeper.testing.Refusals.assertJson;
import static io.slotkeeper.testing.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.slotkeeper.app.Main;
import io.slotkeeper.edge.EdgeRoutes.Route;
import io.slotkeeper.testing.HttpAnswer;
import io.slotkeeper.testing.HttpApi;
import io.slotkeeper.testing.PlainHttp;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Paths, methods, versions, media types and JSON: what holds for every route (docs/spec/http.md). */
final class EdgeFormatIT {

    private static final String NO_METHOD = "This path has no such method.";
    private static final String TOO_LARGE = "The body is larger than 48 KiB.";
    private static final String WRONG_TYPE = "The body must be application/json in UTF-8.";
    private static final String NO_JSON = "The body is not a JSON object, or not within the limits.";
    private static final int LARGEST = 48 * 1024;

    @RegisterExtension
    private static final EdgeInstance edge = EdgeInstance.shared();

    @SuppressWarnings("NullAway.Init")
    private static EdgeRoutes routes;

    @BeforeAll
    static void start() {
        routes = EdgeRoutes.of(edge, new EventTypes(edge));
    }

    /** In the shape of the API that a route belongs to. */
    private static void assertProblem(HttpAnswer answer, Route route, int status, String key, String message) {
        if (route.isOfConversations()) {
            assertErrors(answer, status, "base " + key);
            assertThat(answer.at("/errors/base/0/description")).isEqualTo(message);
        } else {
            assertRefused(answer, status, route.path(), message);
        }
    }

    // Paths, methods and versions.

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1",
                "/v1/",
                "/v1/nothing",
                "/v1/scheduling_conversations/",
                "/v1/scheduling_conversations/a/b",
                "/v1/scheduling_conversations/a/participants/b",
                "/v1/Scheduling_conversations",
            })
    void a_path_that_the_first_api_does_not_have_is_not_found_and_the_answer_is_empty(String path) {
        for (String method : List.of("GET", "POST", "DELETE")) {
            assertEmpty(edge.alice().send(method, path, ""), 404);
            assertEmpty(edge.anonymous().send(method, path, ""), 404);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/v2",
                "/v2/",
                "/v2/nothing",
                "/v2/slots/reservations/",
                "/v2/slots/reservations/a/b",
                "/v2/slots/Reservations",
                "/v2/event-types",
                "/v3/slots",
                "/health",
                "/V1/scheduling_conversations",
            })
    void any_other_unknown_path_is_not_found_in_the_second_apis_envelope(String path) {
        for (String method : List.of("GET", "POST", "DELETE")) {
            String message = "Cannot " + method + " " + path;
            assertRefused(edge.alice().send(method, path, ""), 404, path, message);
            assertRefused(edge.anonymous().send(method, path + "?a=b", ""), 404, path, message);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "2024-09-05", "2024-08-13", "latest", "2024-09-04, 2024-09-04"})
    void another_version_of_the_second_api_is_not_found(String version) {
        HttpApi alice = edge.alice();
        HttpApi other = version.isEmpty() ? alice.without("cal-api-version") : alice.with("cal-api-version", version);
        for (Route route : routes.all()) {
            if (route.isOfConversations()) {
                assertThat(route.ask(other, "no JSON").status()).isNotEqualTo(404);
            } else {
                String message = "Cannot " + route.method() + " " + route.path();
                assertRefused(route.ask(other), 404, route.path(), message);
                assertRefused(route.ask(other.as("nobody-token")), 404, route.path(), message);
            }
        }
    }

    @Test
    void another_method_is_not_allowed_and_the_others_are_named() {
        Map<String, List<Route>> byPath = routes.all().stream().collect(Collectors.groupingBy(Route::path));
        byPath.forEach((path, ofPath) -> {
            Set<String> known = ofPath.stream().map(Route::method).collect(Collectors.toSet());
            Set<String> others = new HashSet<>(Set.of("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"));
            others.removeAll(known);
            for (String method : others) {
                HttpAnswer answer = edge.alice().send(method, path, "");
                assertProblem(answer, ofPath.get(0), 405, "method_not_allowed", NO_METHOD);
                assertThat(allowed(answer)).as(method + " " + path).isEqualTo(known);
            }
            assertThat(edge.alice().send("HEAD", path, "").status()).isEqualTo(405);
        });
    }

    private static Set<String> allowed(HttpAnswer answer) {
        return Arrays.stream(answer.header("Allow").orElse("").split(", ?")).collect(Collectors.toSet());
    }

    @Test
    void every_answer_has_an_id_of_its_own() {
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < 3; i++) {
            for (String path : List.of("/", "/v1/nothing", "/v2/event-types/1", "/health/ready", "/openapi.json")) {
                ids.add(edge.anonymous().get(path).header("X-Request-Id").orElse("none"));
            }
        }
        assertThat(ids).hasSize(15).doesNotContain("none");
    }

    @Test
    void no_answer_is_kept_or_taken_for_something_else() {
        for (String path : List.of("/", "/v1/nothing", "/v2/event-types/1", "/health/ready", "/openapi.json")) {
            HttpAnswer answer = edge.anonymous().get(path);
            assertThat(answer.header("Cache-Control")).contains("no-store");
            assertThat(answer.header("X-Content-Type-Options")).contains("nosniff");
        }
    }

    // Bodies.

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain",
                "application/x-www-form-urlencoded",
                "multipart/form-data; boundary=x",
                "application/jsonx",
                "application/problem+json",
                "application/json; charset=iso-8859-1",
                "application/json; charset=latin1",
                "application/json; charset=utf-16",
                "*/*",
                "nonsense",
                "",
            })
    void a_body_of_another_type_is_refused(String type) {
        HttpApi client = type.isEmpty()
                ? edge.alice().without("Content-Type")
                : edge.alice().with("Content-Type", type);
        routes.withBody()
                .forEach(route -> assertProblem(route.ask(client), route, 415, "unsupported_media_type", WRONG_TYPE));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json",
                "application/json; charset=utf-8",
                "application/json;charset=UTF-8",
                "Application/JSON; charset=\"utf-8\"",
                "application/json; Charset=UTF-8",
            })
    void json_is_json_however_it_is_written(String type) {
        HttpApi client = edge.alice().with("Content-Type", type);
        routes.withBody()
                .forEach(route ->
                        assertThat(route.ask(client, "[]").status()).isEqualTo(route.isOfConversations() ? 422 : 400));
    }

    @Test
    void a_body_beyond_the_limit_is_refused() {
        routes.withBody().forEach(route -> {
            for (int size : new int[] {LARGEST + 1, 1_000_000}) {
                assertProblem(
                        route.ask(edge.alice(), "{" + " ".repeat(size - 2) + "}"), route, 413, "too_large", TOO_LARGE);
            }
            HttpAnswer largest = route.ask(edge.alice(), " ".repeat(LARGEST - 2) + "[]");
            assertProblem(largest, route, route.isOfConversations() ? 422 : 400, "invalid_json", NO_JSON);
        });
    }

    @Test
    void a_body_of_the_largest_size_is_read() {
        String body = json("{'length_minutes':60}");
        assertJson(edge.alice().put("/v2/event-types/1", body + " ".repeat(LARGEST - body.length())), 200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "no JSON",
                "[]",
                "null",
                "'text'",
                "7",
                "{",
                "{}}",
                "{} {}",
                "{'a':1,}",
                "{'a':1 'b':2}",
                "{a:1}",
                "{'a':01}",
                "{'a':NaN}",
                "{'a':'\\x'}",
                "{/* */}",
                "{'a':1,'a':1}",
                "{'a':{'b':1,'b':2}}",
                "{'eventTypeId':1,'eventTypeId':1}",
                "{'a':123456789012345678901234567890123}",
                "{'a':[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]}",
            })
    void what_is_no_json_object_is_refused(String body) {
        routes.withBody()
                .forEach(route -> assertProblem(
                        route.ask(edge.alice(), json(body)),
                        route,
                        route.isOfConversations() ? 422 : 400,
                        "invalid_json",
                        NO_JSON));
    }

    @Test
    void what_is_too_long_or_no_text_is_no_json() {
        for (String body :
                List.of("{'a':'" + "a".repeat(4_097) + "'}", "{'" + "a".repeat(4_097) + "':1}", "{'a':'\n'}")) {
            routes.withBody()
                    .forEach(route -> assertProblem(
                            route.ask(edge.alice(), json(body)),
                            route,
                            route.isOfConversations() ? 422 : 400,
                            "invalid_json",
                            NO_JSON));
        }
    }

    @Test
    void a_body_that_is_missing_is_no_json_except_where_it_may_be_left_out() {
        routes.withBody().filter(route -> !route.path().endsWith("/cancel")).forEach(route -> {
            int status = route.isOfConversations() ? 422 : 400;
            assertProblem(route.ask(edge.alice(), ""), route, status, "invalid_json", NO_JSON);
            assertProblem(route.ask(edge.alice().without("Content-Type"), ""), route, status, "invalid_json", NO_JSON);
        });
    }

    @Test
    void unknown_fields_are_dropped_however_deep_they_are() {
        String deep = "[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]";
        assertJson(edge.alice().put("/v2/event-types/2", json(HOUR)), 200);
        assertThat(edge.alice()
                        .put("/v2/event-types/2", json(HOUR.replace("}", ",'x':" + deep + "}")))
                        .status())
                .as("of an event type they are refused")
                .isEqualTo(400);
        assertJson(
                edge.anonymous()
                        .post(
                                RESERVATIONS,
                                json("{'x':" + deep
                                        + ",'':{'':[{}]},'eventTypeId':2,'slotStart':'2050-09-05','y':'\\udc00'}")),
                201);
    }

    // For operators and programs.

    @Test
    void health_and_metrics_are_plain_text() {
        for (String path : List.of("/health/live", "/health/ready", "/metrics")) {
            HttpAnswer answer = edge.management().get(path);
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.header("Content-Type").orElse(""))
                    .startsWith("text/plain")
                    .contains("charset=utf-8");
            assertThat(answer.body()).isNotBlank();
        }
        String metrics = edge.management().get("/metrics").body();
        assertThat(metrics).contains("# TYPE ", "slotkeeper_");
        assertThat(metrics.length()).as("what a scrape takes").isLessThan(100_000);
    }

    /** docs/spec/http.md#operation: clients have nothing to do with them. */
    @Test
    void health_and_metrics_are_not_where_clients_are_and_the_other_way_round() throws Exception {
        for (String path : List.of("/health/live", "/metrics")) {
            assertThat(new PlainHttp(edge.port()).status(path)).isEqualTo(404);
        }
        assertThat(edge.anonymous().get("/health/ready").status())
                .as("it was asked for")
                .isEqualTo(200);
        for (String path : List.of("/v2/event-types/1", "/openapi.json", "/internal/reads")) {
            assertThat(new PlainHttp(edge.managementPort()).status(path)).isEqualTo(404);
        }
    }

    @Test
    void the_document_is_that_of_the_program() throws IOException {
        HttpAnswer answer = edge.anonymous().without("cal-api-version").get("/openapi.json");
        assertJson(answer, 200);
        try (InputStream file =
                Objects.requireNonNull(Main.class.getResourceAsStream("/io/slotkeeper/edge/openapi.json"))) {
            assertThat(answer.body()).isEqualTo(new String(file.readAllBytes(), StandardCharsets.UTF_8));
        }
    }
}
