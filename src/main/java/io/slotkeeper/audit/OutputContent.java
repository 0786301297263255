package io.slotkeeper.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.slotkeeper.oracle.Output;
import io.slotkeeper.wire.Json;
import io.slotkeeper.wire.JsonReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An output's JSON as the oracle's {@link Output} holds it, and back. */
public final class OutputContent {

    private static final String EVENT = "event";

    private OutputContent() {}

    /** A number that isn't whole, which no output has, stays what it is and equals nothing that is expected. */
    public static Map<String, Object> of(Json.Obj object) {
        Map<String, Object> content = new LinkedHashMap<>();
        object.fields().forEach((name, value) -> {
            boolean isEvent = name.equals(EVENT) && value instanceof Json.Obj;
            content.put(name, isEvent ? value.compact() : value(value));
        });
        return content;
    }

    private static @Nullable Object value(Json json) {
        if (json instanceof Json.Obj object) {
            return of(object);
        }
        if (json instanceof Json.Arr array) {
            List<Object> elements = new ArrayList<>();
            array.elements().forEach(element -> elements.add(value(element)));
            return elements;
        }
        if (json instanceof Json.Str text) {
            return text.text();
        }
        if (json instanceof Json.Bool bool) {
            return bool.value();
        }
        return json instanceof Json.Num number ? number(number) : null;
    }

    private static Object number(Json.Num number) {
        try {
            return Long.parseLong(number.text());
        } catch (NumberFormatException e) {
            return number;
        }
    }

    /** As JSON; of a text that is only mentioned, what is mentioned. */
    static Json.Obj json(Map<?, ?> content) {
        Json.Builder object = Json.object();
        content.forEach((name, value) ->
                object.put(String.valueOf(name), EVENT.equals(name) ? event(String.valueOf(value)) : element(value)));
        return object.build();
    }

    private static Json element(@Nullable Object value) {
        if (value instanceof Map<?, ?> fields) {
            return json(fields);
        }
        if (value instanceof List<?> elements) {
            List<Json> array = new ArrayList<>();
            elements.forEach(element -> array.add(element(element)));
            return new Json.Arr(array);
        }
        if (value instanceof Long number) {
            return Json.of(number);
        }
        if (value instanceof Boolean bool) {
            return Json.of(bool);
        }
        if (value instanceof Output.Mention mention) {
            return Json.of("…" + mention.text() + "…");
        }
        return value == null ? new Json.Null() : Json.of(value.toString());
    }

    private static Json event(String compact) {
        return JsonReader.read(compact.getBytes(UTF_8)).<Json>map(it -> it).orElseGet(() -> Json.of(compact));
    }
}
