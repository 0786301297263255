package io.slotkeeper.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.slotkeeper.testing.HttpAnswer;
import io.slotkeeper.testing.HttpApi;
import java.util.Set;

/** What a refusal over HTTP has to look like, also where the OpenAPI document doesn't say. */
final class Refusals {

    private static final Set<Integer> DESCRIBED = Set.of(401, 404, 405, 413, 415, 503);

    private Refusals() {}

    static void assertClear(HttpAnswer answer, int status, String method, String path) {
        assertThat(answer.status()).as("%s", answer).isEqualTo(status);
        assertThat(answer.header("x-request-id").orElse("")).matches("[A-Za-z0-9_-]{22}");
        if (!answer.body().isEmpty()) {
            assertThat(answer.header("content-type")).contains("application/json; charset=utf-8");
        }
        if (path.startsWith("/v1/")) {
            assertConversationError(answer);
        } else {
            assertReservationError(answer, path);
        }
        if (DESCRIBED.contains(status)) {
            assertThat(HttpApi.DOCUMENT.objections(method, path, "", status, answer.headers(), answer.body()))
                    .isEmpty();
        }
    }

    static void assertConversationError(HttpAnswer answer) {
        if (Set.of(401, 404).contains(answer.status())) {
            assertThat(answer.body()).isEmpty();
        } else {
            assertThat(answer.at("/errors/base/0/key")).startsWith("errors.");
            assertThat(answer.at("/errors/base/0/description")).isNotEmpty();
        }
    }

    static void assertReservationError(HttpAnswer answer, String path) {
        assertThat(answer.at("/status")).isEqualTo("error");
        assertThat(answer.at("/path")).isEqualTo(path);
        assertThat(answer.at("/error/code")).endsWith("Exception");
        assertThat(answer.at("/error/message")).isNotEmpty();
        assertThat(answer.at("/error/details/error")).isNotEmpty();
        assertThat(answer.at("/error/details/statusCode")).isEqualTo(Integer.toString(answer.status()));
    }
}
