package io.slotkeeper.testing.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slotkeeper.testing.TestProgram;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@link OpenApi} has nothing against, and that it notices everything else. */
class OpenApiCheckTest {

    private static final OpenApi API = OpenApi.ofTheEdge();
    private static final String JSON_TYPE = "application/json; charset=utf-8";

    /** An answer, and the request before it. {@code name} is operation and status. */
    private record Exchange(String name, String path, String request, Map<String, List<String>> headers, String body) {

        List<String> objections() {
            return objections(API);
        }

        List<String> objections(OpenApi api) {
            String method = name.substring(0, name.indexOf(' '));
            int status = Integer.parseInt(name.substring(name.lastIndexOf(' ') + 1));
            return api.objections(method, path, request, status, headers, body);
        }

        Exchange asking(String otherPath, String otherRequest) {
            return new Exchange(name, otherPath, otherRequest, headers, body);
        }

        Exchange answering(String otherBody) {
            return new Exchange(name, path, request, headers, otherBody);
        }

        Exchange without(String header) {
            return with(header, List.of());
        }

        Exchange with(String header, List<String> values) {
            Map<String, List<String>> changed = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            changed.putAll(headers);
            changed.remove(header);
            if (!values.isEmpty()) {
                changed.put(header, values);
            }
            return new Exchange(name, path, request, changed, body);
        }
    }

    /** One for each example of each response; asked for with the first example of the request. */
    private static List<Exchange> exchanges() {
        List<Exchange> exchanges = new ArrayList<>();
        API.responses().forEach((name, response) -> {
            Map<String, List<String>> headers = new HashMap<>();
            response.path("headers")
                    .properties()
                    .forEach(header -> headers.put(
                            header.getKey(),
                            List.of(API.resolve(header.getValue())
                                    .get("example")
                                    .asText())));
            if (!response.has("content")) {
                exchanges.add(new Exchange(name, path(name), request(name), headers, ""));
            }
            response.path("content").properties().forEach(content -> {
                headers.put("Content-Type", List.of(content.getKey() + "; charset=utf-8"));
                for (JsonNode example : content.getValue().get("examples")) {
                    JsonNode value = API.resolve(example).get("value");
                    String body = value.isTextual() ? value.textValue() : value.toString();
                    exchanges.add(new Exchange(name, path(name), request(name), headers, body));
                }
            });
        });
        return exchanges;
    }

    private static String path(String name) {
        String path = name.split(" ", -1)[1].replaceAll("\\{[^}]+}", "x");
        if (path.equals("/v2/slots/explain")) {
            return path + "?eventTypeId=1&slotStart=2050-09-05";
        }
        if (path.endsWith("/slots/explain")) {
            return path + "?slot_id=slt_2535094800";
        }
        return path.equals("/v2/slots") ? path + "?eventTypeId=1&start=2050-09-05&end=2050-09-06" : path;
    }

    private static String request(String name) {
        String[] parts = name.split(" ", -1);
        return API.document()
                .get("paths")
                .required(parts[1])
                .required(parts[0].toLowerCase(Locale.ROOT))
                .at("/requestBody/content/application~1json/examples")
                .valueStream()
                .findFirst()
                .map(example -> API.resolve(example).get("value").toString())
                .orElse("");
    }

    private static List<Exchange> withJson() {
        return exchanges().stream()
                .filter(it -> it.body().startsWith("{") && !it.name().contains("/openapi.json"))
                .toList();
    }

