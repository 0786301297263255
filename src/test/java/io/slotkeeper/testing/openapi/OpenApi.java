package io.slotkeeper.testing.openapi;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.networknt.schema.JsonMetaSchema;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.NonValidationKeyword;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The edge's OpenAPI document, and what an answer of a running edge has that the document doesn't say, or lacks that it
 * does. Any number of threads may ask.
 *
 * <p>By hand, because the document is OpenAPI 3.1: Atlassian's openapi-request-validator promises 3.0, and passes over
 * headers of an answer that the document doesn't name.
 */
public final class OpenApi {

    private static final String RESOURCE = "/io/slotkeeper/edge/openapi.json";
    private static final String JSON_TYPE = "application/json";
    private static final Pattern PARAMETER = Pattern.compile("\\{[^}]+}");
    private static final Set<String> METHODS =
            Set.of("get", "put", "post", "delete", "options", "head", "patch", "trace");
    /** Where it isn't required, a server may still say it of any answer. */
    private static final String OF_THE_CONNECTION = "Connection";

    private static final Comparator<String> ANY_CASE = String.CASE_INSENSITIVE_ORDER;

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final JsonSchemaFactory FACTORY = JsonSchemaFactory.getInstance(
            VersionFlag.V202012,
            factory -> factory.metaSchema(JsonMetaSchema.builder(JsonMetaSchema.getV202012())
                    .keyword(new NonValidationKeyword("components"))
                    .build()));
    private static final SchemaValidatorsConfig CONFIG =
            SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build();

    private final JsonNode document;
    private final List<Route> routes;
    private final Set<String> headerNames = new TreeSet<>(ANY_CASE);
    private final Map<JsonNode, JsonSchema> schemas = new ConcurrentHashMap<>();
    private final Set<String> checked = new ConcurrentSkipListSet<>();

    /** A path of the document; {@code operations} by method, in upper case. */
    private record Route(String path, Pattern pattern, Map<String, Operation> operations) {

        boolean isLiteral() {
            return path.indexOf('{') < 0;
        }
    }

    /** A method of a path; {@code name} is both, as in {@code POST /v2/slots/reservations}. */
    private record Operation(String name, JsonNode node, List<JsonNode> parameters) {

        JsonNode responses() {
            return node.path("responses");
        }
    }

    private record Answer(int status, Map<String, List<String>> headers, String body) {

        Answer {
            Map<String, List<String>> anyCase = new TreeMap<>(ANY_CASE);
            anyCase.putAll(headers);
            headers = anyCase;
        }

        List<String> header(String name) {
            return headers.getOrDefault(name, List.of());
        }
    }

