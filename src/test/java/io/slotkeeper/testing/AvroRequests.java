package io.slotkeeper.testing;

import com.fasterxml.jackson.databind.JsonNode;
import io.slotkeeper.SelectSlots;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.message.BinaryMessageEncoder;
import org.jspecify.annotations.Nullable;

/** Requests in Avro, written by nothing of the program but its schemas: what another language's producer sends. */
public final class AvroRequests {

    private AvroRequests() {}

    /** The Avro form of a request in JSON that has one: the type as the record's name, fields by their names. */
    public static byte[] of(JsonNode request) {
        Schema schema = schemaOf(request.get("type").textValue());
        return encode(record(request, schema));
    }

    public static byte[] encode(GenericData.Record record) {
        try {
            return new BinaryMessageEncoder<GenericData.Record>(GenericData.get(), record.getSchema())
                    .encode(record)
                    .array();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static Schema schemaOf(String type) {
        String name = Arrays.stream(type.split("_"))
                .map(word -> Character.toUpperCase(word.charAt(0)) + word.substring(1))
                .collect(Collectors.joining());
        try {
            return (Schema) Class.forName(SelectSlots.class.getPackageName() + "." + name)
                    .getMethod("getClassSchema")
                    .invoke(null);
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException(type, e);
        }
    }

    private static @Nullable Object value(@Nullable JsonNode json, Schema schema) {
        return switch (schema.getType()) {
            case UNION ->
                json == null || json.isNull()
                        ? null
                        : value(json, schema.getTypes().get(1));
            case RECORD -> record(given(json), schema);
            case ARRAY -> list(given(json), schema.getElementType());
            case STRING ->
                "json-object".equals(schema.getProp("content"))
                        ? given(json).toString()
                        : given(json).textValue();
            case INT -> given(json).intValue();
            case LONG ->
                schema.getLogicalType() instanceof LogicalTypes.TimestampMillis
                        ? (Object) OffsetDateTime.parse(given(json).textValue())
                                .toInstant()
                                .toEpochMilli()
                        : (Object) given(json).longValue();
            case BOOLEAN -> given(json).booleanValue();
            default -> throw new IllegalArgumentException(schema.toString());
        };
    }

    private static JsonNode given(@Nullable JsonNode json) {
        if (json == null) {
            throw new IllegalArgumentException("This request has no Avro form: a field is missing");
        }
        return json;
    }

    private static GenericData.Record record(JsonNode json, Schema schema) {
        var record = new GenericData.Record(schema);
        schema.getFields().forEach(field -> record.put(field.pos(), value(json.get(field.name()), field.schema())));
        return record;
    }

    private static List<Object> list(JsonNode json, Schema element) {
        List<Object> list = new ArrayList<>();
        json.forEach(one -> list.add(java.util.Objects.requireNonNull(value(one, element))));
        return list;
    }
}
