package io.slotkeeper.testing.openapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import io.slotkeeper.request.CauseType;
import io.slotkeeper.request.Code;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The document of the HTTP edge: that it is OpenAPI, says what docs/spec/http.md says, and has right examples. */
class OpenApiTest {

    private static final OpenApi API = OpenApi.ofTheEdge();
    private static final JsonNode DOCUMENT = API.document();

    private static final String SLOTS = "/v1/scheduling_conversations/{id}/participants/{token}/slots";

    /**
     * The routes of docs/spec/http.md, and the statuses that it, docs/spec/conversations.md and
     * docs/spec/reservations.md give them.
     */
    private static final Map<String, String> STATUSES = new TreeMap<>(Map.ofEntries(
            Map.entry("POST /v1/scheduling_conversations", "200 401 403 408 413 415 422 500 503"),
            Map.entry("GET /v1/scheduling_conversations/{id}", "200 304 401 403 404 500 503"),
            Map.entry("POST /v1/scheduling_conversations/{id}/cancel", "200 401 403 404 408 413 415 422 500 503"),
            Map.entry("GET " + SLOTS, "200 401 403 404 500 503"),
            Map.entry("POST " + SLOTS, "200 401 403 404 408 413 415 422 500 503"),
            Map.entry("DELETE " + SLOTS, "200 401 403 404 422 500 503"),
            Map.entry("POST /v2/slots/reservations", "201 400 401 403 404 408 409 413 415 422 429 500 503"),
            Map.entry("GET /v2/slots/reservations/{uid}", "200 304 401 403 404 500 503"),
            Map.entry("PATCH /v2/slots/reservations/{uid}", "200 400 401 403 404 408 409 413 415 422 500 503"),
            Map.entry("DELETE /v2/slots/reservations/{uid}", "200 400 401 403 404 500 503"),
            Map.entry("GET /v2/slots", "200 400 401 403 404 500 503"),
            Map.entry("GET " + SLOTS + "/explain", "200 401 403 404 422 500 503"),
            Map.entry("GET /v2/slots/explain", "200 400 401 403 404 500 503"),
            Map.entry("PUT /v2/event-types/{id}", "200 400 401 403 404 408 413 415 500 503"),
            Map.entry("GET /v2/event-types/{id}", "200 401 403 404 500 503"),
            Map.entry("DELETE /v2/event-types/{id}", "200 400 401 403 404 500 503"),
            Map.entry("POST /v2/slots/bookings", "201 400 401 403 404 408 409 410 413 415 422 500 503"),
            Map.entry("DELETE /v2/slots/bookings/{uid}", "200 400 401 403 404 500 503"),
            Map.entry("GET /health/live", "200"),
            Map.entry("GET /health/ready", "200 503"),
            Map.entry("GET /metrics", "200"),
            Map.entry("GET /openapi.json", "200")));

    /** Where an {@code Idempotency-Key} may be given (docs/spec/http.md). */
    private static final Set<String> KEYED = Set.of(
            "POST /v1/scheduling_conversations",
            "POST " + SLOTS,
            "DELETE " + SLOTS,
            "POST /v2/slots/reservations",
            "PATCH /v2/slots/reservations/{uid}",
            "POST /v2/slots/bookings");

