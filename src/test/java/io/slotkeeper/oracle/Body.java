package io.slotkeeper.oracle;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A request's JSON under construction. Never changes; each method gives another one. */
final class Body {

    private static final ObjectMapper JSON =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private final Map<String, Object> fields;

    private Body(Map<String, Object> fields) {
        this.fields = fields;
    }

    static Body of(String type) {
        return new Body(Map.of()).with("type", type);
    }

    /** @param value text, number, boolean, instant, list, map or null */
    Body with(String name, @Nullable Object value) {
        var copy = new LinkedHashMap<>(fields);
        copy.put(name, value instanceof Instant instant ? instant.toString() : value);
        return new Body(copy);
    }

    Body without(String name) {
        var copy = new LinkedHashMap<>(fields);
        copy.remove(name);
        return new Body(copy);
    }

    Map<String, Object> fields() {
        return fields;
    }

    static Body ofFields(Map<String, Object> fields) {
        return new Body(fields);
    }

    String json() {
        try {
            return JSON.writeValueAsString(fields);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
