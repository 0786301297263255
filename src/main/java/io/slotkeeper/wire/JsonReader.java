package io.slotkeeper.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import io.slotkeeper.request.field.Limits;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads JSON strictly: one object in valid UTF-8, no key twice, nothing behind it, within the limits of
 * docs/spec/limits.md. What
 * breaks a rule is no JSON for us; nothing is repaired.
 */
public final class JsonReader {

    /** An outcome holds a snapshot, which holds the event that a request had one level down. */
    private static final int MAX_DEPTH_OF_OUTPUT = Limits.MAX_JSON_DEPTH + 2;

    private static final JsonFactory FACTORY = factory(Limits.MAX_JSON_DEPTH, Long.MAX_VALUE);
    private static final JsonFactory BODIES = factory(Limits.MAX_JSON_DEPTH, Limits.MAX_BODY_TOKENS);
    private static final JsonFactory OUTPUTS = factory(MAX_DEPTH_OF_OUTPUT, Long.MAX_VALUE);

    private static JsonFactory factory(int maxDepth, long maxTokens) {
        return JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(maxDepth)
                        .maxTokenCount(maxTokens)
                        .maxNumberLength(Limits.MAX_JSON_NUMBER_LENGTH)
                        .maxStringLength(Limits.MAX_JSON_STRING_BYTES)
                        .maxNameLength(Limits.MAX_JSON_NAME_LENGTH)
                        .build())
                // Names come from strangers: a table of all that were ever seen would grow without bound.
                .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                .build();
    }

    private JsonReader() {}

    /** The object, or empty when the bytes are not one. */
    public static Optional<Json.Obj> read(byte[] bytes) {
        return read(FACTORY, bytes);
    }

    /** The body of an HTTP request, which is refused before it takes much memory and a place in the log. */
    public static Optional<Json.Obj> readBody(byte[] bytes) {
        return read(BODIES, bytes);
    }

    private static Optional<Json.Obj> read(JsonFactory factory, byte[] bytes) {
        try {
            return read(factory, isAscii(bytes) ? new String(bytes, StandardCharsets.US_ASCII) : decode(bytes));
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    /** The object, or empty when the text is not one. */
    static Optional<Json.Obj> read(String text) {
        return read(FACTORY, text);
    }

    /** An output of ours. */
    static Optional<Json.Obj> readOutput(String text) {
        return read(OUTPUTS, text);
    }

    private static Optional<Json.Obj> read(JsonFactory factory, String text) {
        try (JsonParser parser = factory.createParser(text)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return Optional.empty();
            }
            Json.Obj object = readObject(parser);
            return parser.nextToken() == null ? Optional.of(object) : Optional.empty();
        } catch (IOException e) {
            // The parser's words may quote the payload, which must not appear anywhere (docs/spec/faults.md).
            return Optional.empty();
        }
    }

    /** Most values are, and need no decoder. */
    private static boolean isAscii(byte[] bytes) {
        for (byte each : bytes) {
            if (each < 0) {
                return false;
            }
        }
        return true;
    }

    private static String decode(byte[] bytes) throws CharacterCodingException {
        return StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT)
                .decode(ByteBuffer.wrap(bytes))
                .toString();
    }

    private static Json.Obj readObject(JsonParser parser) throws IOException {
        Map<String, Json> fields = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            if (fields.put(name, readValue(parser)) != null) {
                throw new JsonParseException(parser, "Expected each name once");
            }
        }
        return new Json.Obj(fields);
    }

    private static Json.Arr readArray(JsonParser parser) throws IOException {
        List<Json> elements = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            elements.add(readValue(parser));
        }
        return new Json.Arr(elements);
    }

    private static Json readValue(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> readObject(parser);
            case START_ARRAY -> readArray(parser);
            case VALUE_STRING -> readString(parser);
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> readNumber(parser);
            case VALUE_TRUE -> new Json.Bool(true);
            case VALUE_FALSE -> new Json.Bool(false);
            default -> new Json.Null();
        };
    }

    /** The parser's own limit counts characters, of which each may be three bytes. */
    private static Json.Str readString(JsonParser parser) throws IOException {
        String text = parser.getText();
        if (text.length() > Limits.MAX_JSON_STRING_BYTES / 3
                && text.getBytes(StandardCharsets.UTF_8).length > Limits.MAX_JSON_STRING_BYTES) {
            throw new StreamConstraintsException("Expected a shorter string");
        }
        return new Json.Str(text);
    }

    /** The parser's own limit counts digits only: not the sign, the point and the exponent's letter. */
    private static Json.Num readNumber(JsonParser parser) throws IOException {
        String text = parser.getText();
        if (text.length() > Limits.MAX_JSON_NUMBER_LENGTH) {
            throw new StreamConstraintsException("Expected a shorter number");
        }
        return new Json.Num(text);
    }
}
