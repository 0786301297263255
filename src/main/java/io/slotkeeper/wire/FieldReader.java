package io.slotkeeper.wire;

import io.slotkeeper.request.field.FieldValue;
import io.slotkeeper.request.field.FieldValue.Fault;
import io.slotkeeper.request.field.IsoInstant;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * The known fields of a JSON object. Asking for a field adds it to the request's fingerprint, so a request's fields are
 * asked for once and in the order of its field table; fields nobody asks for are ignored. {@code null} counts as left
 * out.
 */
final class FieldReader {

    private final Json.Obj object;
    private final ContentDigest digest;

    FieldReader(Json.Obj object, ContentDigest digest) {
        this.object = object;
        this.digest = digest;
    }

    FieldValue<String> text(String name) {
        return read(name, json -> text(name, json));
    }

    FieldValue<Long> integer(String name) {
        return read(name, json -> integer(name, json));
    }

    FieldValue<Boolean> bool(String name) {
        return read(
                name,
                json -> json instanceof Json.Bool bool
                        ? given(name, 'b', Boolean.toString(bool.value()), bool.value())
                        : malformed(name, json, Fault.TYPE));
    }

    /** Enters the fingerprint as UTC, however it was written. */
    FieldValue<Instant> instant(String name) {
        return read(name, json -> {
            if (!(json instanceof Json.Str string)) {
                return malformed(name, json, Fault.TYPE);
            }
            FieldValue<Instant> instant = IsoInstant.parse(string.text());
            instant.value()
                    .ifPresentOrElse(
                            value -> digest.add(name, 'i', Long.toString(value.toEpochMilli())),
                            () -> digest.add(name, '?', json.compact()));
            return instant;
        });
    }

    /** An object that is kept as it was sent. */
    FieldValue<String> compactObject(String name) {
        return read(name, json -> {
            String compact = json.compact();
            return json instanceof Json.Obj ? given(name, 'o', compact, compact) : malformed(name, json, Fault.TYPE);
        });
    }

    <T> FieldValue<T> object(String name, Function<FieldReader, T> reader) {
        return read(name, json -> object(name, json, reader));
    }

    FieldValue<List<FieldValue<String>>> texts(String name) {
        return list(name, json -> text("", json));
    }

    FieldValue<List<FieldValue<Long>>> integers(String name) {
        return list(name, json -> integer("", json));
    }

    <T> FieldValue<List<FieldValue<T>>> objects(String name, Function<FieldReader, T> reader) {
        return list(name, json -> object("", json, reader));
    }

    private <T> FieldValue<List<FieldValue<T>>> list(String name, Function<Json, FieldValue<T>> reader) {
        return read(name, json -> {
            if (!(json instanceof Json.Arr array)) {
                return malformed(name, json, Fault.TYPE);
            }
            digest.open(name, '[');
            List<FieldValue<T>> elements = new ArrayList<>(array.elements().size());
            array.elements().forEach(element -> elements.add(reader.apply(element)));
            digest.close();
            return FieldValue.of(elements);
        });
    }

    private <T> FieldValue<T> object(String name, Json json, Function<FieldReader, T> reader) {
        if (!(json instanceof Json.Obj inner)) {
            return malformed(name, json, Fault.TYPE);
        }
        digest.open(name, '{');
        T value = reader.apply(new FieldReader(inner, digest));
        digest.close();
        return FieldValue.of(value);
    }

    private FieldValue<String> text(String name, Json json) {
        return json instanceof Json.Str string
                ? given(name, 's', string.text(), string.text())
                : malformed(name, json, Fault.TYPE);
    }

    /** No fraction, no exponent (docs/spec/limits.md). A number beyond 64 bits is beyond every limit too. */
    private FieldValue<Long> integer(String name, Json json) {
        if (!(json instanceof Json.Num number)) {
            return malformed(name, json, Fault.TYPE);
        }
        return number.integer()
                .map(value -> given(name, 'n', Long.toString(value), value))
                .orElseGet(() -> malformed(name, json, Fault.FORMAT));
    }

    private <T> FieldValue<T> read(String name, Function<Json, FieldValue<T>> reader) {
        Json json = object.fields().get(name);
        return json == null || json instanceof Json.Null ? FieldValue.absent() : reader.apply(json);
    }

    private <T> FieldValue<T> given(String name, char kind, String normal, T value) {
        digest.add(name, kind, normal);
        return FieldValue.of(value);
    }

    private <T> FieldValue<T> malformed(String name, Json json, Fault fault) {
        digest.add(name, '?', json.compact());
        return FieldValue.malformed(fault);
    }
}
