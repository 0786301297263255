package io.slotkeeper.wire;

import io.slotkeeper.request.field.IsoInstant;
import io.slotkeeper.request.field.Limits;
import io.slotkeeper.schema.SchemaVersions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.jspecify.annotations.Nullable;

/**
 * Reads Avro's single-object encoding into the JSON form of the same record. Both formats have the same names, so one
 * field table reads both, and what one version's schema calls a field is found, or not, by that name in any other's.
 *
 * <p>Three properties of our schemas say what JSON has beyond Avro's types: {@code "content": "json-object"} on a text
 * that is one, {@code "absent": "null"} on a field that JSON writes also when it is null, and {@code "keyed-by"} on
 * a list that is an object in JSON. {@code "text": "seconds"} is an instant that JSON writes without milliseconds.
 */
final class AvroReader {

    /** Marker and the writer's fingerprint. */
    static final int HEADER_BYTES = 2 + Long.BYTES;

    static final byte FIRST_MARKER = (byte) 0xC3;
    static final byte SECOND_MARKER = 1;

    private final SchemaVersions known;

    AvroReader(SchemaVersions known) {
        this.known = known;
    }

    static boolean isSingleObject(byte[] value) {
        return value.length >= HEADER_BYTES && value[0] == FIRST_MARKER && value[1] == SECOND_MARKER;
    }

    /** What the value was written with; empty when no version of ours has its fingerprint. */
    Optional<Schema> schemaOf(byte[] value) {
        return known.find(ByteBuffer.wrap(value).order(ByteOrder.LITTLE_ENDIAN).getLong(2));
    }

    /** The record in its JSON form; empty when the bytes are not one of this schema, or something follows it. */
    static Optional<Json.Obj> read(byte[] value, Schema schema) {
        return read(value, schema, any -> true);
    }

    /** Only some fields of the record: the others are stepped over, which says nothing about what they hold. */
    static Optional<Json.Obj> read(byte[] value, Schema schema, Predicate<String> wanted) {
        BinaryDecoder in = DecoderFactory.get().binaryDecoder(value, HEADER_BYTES, value.length - HEADER_BYTES, null);
        try {
            Json.Obj object = readRecord(in, schema, wanted);
            return in.isEnd() ? Optional.of(object) : Optional.empty();
        } catch (IOException | AvroRuntimeException | UnsupportedOperationException e) {
            // What Avro says may quote the payload, which must not appear anywhere (docs/spec/faults.md).
            return Optional.empty();
        }
    }

    private static Json.Obj readRecord(BinaryDecoder in, Schema schema, Predicate<String> wanted) throws IOException {
        Map<String, Json> fields = new LinkedHashMap<>();
        for (Schema.Field field : schema.getFields()) {
            if (!wanted.test(field.name())) {
                GenericDatumReader.skip(field.schema(), in);
                continue;
            }
            Json value = read(in, field.schema());
            if (!(value instanceof Json.Null) || "null".equals(field.getProp("absent"))) {
                fields.put(field.name(), keyed(value, field.getProp("keyed-by")));
            }
        }
        return new Json.Obj(fields);
    }

    private static Json read(BinaryDecoder in, Schema schema) throws IOException {
        return switch (schema.getType()) {
            case RECORD -> readRecord(in, schema, any -> true);
            case ARRAY -> readArray(in, schema.getElementType());
            case UNION -> read(in, branch(in.readIndex(), schema));
            case STRING -> readText(in, schema);
            case INT -> new Json.Num(Integer.toString(in.readInt()));
            case LONG -> number(in.readLong(), schema);
            case BOOLEAN -> new Json.Bool(in.readBoolean());
            case NULL -> new Json.Null();
            default -> throw new UnsupportedOperationException("Expected a type that our schemas use");
        };
    }

    private static Schema branch(int index, Schema union) throws IOException {
        if (index < 0 || index >= union.getTypes().size()) {
            throw new IOException("Expected a branch of the union");
        }
        return union.getTypes().get(index);
    }

    /** The list grows with what is there: a length that is only claimed costs nothing. */
    private static Json readArray(BinaryDecoder in, Schema element) throws IOException {
        List<Json> elements = new ArrayList<>();
        for (long block = in.readArrayStart(); block > 0; block = in.arrayNext()) {
            for (long i = 0; i < block; i++) {
                elements.add(read(in, element));
            }
        }
        return new Json.Arr(elements);
    }

    /** As bytes, which are laid out like a string: Avro itself would replace what is not UTF-8. */
    private static Json readText(BinaryDecoder in, Schema schema) throws IOException {
        ByteBuffer bytes = in.readBytes(null);
        boolean object = "json-object".equals(schema.getProp("content"));
        if (!object && bytes.remaining() > Limits.MAX_JSON_STRING_BYTES) {
            throw new IOException("Expected a shorter string");
        }
        String text = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT)
                .decode(bytes)
                .toString();
        return object ? embedded(text) : new Json.Str(text);
    }

    /** A text that should be an object, and within the limits when it stands in one; otherwise the text. */
    private static Json embedded(String text) {
        boolean fits = JsonReader.read("{\"event\":" + text + "}").isPresent();
        Optional<Json.Obj> object = fits ? JsonReader.read(text) : Optional.empty();
        return object.map(Json.class::cast).orElseGet(() -> new Json.Str(text));
    }

    private static Json number(long value, Schema schema) {
        if (!(schema.getLogicalType() instanceof LogicalTypes.TimestampMillis)) {
            return new Json.Num(Long.toString(value));
        }
        // A year that no text can have becomes a text that whoever reads it refuses.
        Instant instant = Instant.ofEpochMilli(value);
        return new Json.Str(
                "seconds".equals(schema.getProp("text"))
                        ? IsoInstant.withSeconds(instant)
                        : IsoInstant.withMillis(instant));
    }

    /** A list of records as an object: of each, one field is the name and the other the value. */
    private static Json keyed(Json value, @Nullable String name) {
        if (name == null || !(value instanceof Json.Arr list)) {
            return value;
        }
        Map<String, Json> fields = new LinkedHashMap<>();
        for (Json element : list.elements()) {
            var parts = new LinkedHashMap<>(((Json.Obj) element).fields());
            if (parts.remove(name) instanceof Json.Str key) {
                fields.put(key.text(), parts.values().iterator().next());
            }
        }
        return new Json.Obj(fields);
    }
}