    /** The document that is delivered. */
    public static OpenApi ofTheEdge() {
        try (InputStream file = Objects.requireNonNull(OpenApi.class.getResourceAsStream(RESOURCE), RESOURCE)) {
            return new OpenApi(JSON.readTree(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    OpenApi(JsonNode document) {
        this.document = document;
        this.routes = document.path("paths").properties().stream()
                .map(path -> route(path.getKey(), path.getValue()))
                .sorted(Comparator.comparing(Route::isLiteral).reversed())
                .toList();
        Stream.concat(
                        responses().values().stream(),
                        document.at("/components/responses").valueStream())
                .forEach(response -> headerNames.addAll(names(response.path("headers"))));
        headerNames.remove(OF_THE_CONNECTION);
    }

    private Route route(String path, JsonNode item) {
        Map<String, Operation> operations = new TreeMap<>();
        for (Map.Entry<String, JsonNode> field : item.properties()) {
            if (METHODS.contains(field.getKey())) {
                String method = field.getKey().toUpperCase(Locale.ROOT);
                List<JsonNode> parameters = Stream.of(item, field.getValue())
                        .flatMap(node -> node.path("parameters").valueStream())
                        .map(this::resolve)
                        .toList();
                operations.put(method, new Operation(method + " " + path, field.getValue(), parameters));
            }
        }
        String pattern =
                Stream.of(PARAMETER.split(path, -1)).map(Pattern::quote).collect(Collectors.joining("[^/]+"));
        return new Route(path, Pattern.compile(pattern), operations);
    }

    private static List<String> names(JsonNode object) {
        return object.properties().stream().map(Map.Entry::getKey).toList();
    }

    private Stream<Operation> operationStream() {
        return routes.stream().flatMap(route -> route.operations().values().stream());
    }

    JsonNode document() {
        return document;
    }

    /** Every method and path, like {@code POST /v2/slots/reservations}. */
    public Set<String> operations() {
        return operationStream().map(Operation::name).collect(Collectors.toCollection(TreeSet::new));
    }

    /** Every operation with each status that it may answer, like {@code POST /v2/slots/reservations 201}. */
    public Set<String> answers() {
        return responses().keySet();
    }

    /** What is described of each of {@link #answers()}. */
    Map<String, JsonNode> responses() {
        Map<String, JsonNode> responses = new TreeMap<>();
        operationStream()
                .forEach(operation -> operation
                        .responses()
                        .properties()
                        .forEach(response -> responses.put(
                                operation.name() + " " + response.getKey(), resolve(response.getValue()))));
        return responses;
    }

    /** Which of {@link #answers()} came by so far, rightly or wrongly. */
    public Set<String> checked() {
        return new TreeSet<>(checked);
    }

    /** Which of {@link #answers()} nobody has seen yet. */
    public Set<String> unchecked() {
        Set<String> rest = answers();
        rest.removeAll(checked);
        return rest;
    }

    /**
     * What an answer has against the document; empty when it keeps to it. What was asked is looked at only where the
     * answer says that it was done: 2xx.
     *
     * @param requestBody empty when there was none
     * @param answerHeaders names in any case
     * @param answerBody empty when there was none
     */
    public List<String> objections(
            String method,
            String pathWithQuery,
            String requestBody,
            int status,
            Map<String, List<String>> answerHeaders,
            String answerBody) {
        int query = pathWithQuery.indexOf('?');
        String path = query < 0 ? pathWithQuery : pathWithQuery.substring(0, query);
        var answer = new Answer(status, answerHeaders, answerBody);
        List<String> found = new ArrayList<>();
        Optional<Route> route = routes.stream()
                .filter(it -> it.pattern().matcher(path).matches())
                .findFirst();
        Optional<Operation> operation =
                route.flatMap(it -> Optional.ofNullable(it.operations().get(method)));
        if (operation.isEmpty()) {
            checkUndescribed(method, path, route, answer, found);
        } else {
            checkAnswer(operation.get(), answer, found);
            if (status / 100 == 2) {
                checkRequestBody(operation.get(), requestBody, found);
                checkQuery(operation.get(), query < 0 ? "" : pathWithQuery.substring(query + 1), found);
            }
        }
        return found.stream()
                .map(objection -> method + " " + pathWithQuery + " " + status + ": " + objection)
                .toList();
    }

    private void checkAnswer(Operation operation, Answer answer, List<String> found) {
        JsonNode response = operation.responses().path(Integer.toString(answer.status()));
        if (response.isMissingNode()) {
            found.add("the status is not described");
            return;
        }
        checked.add(operation.name() + " " + answer.status());
        checkHeaders(resolve(response), answer, found);
        checkBody(resolve(response), answer, found);
    }

    /** What the document says of all paths: another method is 405, another path is 404. */
    private void checkUndescribed(
            String method, String path, Optional<Route> route, Answer answer, List<String> found) {
        boolean otherMethod = answer.status() == 405 && route.isPresent();
        if (answer.status() != 404 && !otherMethod) {
            found.add("is not described, so the answer must be 404" + (route.isPresent() ? ", or 405 with Allow" : ""));
            return;
        }
        JsonNode response = shared(path, otherMethod);
        checkHeaders(response, answer, found);
        boolean mayBeEmpty = method.equals("HEAD") || !(path.startsWith("/v2/") || otherMethod);
        if (response.has("content") && !(mayBeEmpty && answer.body().isEmpty())) {
            checkBody(response, answer, found);
        }
        if (otherMethod) {
            checkAllow(route.get(), answer, found);
        }
    }

    /** The response of all paths of an API; of the paths of neither, only the headers are said. */
    private JsonNode shared(String path, boolean otherMethod) {
        if (path.startsWith("/v2/")) {
            return component("responses", otherMethod ? "MethodNotAllowed" : "NotFound");
        }
        ObjectNode response =
                component("responses", "ConversationMethodNotAllowed").deepCopy();
        if (!path.startsWith("/v1/")) {
            response.remove("content");
        }
        if (!otherMethod) {
            ((ObjectNode) response.get("headers")).remove("Allow");
        }
        return response;
    }

    private static void checkAllow(Route route, Answer answer, List<String> found) {
        Set<String> allowed = answer.header("Allow").stream()
                .flatMap(value -> Arrays.stream(value.split(",", -1)))
                .map(String::strip)
                .collect(Collectors.toCollection(TreeSet::new));
        if (!allowed.equals(route.operations().keySet())) {
            found.add("Allow says " + allowed + ", described are "
                    + route.operations().keySet());
        }
    }

    private void checkHeaders(JsonNode response, Answer answer, List<String> found) {
        Set<String> described = new TreeSet<>(ANY_CASE);
        for (Map.Entry<String, JsonNode> field : response.path("headers").properties()) {
            described.add(field.getKey());
            checkHeader(field.getKey(), resolve(field.getValue()), answer.header(field.getKey()), found);
        }
        headerNames.stream()
                .filter(name ->
                        !described.contains(name) && !answer.header(name).isEmpty())
                .forEach(name -> found.add("header " + name + " is not described here"));
    }

    private void checkHeader(String name, JsonNode header, List<String> values, List<String> found) {
        if (values.isEmpty() && header.path("required").asBoolean()) {
            found.add("header " + name + " is missing");
        }
        if (values.size() > 1) {
            found.add("header " + name + " came " + values.size() + " times");
        }
        for (String value : values) {
            misfits(header.path("schema"), simple(header.path("schema"), value))
                    .forEach(misfit -> found.add("header " + name + ": " + misfit));
        }
    }

    private void checkBody(JsonNode response, Answer answer, List<String> found) {
        JsonNode content = response.path("content");
        if (content.isEmpty()) {
            if (!answer.body().isEmpty()) {
                found.add("a body came where none is described");
            }
            return;
        }
        if (answer.body().isEmpty()) {
            found.add("the body is missing");
            return;
        }
        List<String> types = answer.header("Content-Type");
        String type = types.size() == 1 ? types.get(0) : "";
        String media = type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        boolean isUtf8 = type.replace(" ", "").equalsIgnoreCase(JSON_TYPE + ";charset=utf-8");
        if (!content.has(media) || (media.equals(JSON_TYPE) && !isUtf8)) {
            found.add("Content-Type is " + types);
        }
        content.properties().stream()
                .findFirst()
                .ifPresent(described -> checkContent(
                        "body", described.getKey(), described.getValue().path("schema"), answer.body(), found));
    }

    private void checkRequestBody(Operation operation, String body, List<String> found) {
        JsonNode request = resolve(operation.node().path("requestBody"));
        if (body.isEmpty()) {
            if (request.path("required").asBoolean()) {
                found.add("accepted although the request's body is missing");
            }
        } else if (!request.isMissingNode()) {
            checkContent(
                    "accepted although the request's body",
                    JSON_TYPE,
                    request.at("/content/application~1json/schema"),
                    body,
                    found);
        }
    }

    private void checkContent(String what, String media, JsonNode schema, String body, List<String> found) {
        try {
            JsonNode value = media.equals(JSON_TYPE) ? JSON.readTree(body) : TextNode.valueOf(body);
            misfits(schema, value).forEach(misfit -> found.add(what + ": " + misfit));
        } catch (JsonProcessingException e) {
            found.add(what + " is not JSON: " + e.getOriginalMessage());
        }
    }

    /** Unknown parameters are refused where any is known. */
    private void checkQuery(Operation operation, String query, List<String> found) {
        List<JsonNode> described = operation.parameters().stream()
                .filter(parameter -> parameter.path("in").asText().equals("query"))
                .toList();
        if (described.isEmpty()) {
            return;
        }
        Map<String, String> given = parameters(query);
        for (JsonNode parameter : described) {
            String name = parameter.path("name").asText();
            Optional<String> value = Optional.ofNullable(given.remove(name));
            if (value.isEmpty() && parameter.path("required").asBoolean()) {
                found.add("accepted although the parameter " + name + " is missing");
            }
            JsonNode schema = parameter.path("schema");
            value.ifPresent(text -> misfits(schema, simple(schema, text))
                    .forEach(misfit -> found.add("accepted although the parameter " + name + ": " + misfit)));
        }
        given.keySet().forEach(name -> found.add("accepted although the parameter " + name + " is unknown"));
    }

    private static Map<String, String> parameters(String query) {
        Map<String, String> parameters = new TreeMap<>();
        for (String parameter : query.split("&", -1)) {
            String[] parts = parameter.split("=", 2);
            if (!parts[0].isEmpty()) {
                parameters.put(
                        URLDecoder.decode(parts[0], UTF_8),
                        parts.length == 1 ? "" : URLDecoder.decode(parts[1], UTF_8));
            }
        }
        return parameters;
    }

    /** A header or a parameter is text, which a schema may want to be a number or a truth value. */
    private static JsonNode simple(JsonNode schema, String text) {
        boolean isTruth = schema.path("type").asText().equals("boolean") && text.matches("true|false");
        if (isTruth) {
            return BooleanNode.valueOf(text.equals("true"));
        }
        boolean isNumber = schema.path("type").asText().equals("integer") && text.matches("-?[0-9]{1,18}");
        return isNumber ? LongNode.valueOf(Long.parseLong(text)) : TextNode.valueOf(text);
    }

    /** What a value has that its schema, a part of the document, doesn't allow. */
    List<String> misfits(JsonNode schema, JsonNode value) {
        return schemas.computeIfAbsent(schema, this::compile).validate(value).stream()
                .map(ValidationMessage::getMessage)
                .toList();
    }

    /** References are to places of the document, so a schema takes the components along. */
    private JsonSchema compile(JsonNode schema) {
        ObjectNode root = JSON.createObjectNode();
        root.set("components", document.path("components"));
        root.setAll((ObjectNode) schema);
        return FACTORY.getSchema(root, CONFIG);
    }

    private JsonNode component(String kind, String name) {
        return document.path("components").path(kind).required(name);
    }

    /** What a reference refers to; anything else is itself. */
    JsonNode resolve(JsonNode node) {
        return node.has("$ref")
                ? resolve(document.requiredAt(node.get("$ref").textValue().substring(1)))
                : node;
    }
}