    @Test
    void the_document_is_open_api() {
        assertThat(Published.objections(DOCUMENT)).isEmpty();
        assertThat(DOCUMENT.get("openapi").textValue()).isEqualTo("3.1.0");
        assertThat(DOCUMENT.get("servers").toString()).isEqualTo("[{\"url\":\"/\"}]");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void what_is_no_open_api_is_noticed(String what, String pointer, Consumer<ObjectNode> breaking) {
        JsonNode broken = DOCUMENT.deepCopy();
        breaking.accept((ObjectNode) broken.requiredAt(pointer));
        assertThat(Published.objections(broken)).isNotEmpty();
    }

    static Stream<Arguments> what_is_no_open_api_is_noticed() {
        return Stream.of(
                spoiled("no title", "/info", info -> info.remove("title")),
                spoiled("a field that there isn't", "/paths/~1metrics/get", get -> get.put("statuses", 1)),
                spoiled(
                        "a response without words",
                        "/paths/~1metrics/get/responses/200",
                        it -> it.remove("description")),
                spoiled("a parameter in the body", "/components/parameters/ApiVersion", it -> it.put("in", "body")),
                spoiled("a type that there isn't", "/components/schemas/Second", it -> it.put("type", "text")),
                spoiled(
                        "a type deep inside",
                        "/components/schemas/Minutes/properties/minutes",
                        it -> it.put("type", "int")),
                spoiled("a list that is none", "/components/schemas/Slot", it -> it.put("required", "slot_id")));
    }

    private static Arguments spoiled(String what, String pointer, Consumer<ObjectNode> breaking) {
        return arguments(what, pointer, breaking);
    }

    @Test
    void every_route_is_described_with_every_status_it_can_answer() {
        Map<String, String> described = new TreeMap<>();
        operations().forEach((name, node) -> described.put(name, String.join(" ", names(node.get("responses")))));
        assertThat(described).isEqualTo(STATUSES);
        assertThat(API.operations()).isEqualTo(STATUSES.keySet());
    }

    @Test
    void every_reference_leads_somewhere() {
        assertThat(DOCUMENT.findValuesAsText("$ref"))
                .hasSizeGreaterThan(300)
                .allSatisfy(reference -> assertThat(reference.startsWith("#/components/")
                                && DOCUMENT.at(reference.substring(1)).isObject())
                        .as(reference)
                        .isTrue());
    }

    @Test
    void every_component_is_used_or_named_among_what_holds_for_all_paths() {
        Set<String> components = new TreeSet<>();
        DOCUMENT.get("components")
                .properties()
                .forEach(kind -> names(kind.getValue())
                        .forEach(name -> components.add("#/components/" + kind.getKey() + "/" + name)));
        components.removeAll(DOCUMENT.findValuesAsText("$ref"));
        assertThat(components)
                .containsExactlyInAnyOrder(
                        "#/components/securitySchemes/bearer",
                        "#/components/responses/ConversationMethodNotAllowed",
                        "#/components/responses/MethodNotAllowed",
                        "#/components/responses/NotFound");
        components.remove("#/components/securitySchemes/bearer");
        assertThat(DOCUMENT.at("/info/description").textValue()).contains(components);
    }

    @Test
    void every_operation_has_a_name_of_its_own_a_tag_and_a_summary() {
        List<String> tags = DOCUMENT.get("tags").findValuesAsText("name");
        List<String> ids = new ArrayList<>();
        operations().forEach((name, operation) -> {
            ids.add(operation.path("operationId").asText());
            assertThat(operation.path("tags")).as(name).hasSize(1);
            assertThat(tags).as(name).contains(operation.at("/tags/0").asText());
            assertThat(operation.path("summary").asText()).as(name).isNotBlank();
        });
        assertThat(ids).doesNotHaveDuplicates().allMatch(id -> id.matches("[a-z][A-Za-z]+"));
    }

    @Test
    void parameters_are_those_in_the_path_and_the_headers_that_http_md_names() {
        operations().forEach((name, operation) -> {
            Set<String> inPath = Pattern.compile("(?<=\\{)[^}]+")
                    .matcher(name)
                    .results()
                    .map(MatchResult::group)
                    .collect(Collectors.toSet());
            Set<String> headers = new TreeSet<>();
            if (name.contains(" /v2/")) {
                headers.add("cal-api-version");
            }
            if (KEYED.contains(name)) {
                headers.add("Idempotency-Key");
            }
            if (TAGGED.contains(name)) {
                headers.add("If-None-Match");
            }
            assertThat(parameters(name, "path")).as(name).isEqualTo(inPath);
            assertThat(parameters(name, "header")).as(name).isEqualTo(headers);
            assertThat(parameters(name, "query"))
                    .as(name)
                    .isEqualTo(changes(name) ? Set.of("dryRun") : QUERIES.getOrDefault(name, Set.of()));
        });
    }

    /** Reads whose answer is shown once. */
    private static final Set<String> TAGGED =
            Set.of("GET /v1/scheduling_conversations/{id}", "GET /v2/slots/reservations/{uid}");

    private static final Map<String, Set<String>> QUERIES = Map.of(
            "GET /v2/slots", Set.of("eventTypeId", "start", "end", "timeZone", "duration", "format"),
            "GET /v2/slots/explain", Set.of("eventTypeId", "slotStart", "slotDuration"),
            "GET /v1/scheduling_conversations/{id}/participants/{token}/slots/explain", Set.of("slot_id"));

    private static boolean changes(String operation) {
        return operation.contains(" /v") && !operation.startsWith("GET ");
    }

    @Test
    void credentials_are_needed_or_may_be_given_where_http_md_says_so() {
        operations().forEach((name, operation) -> {
            boolean needed = name.contains(" /v1/")
                    || name.contains("/event-types/")
                    || name.contains("/bookings")
                    || name.endsWith("/explain");
            boolean possible = name.contains(" /v2/");
            assertThat(operation.path("security").toString())
                    .as(name)
                    .isEqualTo(needed ? "[{\"bearer\":[]}]" : possible ? "[{},{\"bearer\":[]}]" : "[]");
        });
    }

    /** Where live holds may be in the way. */
    private static final Set<String> HELD_UP = Set.of(
            "POST /v2/slots/reservations 422",
            "PATCH /v2/slots/reservations/{uid} 422",
            "POST /v2/slots/bookings 409",
            "POST /v2/slots/bookings 422");

    @Test
    void headers_stand_where_they_belong() {
        API.responses().forEach((name, response) -> {
            Set<String> headers = new TreeSet<>(Set.of("X-Request-Id"));
            if (name.endsWith(" 401")) {
                headers.add("WWW-Authenticate");
            }
            if (name.endsWith(" 503") && !name.contains("/health/")) {
                headers.add("Retry-After");
            }
            if (name.endsWith(" 429") || HELD_UP.contains(name)) {
                headers.add("Retry-After");
            }
            if (name.matches(".* (200|304)") && TAGGED.contains(operation(name))) {
                headers.add("ETag");
            }
            if (name.endsWith(" 408")) {
                headers.add("Connection");
            }
            if (name.matches(".* 20[01]") && (KEYED.contains(operation(name)) || name.startsWith("PUT "))) {
                headers.add("Idempotent-Replayed");
            }
            assertThat(Set.copyOf(names(response.path("headers")))).as(name).isEqualTo(headers);
        });
    }

    @Test
    void bodies_are_json_but_for_operators_and_where_the_first_api_has_none() {
        API.responses().forEach((name, response) -> {
            boolean isEmpty = name.matches("[A-Z]+ /v1/.* (401|404)|.* 304");
            boolean isText = name.matches("GET /(health/|metrics).*");
            assertThat(names(response.path("content")))
                    .as(name)
                    .isEqualTo(isEmpty ? List.of() : List.of(isText ? "text/plain" : "application/json"));
        });
    }

    @Test
    void every_body_has_an_example_and_every_example_fits() {
        int count = 0;
        for (Map.Entry<String, JsonNode> body : bodies().entrySet()) {
            JsonNode examples = body.getValue().path("examples");
            assertThat(examples).as(body.getKey()).isNotEmpty();
            for (JsonNode example : examples) {
                JsonNode value = API.resolve(example).get("value");
                assertThat(API.misfits(body.getValue().get("schema"), value))
                        .as(body.getKey())
                        .isEmpty();
                count++;
            }
        }
        assertThat(count).isGreaterThan(100);
    }

    @Test
    void every_parameter_and_header_has_an_example_that_fits() {
        List<JsonNode> simple = new ArrayList<>();
        operations().keySet().forEach(name -> simple.addAll(parameters(name)));
        DOCUMENT.at("/components/headers").forEach(simple::add);
        assertThat(simple)
                .hasSizeGreaterThan(40)
                .allSatisfy(it -> assertThat(API.misfits(it.get("schema"), it.get("example")))
                        .isEmpty());
    }

    @Test
    void examples_of_schemas_fit() {
        List<JsonNode> schemas = DOCUMENT.at("/components/schemas").findParents("examples");
        assertThat(schemas)
                .isNotEmpty()
                .allSatisfy(schema -> schema.get("examples")
                        .forEach(example ->
                                assertThat(API.misfits(schema, example)).isEmpty()));
    }

    /** Requests may have fields that nobody knows, so a misspelt one would fit. */
    @Test
    void request_examples_have_no_other_fields_than_the_described() {
        bodies().forEach((name, body) -> {
            if (name.endsWith(" request")) {
                Set<String> known = new TreeSet<>(Set.of("location"));
                addProperties(body.get("schema"), known);
                body.get("examples")
                        .forEach(example -> assertThat(known)
                                .as(name)
                                .containsAll(fieldNames(API.resolve(example).get("value"))));
            }
        });
    }

    private static void addProperties(JsonNode schema, Set<String> names) {
        JsonNode resolved = API.resolve(schema);
        names.addAll(names(resolved.path("properties")));
        resolved.forEach(inner -> addProperties(inner, names));
    }

    private static Set<String> fieldNames(JsonNode value) {
        Set<String> names = new TreeSet<>(names(value));
        value.forEach(inner -> names.addAll(fieldNames(inner)));
        return names;
    }

    /** A client that is made from the document may refuse an answer with more. */
    @Test
    void objects_in_answers_have_no_fields_that_are_not_described() {
        List<String> open = new ArrayList<>();
        API.responses()
                .forEach((name, response) -> response.path("content")
                        .forEach(content -> addOpen(name, content.path("schema"), false, open)));
        assertThat(Set.copyOf(open)).containsExactlyInAnyOrder("GET /openapi.json 200", "event");
    }

    private static void addOpen(String name, JsonNode schema, boolean isPart, List<String> open) {
        JsonNode resolved = API.resolve(schema);
        boolean isClosed = isPart || resolved.has("additionalProperties");
        if (resolved.path("type").asText().equals("object") && !isClosed) {
            open.add(name);
            return;
        }
        resolved.path("properties").properties().forEach(it -> addOpen(it.getKey(), it.getValue(), false, open));
        Stream.of("items", "additionalProperties")
                .filter(resolved::has)
                .forEach(it -> addOpen(name, resolved.get(it), false, open));
        resolved.path("allOf").forEach(part -> addOpen(name, part, !part.has("$ref"), open));
    }

    @Test
    void keys_of_errors_and_causes_are_the_programs_own() {
        Set<String> keys = texts(Code.values(), Code::key);
        keys.add("errors.invalid_json");
        assertThat(keys).containsAll(enumOf("/components/schemas/ErrorKey"));
        assertThat(texts(CauseType.values(), CauseType::text))
                .containsAll(enumOf("/components/schemas/Cause/properties/type"));
    }

    private static <T> Set<String> texts(T[] values, Function<T, String> text) {
        return Arrays.stream(values).map(text).collect(Collectors.toSet());
    }

    private static List<String> enumOf(String pointer) {
        List<String> values = DOCUMENT.requiredAt(pointer)
                .get("enum")
                .valueStream()
                .map(JsonNode::textValue)
                .toList();
        assertThat(values).hasSizeGreaterThan(5);
        return values;
    }

    /** Texts of errors that are no code of a decision. */
    private static final List<String> OTHER_TEXTS = List.of(
            "Invalid start date",
            "Provided 'slotDuration' is not one of the possible lengths for the event type."
                    + " The possible lengths for this variable length event type are: %s",
            "ApiAuthStrategy - api key - Your api key is not valid",
            "Cannot %s %s",
            "Another request with this Idempotency-Key was applied already.",
            "There was no answer in time.",
            "This path has no such method.",
            "The body did not arrive in time.",
            "The body is larger than 48 KiB.",
            "The body must be application/json in UTF-8.",
            "dryRun must be true or false.");

    @Test
    void examples_of_errors_say_what_the_program_says() {
        List<Pattern> texts = Stream.concat(Arrays.stream(Code.values()).map(Code::description), OTHER_TEXTS.stream())
                .map(OpenApiTest::pattern)
                .toList();
        List<JsonNode> errors = bodies().values().stream()
                .flatMap(body -> body.get("examples").valueStream())
                .map(example -> API.resolve(example).get("value").path("error"))
                .filter(JsonNode::isObject)
                .toList();
        assertThat(errors).hasSizeGreaterThan(50).allSatisfy(error -> {
            assertThat(error.at("/details/message")).isEqualTo(error.get("message"));
            assertThat(texts)
                    .as(error.toString())
                    .anyMatch(text ->
                            text.matcher(error.get("message").textValue()).matches());
        });
    }

    private static Pattern pattern(String text) {
        return Pattern.compile(
                Stream.of(text.split("%[sd]", -1)).map(Pattern::quote).collect(Collectors.joining(".+")));
    }

    // The document's parts.

    private static Map<String, JsonNode> operations() {
        Map<String, JsonNode> operations = new TreeMap<>();
        DOCUMENT.get("paths")
                .properties()
                .forEach(path -> path.getValue().properties().stream()
                        .filter(field -> !field.getKey().equals("parameters"))
                        .forEach(field -> operations.put(
                                field.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey(), field.getValue())));
        return operations;
    }

    private static String operation(String answer) {
        return answer.substring(0, answer.lastIndexOf(' '));
    }

    /** Schema and examples of every request and every answer. */
    private static Map<String, JsonNode> bodies() {
        Map<String, JsonNode> bodies = new TreeMap<>();
        operations()
                .forEach((name, operation) -> operation
                        .at("/requestBody/content")
                        .forEach(content -> bodies.put(name + " request", content)));
        API.responses()
                .forEach((name, response) -> response.path("content").forEach(content -> bodies.put(name, content)));
        DOCUMENT.at("/components/responses")
                .properties()
                .forEach(response ->
                        response.getValue().path("content").forEach(content -> bodies.put(response.getKey(), content)));
        return bodies;
    }

    private static List<JsonNode> parameters(String operation) {
        JsonNode path = DOCUMENT.get("paths").get(operation.substring(operation.indexOf(' ') + 1));
        return Stream.of(path, operations().get(operation))
                .flatMap(node -> node.path("parameters").valueStream())
                .map(API::resolve)
                .toList();
    }

    private static Set<String> parameters(String operation, String in) {
        return parameters(operation).stream()
                .filter(parameter -> parameter.get("in").textValue().equals(in))
                .map(parameter -> parameter.get("name").textValue())
                .collect(Collectors.toSet());
    }

    private static List<String> names(JsonNode object) {
        return object.properties().stream().map(Map.Entry::getKey).toList();
    }

    /** OpenAPI's own description of documents, schemas inside them included. */
    private static final class Published {

        private static final String SITE = "https://spec.openapis.org/oas/";
        private static final JsonSchema SCHEMA = JsonSchemaFactory.getInstance(
                        VersionFlag.V202012,
                        factory -> factory.schemaLoaders(loaders -> loaders.schemas(Stream.of(
                                        "3.1/schema-base/2025-09-15",
                                        "3.1/schema/2025-09-15",
                                        "3.1/dialect/2024-11-10",
                                        "3.1/meta/2024-11-10")
                                .collect(Collectors.toMap(SITE::concat, Published::text)))))
                .getSchema(SchemaLocation.of(SITE + "3.1/schema-base/2025-09-15"));

        static List<String> objections(JsonNode document) {
            return SCHEMA.validate(document.toString(), InputFormat.JSON).stream()
                    .map(ValidationMessage::getMessage)
                    .toList();
        }

        private static String text(String name) {
            try (InputStream file =
                    Objects.requireNonNull(OpenApiTest.class.getResourceAsStream("/openapi/" + name), name)) {
                return new String(file.readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
