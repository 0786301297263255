package io.slotkeeper.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Refusals over HTTP, to the letter of docs/spec/http.md, in the shape of each API. */
public final class Refusals {

    private static final String JSON = "application/json; charset=utf-8";

    private record Name(String code, String error) {}

    private static final Map<Integer, Name> NAMES = Map.ofEntries(
            Map.entry(400, new Name("BadRequestException", "Bad Request")),
            Map.entry(401, new Name("UnauthorizedException", "Unauthorized")),
            Map.entry(403, new Name("ForbiddenException", "Forbidden")),
            Map.entry(404, new Name("NotFoundException", "Not Found")),
            Map.entry(405, new Name("MethodNotAllowedException", "Method Not Allowed")),
            Map.entry(408, new Name("RequestTimeoutException", "Request Timeout")),
            Map.entry(409, new Name("ConflictException", "Conflict")),
            Map.entry(410, new Name("GoneException", "Gone")),
            Map.entry(413, new Name("PayloadTooLargeException", "Payload Too Large")),
            Map.entry(414, new Name("UriTooLongException", "URI Too Long")),
            Map.entry(415, new Name("UnsupportedMediaTypeException", "Unsupported Media Type")),
            Map.entry(422, new Name("UnprocessableEntityException", "Unprocessable Entity")),
            Map.entry(431, new Name("RequestHeaderFieldsTooLargeException", "Request Header Fields Too Large")),
            Map.entry(503, new Name("ServiceUnavailableException", "Service Unavailable")));

    private Refusals() {}

    /** Any answer with a JSON body. */
    public static void assertJson(HttpAnswer answer, int status) {
        assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).contains(JSON);
        assertThat(answer.header("X-Request-Id")).as("X-Request-Id").isPresent();
    }

    /** Any answer without a body. */
    public static void assertEmpty(HttpAnswer answer, int status) {
        assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
        assertThat(answer.body()).isEmpty();
        assertThat(answer.header("Content-Type")).isEmpty();
        assertThat(answer.header("X-Request-Id")).as("X-Request-Id").isPresent();
    }

    /** In the shape of the API that the path belongs to, whatever it says. What belongs to none has the second one's. */
    public static void assertShaped(HttpAnswer answer, int status, String path) {
        if (!path.startsWith("/v1/")) {
            assertJson(answer, status);
            ObjectNode envelope = untimed(answer);
            ((ObjectNode) envelope.at("/error/details")).remove("errors");
            assertThat(envelope).isEqualTo(envelope(status, path, answer.at("/error/message")));
        } else if (Set.of(401, 404).contains(status)) {
            assertEmpty(answer, status);
        } else {
            String key = answer.at("/errors/base/0/key");
            assertErrors(answer, status, "base " + key.replaceFirst("errors[.]", ""));
        }
    }

    /** The second API's envelope, all of it but its time. */
    public static void assertRefused(HttpAnswer answer, int status, String path, String message) {
        assertJson(answer, status);
        ObjectNode envelope = untimed(answer);
        // Where holds are in the way, both say until when.
        boolean heldUp = ((ObjectNode) envelope.at("/error/details")).remove("availableAt") != null;
        assertThat(heldUp)
                .as("%s", answer)
                .isEqualTo(status != 503 && answer.header("retry-after").isPresent());
        assertThat(envelope).isEqualTo(envelope(status, path, message));
    }

    /** The second API's envelope for a body whose fields are wrong: each text begins with its property. */
    public static void assertWrongFields(HttpAnswer answer, String path, String... texts) {
        assertJson(answer, 400);
        ObjectNode envelope = untimed(answer);
        JsonNode errors = ((ObjectNode) envelope.at("/error/details")).remove("errors");
        assertThat(envelope).isEqualTo(envelope(400, path, "Bad Request Exception"));
        assertThat(errors).as(answer.body()).isNotNull();
        List<String> told = new ArrayList<>();
        errors.forEach(error -> {
            assertThat(error.properties()).extracting(Map.Entry::getKey).containsExactly("property", "constraints");
            assertThat(error.get("constraints")).hasSize(1);
            String text = error.get("constraints").elements().next().textValue();
            assertThat(error.get("property").textValue())
                    .isEqualTo(text.split(" ", 3)[text.startsWith("property ") ? 1 : 0]);
            told.add(text);
        });
        assertThat(told).containsExactly(texts);
    }

    private static ObjectNode untimed(HttpAnswer answer) {
        ObjectNode envelope = (ObjectNode) answer.json();
        assertThat(envelope.remove("timestamp").textValue())
                .matches("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}[.][0-9]{3}Z");
        return envelope;
    }

    private static ObjectNode envelope(int status, String path, String message) {
        Name name = Objects.requireNonNull(NAMES.get(status), "a status of this API");
        ObjectNode details = JsonNodeFactory.instance.objectNode();
        details.put("message", message).put("error", name.error()).put("statusCode", status);
        ObjectNode error = JsonNodeFactory.instance.objectNode();
        error.put("code", name.code()).put("message", message).set("details", details);
        ObjectNode envelope = JsonNodeFactory.instance.objectNode();
        envelope.put("status", "error").put("path", path).set("error", error);
        return envelope;
    }

    /**
     * The first API's errors, all of them in their order.
     *
     * @param expected each a field path, a space and the key without {@code errors.}
     */
    public static void assertErrors(HttpAnswer answer, String... expected) {
        assertErrors(answer, 422, expected);
    }

    public static void assertErrors(HttpAnswer answer, int status, String... expected) {
        assertJson(answer, status);
        assertThat(answer.json().properties()).extracting(Map.Entry::getKey).containsExactly("errors");
        List<String> told = new ArrayList<>();
        answer.json()
                .get("errors")
                .properties()
                .forEach(path -> path.getValue().forEach(error -> {
                    assertThat(error.properties()).extracting(Map.Entry::getKey).containsExactly("key", "description");
                    assertThat(error.get("description").textValue()).isNotBlank();
                    assertThat(error.get("key").textValue()).startsWith("errors.");
                    told.add(path.getKey() + " " + error.get("key").textValue().substring("errors.".length()));
                }));
        assertThat(told).containsExactly(expected);
    }
}