    private static Exchange exchange(String name) {
        return exchanges().stream()
                .filter(it -> it.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void answers_like_the_examples_are_right_and_are_recorded() {
        OpenApi api = OpenApi.ofTheEdge();
        assertThat(api.unchecked()).isEqualTo(api.answers()).hasSizeGreaterThan(100);
        assertThat(api.checked()).isEmpty();
        assertThat(exchanges()).allSatisfy(it -> assertThat(it.objections(api)).isEmpty());
        assertThat(api.checked()).isEqualTo(api.answers());
        assertThat(api.unchecked()).isEmpty();
    }

    @Test
    void another_field_is_noticed_in_every_object() {
        int spoiled = 0;
        for (Exchange exchange : withJson()) {
            JsonNode body = TestProgram.json(exchange.body());
            for (ObjectNode object : objects(body)) {
                object.putObject("unknown");
                assertThat(exchange.answering(body.toString()).objections())
                        .as(body.toString())
                        .isNotEmpty();
                object.remove("unknown");
                spoiled++;
            }
        }
        assertThat(spoiled).isGreaterThan(500);
    }

    @Test
    void another_type_is_noticed_in_every_field() {
        int spoiled = 0;
        for (Exchange exchange : withJson()) {
            JsonNode body = TestProgram.json(exchange.body());
            for (ObjectNode object : objects(body)) {
                for (Map.Entry<String, JsonNode> field : List.copyOf(object.properties())) {
                    JsonNode before = field.getValue();
                    object.putArray(field.getKey()).add(1.5);
                    assertThat(exchange.answering(body.toString()).objections())
                            .as(body.toString())
                            .isNotEmpty();
                    object.set(field.getKey(), before);
                    spoiled++;
                }
            }
        }
        assertThat(spoiled).isGreaterThan(1_000);
    }

    /** All but {@code event}, in which anything may stand. */
    private static List<ObjectNode> objects(JsonNode value) {
        Stream<JsonNode> inner = value.isObject()
                ? value.properties().stream()
                        .filter(field -> !field.getKey().equals("event"))
                        .map(Map.Entry::getValue)
                : value.valueStream();
        Stream<ObjectNode> self = value instanceof ObjectNode object ? Stream.of(object) : Stream.empty();
        return Stream.concat(self, inner.flatMap(it -> objects(it).stream())).toList();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            GET /v1/scheduling_conversations/{id} 200 | /participants/1/possible_actions   | {}
            GET /v1/scheduling_conversations/{id} 200 | /participants/1/status             | "waiting"
            GET /v1/scheduling_conversations/{id} 200 | /participants/1/status             | "done"
            GET /v1/scheduling_conversations/{id} 200 | /participants/1/participant_id     |
            GET /v1/scheduling_conversations/{id} 200 | /participants                      | []
            GET /v1/scheduling_conversations/{id} 200 | /status                            | "complete"
            GET /v1/scheduling_conversations/{id} 200 | /cancel_reason                     | "why not"
            GET /v1/scheduling_conversations/{id} 200 | /created_at                        | "2050-04-01T08:00:00Z"
            GET /v1/scheduling_conversations/{id} 200 | /created_at                        | "2050-02-30T08:00:00.000Z"
            GET /v1/scheduling_conversations/{id} 200 | /available_periods/0/start         | "2050-05-02T09:00:00.000Z"
            GET /v1/scheduling_conversations/{id} 200 | /available_periods/0/start         | "2050-05-02T11:00:00+02:00"
            GET /v1/scheduling_conversations/{id} 200 | /revision                          | 0
            GET /v1/scheduling_conversations/{id} 200 | /subject                           | null
            GET /v1/scheduling_conversations/{id} 200 | /cause/request_id                  |
            POST /v1/scheduling_conversations 200     | /scheduling_conversation_id        | "mine"
            POST /v1/scheduling_conversations 422     | /errors                            | {}
            POST /v1/scheduling_conversations 422     | /errors/tzid                       | []
            POST /v1/scheduling_conversations 422     | /errors/tzid/0/key                 | "errors.unheard_of"
            POST /v1/scheduling_conversations 413     | /errors                            | {"body":[{"key":"errors.x","description":"y"}]}
            GET /v2/slots/reservations/{uid} 200      | /status                            | "error"
            GET /v2/slots/reservations/{uid} 200      | /data                              |
            GET /v2/slots/reservations/{uid} 200      | /data/slotStart                    | "2050-09-05T10:00:00Z"
            GET /v2/slots/reservations/{uid} 200      | /data/eventTypeId                  | "42"
            GET /v2/slots/reservations/{uid} 200      | /data/reservationUid               | "e84be5a3-4696-49e3-acc7-b2f3999c3b94"
            GET /v2/slots/reservations/{uid} 200      | /data/reservationUntil             |
            GET /v2/slots/reservations/{uid} 200      | /data/reservationDuration          | 5
            POST /v2/slots/reservations 201           | /data/reservationDuration          |
            POST /v2/slots/reservations 422           | /error/code                        | "ConflictException"
            POST /v2/slots/reservations 422           | /error/details/message             |
            POST /v2/slots/reservations 422           | /error/details/error               | "Conflict"
            POST /v2/slots/reservations 422           | /error/details/statusCode          | 409
            POST /v2/slots/reservations 422           | /error/details/errors              | [{"property":"a","constraints":{"b":"c"}}]
            POST /v2/slots/reservations 422           | /timestamp                         | "2050-09-01T07:00:00Z"
            POST /v2/slots/reservations 400           | /error/details/errors/0/constraints | {}
            POST /v2/slots/bookings 201               | /data/bookingUid                   |
            GET /v2/event-types/{id} 200              | /data/eventTypeId                  |
            GET /v2/event-types/{id} 200              | /data/length_minutes               | 0
            GET /v2/event-types/{id} 200              | /data/schedule                     | {"time_zone":"Etc/UTC"}
            GET /v2/slots 200                         | /status                            |
            GET /v2/slots 200                         | /data/2050-09-05                   | []
            GET /v2/slots 200                         | /data/05.09.2050                   | [{"start":"2050-09-05T07:00:00.000Z"}]
            GET /v2/slots 200                         | /data/2050-09-05/0/start           | "2050-09-05T07:00:00Z"
            GET /v2/slots 200                         | /data/2050-09-05/0/seatsTotal      | 3
            """)
    void another_value_is_noticed_where_the_contract_says_more(String name, String pointer, @Nullable String value) {
        Exchange exchange = exchange(name);
        JsonNode body = TestProgram.json(exchange.body());
        int slash = pointer.lastIndexOf('/');
        ObjectNode parent = (ObjectNode) body.requiredAt(pointer.substring(0, slash));
        if (value == null) {
            parent.remove(pointer.substring(slash + 1));
        } else {
            parent.set(pointer.substring(slash + 1), value.equals("null") ? NullNode.getInstance() : parsed(value));
        }
        assertThat(body.toString()).isNotEqualTo(exchange.body());
        assertThat(exchange.answering(body.toString()).objections()).isNotEmpty();
    }

    private static JsonNode parsed(String value) {
        return TestProgram.json("{\"value\":" + value + "}").path("value");
    }

    @Test
    void a_body_that_is_no_json_object_is_noticed() {
        for (Exchange exchange : withJson()) {
            for (String body : List.of("", "{", exchange.body() + "{}", "[]", "null", "\"text\"")) {
                assertThat(exchange.answering(body).objections())
                        .as(exchange.name() + " " + body)
                        .isNotEmpty();
            }
        }
    }

    @Test
    void a_field_that_stands_there_twice_is_noticed() {
        assertThat(exchange("DELETE /v2/slots/reservations/{uid} 200")
                        .answering("{\"status\":\"success\",\"status\":\"success\"}")
                        .objections())
                .singleElement()
                .asString()
                .contains("Duplicate field");
    }

    @Test
    void a_body_where_none_belongs_is_noticed() {
        assertThat(exchange("GET /v1/scheduling_conversations/{id} 404")
                        .answering("{}")
                        .objections())
                .containsExactly("GET /v1/scheduling_conversations/x 404: a body came where none is described");
    }

    @Test
    void an_empty_text_is_noticed() {
        assertThat(exchange("GET /metrics 200").answering("").objections())
                .containsExactly("GET /metrics 200: the body is missing");
    }

    private static boolean isOptional(Exchange exchange, String header) {
        return header.equals("Idempotent-Replayed")
                || (header.equals("Retry-After") && exchange.name().matches(".* (409|422)"));
    }

    @Test
    void every_header_that_is_missing_is_noticed() {
        int missing = 0;
        for (Exchange exchange : exchanges()) {
            for (String header : exchange.headers().keySet()) {
                if (!isOptional(exchange, header)) {
                    assertThat(exchange.without(header).objections())
                            .as(exchange.name() + " without " + header)
                            .hasSize(1);
                    missing++;
                }
            }
        }
        assertThat(missing).isGreaterThan(200);
    }

    @Test
    void an_answer_need_not_be_a_repetition() {
        Exchange reserved = exchange("POST /v2/slots/reservations 201");
        assertThat(reserved.headers()).containsKey("Idempotent-Replayed");
        assertThat(reserved.without("Idempotent-Replayed").objections()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            POST /v2/slots/reservations 503      | Retry-After         | soon
            POST /v2/slots/reservations 503      | Retry-After         | 0
            POST /v2/slots/reservations 201      | Idempotent-Replayed | false
            POST /v2/slots/reservations 201      | Retry-After         | 1
            GET /v2/slots/reservations/{uid} 200 | Idempotent-Replayed | true
            GET /health/ready 503                | Retry-After         | 1
            GET /v2/slots 200                    | allow               | GET
            GET /v2/slots 401                    | www-authenticate    | Basic
            GET /v2/slots 200                    | x-request-id        | a b
            GET /v2/slots 200                    | content-type        | application/json
            GET /v2/slots 200                    | content-type        | application/json; charset=iso-8859-1
            GET /v2/slots 200                    | content-type        | text/plain; charset=utf-8
            GET /metrics 200                     | content-type        | application/json; charset=utf-8
            """)
    void a_header_that_is_wrong_or_out_of_place_is_noticed(String name, String header, String value) {
        assertThat(exchange(name).with(header, List.of(value)).objections()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"X-Request-Id", "Content-Type"})
    void a_header_that_comes_twice_is_noticed(String header) {
        Exchange slots = exchange("GET /v2/slots 200");
        String value = slots.headers().getOrDefault(header, List.of()).get(0);
        assertThat(slots.with(header, List.of(value)).objections()).isEmpty();
        assertThat(slots.with(header, List.of(value, value)).objections()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 201, 202, 204, 301, 400, 405, 409, 418, 429, 502})
    void another_status_is_noticed_and_not_recorded(int status) {
        OpenApi api = OpenApi.ofTheEdge();
        assertThat(api.objections("GET", "/v1/scheduling_conversations/x", "", status, Map.of(), ""))
                .containsExactly("GET /v1/scheduling_conversations/x " + status + ": the status is not described");
        assertThat(api.checked()).isEmpty();
    }

    @Test
    void another_method_of_a_conversation_is405() {
        String path = "/v1/scheduling_conversations/x/participants/0-y/slots?a=b";
        String body = "{\"errors\":{\"base\":[{\"key\":\"errors.method_not_allowed\",\"description\":\"No.\"}]}}";
        assertThat(undescribed("PUT", path, 405, "POST, DELETE,GET", body)).isEmpty();
        assertThat(undescribed("PUT", path, 405, "POST, GET", body)).hasSize(1);
        assertThat(undescribed("PUT", path, 405, "POST, DELETE, GET, HEAD", body))
                .hasSize(1);
        assertThat(undescribed("PUT", path, 405, "", body)).isNotEmpty();
        assertThat(undescribed("PUT", path, 405, "POST, DELETE, GET", "")).hasSize(1);
        assertThat(undescribed("PUT", path, 405, "POST, DELETE, GET", "{\"errors\":{}}"))
                .hasSize(1);
        assertThat(undescribed("PUT", path, 404, "", "")).isEmpty();
        for (int status : List.of(200, 204, 400, 401, 500, 501, 503)) {
            assertThat(undescribed("PUT", path, status, "", "")).hasSize(1);
        }
    }

    /** Its answers have no body. */
    @Test
    void head_is_another_method_too() {
        assertThat(undescribed("HEAD", "/v1/scheduling_conversations/x", 405, "GET", ""))
                .isEmpty();
        assertThat(undescribed("HEAD", "/v2/slots", 405, "GET", "")).isEmpty();
        assertThat(undescribed("HEAD", "/v2/slots", 405, "GET, HEAD", "")).hasSize(1);
        assertThat(undescribed("HEAD", "/v2/slots", 200, "", "")).hasSize(1);
    }

    @Test
    void another_method_of_a_reservation_is405_or_without_a_version404() {
        String path = "/v2/slots/reservations";
        String other = envelope(405, "MethodNotAllowedException", "Method Not Allowed");
        assertThat(undescribed("PUT", path, 405, "POST", other)).isEmpty();
        assertThat(undescribed("PUT", path, 405, "POST", NOT_FOUND)).isNotEmpty();
        assertThat(undescribed("PUT", path, 405, "PATCH", other)).hasSize(1);
        assertThat(undescribed("PUT", path, 404, "", NOT_FOUND)).isEmpty();
        assertThat(undescribed("PUT", path, 404, "", "")).hasSize(1);
        assertThat(undescribed("PUT", path, 404, "POST", NOT_FOUND)).hasSize(1);
    }

    @Test
    void another_method_of_an_operators_path_is405() {
        assertThat(undescribed("POST", "/metrics", 405, "GET", "")).isEmpty();
        assertThat(undescribed("POST", "/metrics", 405, "GET, HEAD", "")).hasSize(1);
        assertThat(undescribed("POST", "/metrics", 405, "", "")).isNotEmpty();
    }

    @Test
    void another_path_is404() {
        assertThat(undescribed("GET", "/v2/slots/", 404, "", NOT_FOUND)).isEmpty();
        assertThat(undescribed("GET", "/v2/slots/reservations/a/b", 404, "", NOT_FOUND))
                .isEmpty();
        assertThat(undescribed("GET", "/v2/slots/reservations/", 404, "", "{}")).isNotEmpty();
        assertThat(undescribed("GET", "/v1/nothing", 404, "", "")).isEmpty();
        assertThat(undescribed("GET", "/v1/nothing", 404, "", "{}")).isNotEmpty();
        assertThat(undescribed("GET", "/", 404, "", "")).isEmpty();
        assertThat(undescribed("GET", "/", 405, "GET", "")).hasSize(1);
        assertThat(undescribed("GET", "/v2/slots/", 200, "", NOT_FOUND)).hasSize(1);
        assertThat(API.objections("GET", "/", "", 404, Map.of(), ""))
                .containsExactly("GET / 404: header X-Request-Id is missing");
    }

    private static final String NOT_FOUND = envelope(404, "NotFoundException", "Not Found");

    private static String envelope(int status, String code, String error) {
        return "{\"status\":\"error\",\"timestamp\":\"2050-09-01T07:00:00.310Z\",\"path\":\"/v2\",\"error\":{\"code\":\""
                + code + "\",\"message\":\"m\",\"details\":{\"message\":\"m\",\"error\":\"" + error
                + "\",\"statusCode\":" + status + "}}}";
    }

    private static List<String> undescribed(String method, String path, int status, String allow, String body) {
        Map<String, List<String>> headers = new HashMap<>(Map.of("x-request-id", List.of("r")));
        if (!allow.isEmpty()) {
            headers.put("allow", List.of(allow));
        }
        if (!body.isEmpty()) {
            headers.put("content-type", List.of(JSON_TYPE));
        }
        return API.objections(method, path, "", status, headers, body);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            POST /v2/slots/reservations 201                   | ''
            POST /v2/slots/reservations 201                   | {
            POST /v2/slots/reservations 201                   | {"eventTypeId":1,"eventTypeId":1,"slotStart":"2050-09-05"}
            POST /v2/slots/reservations 201                   | {"eventTypeId":1}
            POST /v2/slots/reservations 201                   | {"eventTypeId":"1","slotStart":"2050-09-05T10:00:00Z"}
            POST /v2/slots/reservations 201                   | {"eventTypeId":1,"slotStart":"tomorrow"}
            POST /v2/slots/reservations 201                   | {"eventTypeId":1,"slotStart":"2050-09-05","slotDuration":0}
            PATCH /v2/slots/reservations/{uid} 200            | {"slotStart":"2050-09-05T10:00:00Z"}
            POST /v2/slots/bookings 201                       | {"eventTypeId":1}
            POST /v2/slots/bookings 201                       | {"eventTypeId":1,"slotStart":null}
            PUT /v2/event-types/{id} 200                      | {"title":"Intro call"}
            PUT /v2/event-types/{id} 200                      | {"length_minutes":30,"seats_per_time_slot":1001}
            POST /v1/scheduling_conversations/{id}/cancel 200 | []
            POST /v1/scheduling_conversations/{id}/cancel 200 | {"reason":1}
            POST /v1/scheduling_conversations 200             | {"participants":[{}]}
            """)
    void a_request_that_should_have_been_refused_is_noticed(String name, String request) {
        Exchange exchange = exchange(name);
        assertThat(exchange.asking(exchange.path(), request).objections()).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            POST /v2/slots/reservations 201                   | {"eventTypeId":1,"slotStart":"2050-09-05"}
            POST /v2/slots/reservations 201                   | {"eventTypeId":1,"slotStart":"2050-09-05T10:00:00","unknown":[1]}
            POST /v2/slots/reservations 201                   | {"eventTypeId":1,"slotStart":"2050-09-05T10:00:00.5+02:00","slotDuration":null}
            POST /v2/slots/bookings 201                       | {"eventTypeId":1,"reservationUid":"u","slotStart":null}
            POST /v1/scheduling_conversations/{id}/cancel 200 | ''
            POST /v1/scheduling_conversations/{id}/cancel 200 | {"reason":null}
            DELETE /v2/slots/reservations/{uid} 200           | whatever
            POST /v2/slots/reservations 400                   | {
            """)
    void a_request_that_fits_or_was_refused_is_fine(String name, String request) {
        Exchange exchange = exchange(name);
        assertThat(exchange.asking(exchange.path(), request).objections()).isEmpty();
    }

    @Test
    void a_query_that_should_have_been_refused_is_noticed() {
        String least = "/v2/slots?eventTypeId=1&start=2050-09-05&end=2050-09-06T00%3A00%3A00Z";
        Exchange slots = exchange("GET /v2/slots 200");
        assertThat(slots.asking(least, "").objections()).isEmpty();
        assertThat(slots.asking(least + "&format=range&timeZone=Europe/Rome&duration=30", "")
                        .objections())
                .isEmpty();
        for (String more : List.of("&page=1", "&format=json", "&duration=long", "&duration", "&timezone=UTC")) {
            assertThat(slots.asking(least + more, "").objections()).as(more).hasSize(1);
        }
        assertThat(slots.asking("/v2/slots", "").objections()).hasSize(3);
        assertThat(exchange("GET /v2/slots 400").asking("/v2/slots?page=1", "").objections())
                .isEmpty();
    }

    @Test
    void literal_paths_go_before_templates() {
        var api = new OpenApi(TestProgram.json("{\"paths\":{\"/a/{x}\":{\"get\":{\"responses\":{\"200\":{}}}},"
                + "\"/a/b\":{\"get\":{\"responses\":{\"201\":{}}}}}}"));
        assertThat(api.objections("GET", "/a/b", "", 201, Map.of(), "")).isEmpty();
        assertThat(api.objections("GET", "/a/b", "", 200, Map.of(), "")).hasSize(1);
        assertThat(api.objections("GET", "/a/c", "", 200, Map.of(), "")).isEmpty();
        assertThat(api.checked()).containsExactly("GET /a/b 201", "GET /a/{x} 200");
    }
}
