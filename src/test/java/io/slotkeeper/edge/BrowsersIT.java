package io.slotkeeper.edge;

import static io.slotkeeper.edge.EventTypes.RESERVATIONS;
import static io.slotkeeper.edge.EventTypes.body;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** docs/spec/http.md#browsers. */
final class BrowsersIT {

    private static final String PAGE = "https://shop.example.com";

    private interface AnyOrigin {}

    @RegisterExtension
    private static final EdgeInstance EDGE = EdgeInstance.of(
            BrowsersIT.class, 2, Map.of("cors-origins", "https://other.example.com, " + PAGE, "require-auth", "true"));

    @RegisterExtension
    private static final EdgeInstance ANY = EdgeInstance.of(AnyOrigin.class, 2, Map.of("cors-origins", "*"));

    private static HttpResponse<String> ask(EdgeInstance edge, String method, String path, String... headers)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + edge.port() + path))
                .method(
                        method,
                        method.equals("POST")
                                ? BodyPublishers.ofString(body(1, "2050-09-05", ""))
                                : BodyPublishers.noBody())
                .headers(headers)
                .build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
    }

    private static String header(HttpResponse<String> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }

    private static String origin(HttpResponse<String> answer) {
        return header(answer, "Access-Control-Allow-Origin");
    }

    @Test
    void a_page_of_an_allowed_origin_may_ask_before_it_asks() throws Exception {
        HttpResponse<String> preflight =
                ask(EDGE, "OPTIONS", RESERVATIONS, "Origin", PAGE, "Access-Control-Request-Method", "POST");
        assertThat(preflight.statusCode()).isEqualTo(204);
        assertThat(origin(preflight)).isEqualTo(PAGE);
        assertThat(header(preflight, "Access-Control-Allow-Methods")).isEqualTo("POST");
        assertThat(header(preflight, "Access-Control-Allow-Headers"))
                .contains("Authorization", "Content-Type", "cal-api-version", "Idempotency-Key");
        assertThat(header(preflight, "Vary")).isEqualTo("Origin");
        assertThat(header(preflight, "X-Request-Id")).isNotEmpty();
    }

    @Test
    void its_answers_are_readable_also_the_refusals() throws Exception {
        HttpResponse<String> refused = ask(
                EDGE,
                "POST",
                RESERVATIONS,
                "Origin",
                PAGE,
                "cal-api-version",
                "2024-09-04",
                "Content-Type",
                "application/json");
        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(origin(refused)).isEqualTo(PAGE);
        assertThat(header(refused, "Access-Control-Expose-Headers"))
                .contains("X-Request-Id", "Idempotent-Replayed", "Retry-After", "ETag");
    }

    @Test
    void pages_of_other_origins_get_nothing_of_it() throws Exception {
        for (String other : new String[] {"https://evil.example.com", "null", PAGE + ":8443"}) {
            HttpResponse<String> preflight =
                    ask(EDGE, "OPTIONS", RESERVATIONS, "Origin", other, "Access-Control-Request-Method", "POST");
            assertThat(origin(preflight)).isEmpty();
            assertThat(preflight.statusCode()).isNotEqualTo(204);
            assertThat(header(preflight, "Vary")).isEqualTo("Origin");
        }
        HttpResponse<String> noPreflight =
                ask(EDGE, "OPTIONS", RESERVATIONS, "Origin", PAGE, "cal-api-version", "2024-09-04");
        assertThat(noPreflight.statusCode()).isEqualTo(405);
    }

    @Test
    void where_any_origin_is_allowed_all_are_and_without_any_none() throws Exception {
        HttpResponse<String> preflight =
                ask(ANY, "OPTIONS", "/v2/event-types/1", "Origin", "null", "Access-Control-Request-Method", "PUT");
        assertThat(preflight.statusCode()).isEqualTo(204);
        assertThat(origin(preflight)).isEqualTo("*");
        assertThat(header(preflight, "Access-Control-Allow-Methods")).contains("PUT", "GET", "DELETE");
        assertThat(header(preflight, "Vary")).isEmpty();
        HttpResponse<String> unknown =
                ask(ANY, "OPTIONS", "/v2/nothing", "Origin", PAGE, "Access-Control-Request-Method", "GET");
        assertThat(unknown.statusCode()).isEqualTo(404);
    }
}
