package io.slotkeeper.wire;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A JSON value that keeps numbers as they were written, so that nothing is lost by reading it. */
public sealed interface Json {

    /** Fields in the order in which they were sent. */
    record Obj(Map<String, Json> fields) implements Json {

        /** The value of a field; empty when it isn't there or {@code null}. */
        public Optional<Json> get(String name) {
            return Optional.ofNullable(fields.get(name)).filter(value -> !(value instanceof Null));
        }

        /** The value of a field that is a text. */
        public Optional<String> text(String name) {
            return get(name).flatMap(value -> value instanceof Str text ? Optional.of(text.text()) : Optional.empty());
        }

        /** The value of a field that is a whole number of 64 bits, with neither fraction nor exponent. */
        public Optional<Long> integer(String name) {
            return get(name).flatMap(value -> value instanceof Num number ? number.integer() : Optional.empty());
        }

        /** The value of a field that is an object. */
        public Optional<Obj> object(String name) {
            return get(name).flatMap(value -> value instanceof Obj object ? Optional.of(object) : Optional.empty());
        }
    }

    record Arr(List<Json> elements) implements Json {}

    record Str(String text) implements Json {}

    record Num(String text) implements Json {

        /** The number if it is a whole one of 64 bits, with neither fraction nor exponent. */
        Optional<Long> integer() {
            try {
                return Optional.of(Long.parseLong(text));
            } catch (NumberFormatException e) {
                return Optional.empty();
            }
        }
    }

    record Bool(boolean value) implements Json {}

    record Null() implements Json {}

    /** An object that is put together field by field, in this order. */
    final class Builder {
        private final Map<String, Json> fields = new LinkedHashMap<>();

        private Builder() {}

        public Builder put(String name, Json value) {
            fields.put(name, value);
            return this;
        }

        public Builder put(String name, String value) {
            return put(name, new Str(value));
        }

        public Builder put(String name, long value) {
            return put(name, of(value));
        }

        /** Leaves the field out if there is no value. */
        public Builder put(String name, Optional<? extends Json> value) {
            value.ifPresent(present -> put(name, present));
            return this;
        }

        /** {@code null} if there is no value. */
        public Builder putOrNull(String name, Optional<? extends Json> value) {
            return put(name, value.isPresent() ? value.get() : new Null());
        }

        public Obj build() {
            return new Obj(new LinkedHashMap<>(fields));
        }
    }

    static Builder object() {
        return new Builder();
    }

    static Json of(String text) {
        return new Str(text);
    }

    static Json of(long number) {
        return new Num(Long.toString(number));
    }

    static Json of(boolean value) {
        return new Bool(value);
    }

    /** The value at a path of names and indexes, like {@code participants/1/status}; empty when it leads nowhere. */
    default Optional<Json> at(String path) {
        Optional<Json> value = Optional.of(this);
        for (String step : path.split("/", -1)) {
            value = value.flatMap(it -> it.step(step));
        }
        return value;
    }

    private Optional<Json> step(String step) {
        if (this instanceof Arr array) {
            return array.elements().stream().skip(Integer.parseInt(step)).findFirst();
        }
        return this instanceof Obj object ? object.get(step) : Optional.empty();
    }

    /** {@link #compact()} in UTF-8. Half a surrogate pair has no UTF-8 form; it is written as an escape. */
    default byte[] bytes() {
        String text = compact();
        return (LoneSurrogates.in(text) ? LoneSurrogates.escaped(text) : text).getBytes(StandardCharsets.UTF_8);
    }

    /** The value without white space; order and numbers as sent. */
    default String compact() {
        var text = new StringBuilder();
        write(this, text);
        return text.toString();
    }

    private static void write(Json json, StringBuilder text) {
        if (json instanceof Obj object) {
            writeFields(object.fields(), text.append('{'));
            text.append('}');
        } else if (json instanceof Arr array) {
            writeElements(array.elements(), text.append('['));
            text.append(']');
        } else if (json instanceof Str string) {
            writeString(string.text(), text);
        } else if (json instanceof Num number) {
            text.append(number.text());
        } else if (json instanceof Bool bool) {
            text.append(bool.value());
        } else {
            text.append("null");
        }
    }

    private static void writeFields(Map<String, Json> fields, StringBuilder text) {
        for (Iterator<Map.Entry<String, Json>> all = fields.entrySet().iterator(); all.hasNext(); ) {
            Map.Entry<String, Json> field = all.next();
            writeString(field.getKey(), text);
            write(field.getValue(), text.append(':'));
            if (all.hasNext()) {
                text.append(',');
            }
        }
    }

    private static void writeElements(List<Json> elements, StringBuilder text) {
        for (Iterator<Json> all = elements.iterator(); all.hasNext(); ) {
            write(all.next(), text);
            if (all.hasNext()) {
                text.append(',');
            }
        }
    }

    private static void writeString(String string, StringBuilder text) {
        text.append('"');
        JsonStringEncoder.getInstance().quoteAsString(string, text);
        text.append('"');
    }
}
