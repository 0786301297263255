package io.slotkeeper.wire;

import io.slotkeeper.request.Code;
import io.slotkeeper.request.FieldErrors;
import io.slotkeeper.request.Party;
import io.slotkeeper.request.Principal;
import io.slotkeeper.request.Refusal;
import io.slotkeeper.request.RequestId;
import io.slotkeeper.request.field.FieldValue;
import io.slotkeeper.request.field.Limits;
import io.slotkeeper.wire.ParsedRecord.ParsedRequest;
import io.slotkeeper.wire.ParsedRecord.RejectedRecord;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Reads the values of one input topic. Formats are told apart by the first byte (docs/spec/topics.md#formats). Never
 * throws on
 * account of what the bytes are.
 *
 * @param <R> the requests of that topic
 */
public final class RequestReader<R> {

    private static final byte AVRO_MARKER = (byte) 0xC3;
    private static final byte REGISTRY_MARKER = 0;

    private final AvroReader avro;
    private final Map<String, Function<FieldReader, R>> types;
    private final Function<FieldErrors, Refusal> faults;

    /**
     * @param avro knows the schemas of all requests, those of the other topic too
     * @param types how the fields of each type of request are read
     * @param faults how wrong fields are refused in this topic
     */
    RequestReader(AvroReader avro, Map<String, Function<FieldReader, R>> types, Function<FieldErrors, Refusal> faults) {
        this.avro = avro;
        this.types = Map.copyOf(types);
        this.faults = faults;
    }

    public ParsedRecord<R> read(byte @Nullable [] value) {
        if (value == null || value.length == 0) {
            return new RejectedRecord<>(RefusedCode.VALUE_MISSING);
        }
        if (value.length > Limits.MAX_REQUEST_BYTES) {
            return new RejectedRecord<>(RefusedCode.VALUE_TOO_LARGE);
        }
        return switch (value[0]) {
            case AVRO_MARKER -> readAvro(value);
            case REGISTRY_MARKER -> new RejectedRecord<>(RefusedCode.SCHEMA_REGISTRY_NOT_SUPPORTED);
            case '{', ' ', '\t', '\r', '\n' -> readJson(value);
            default -> new RejectedRecord<>(RefusedCode.FORMAT_UNKNOWN);
        };
    }

    private ParsedRecord<R> readJson(byte[] value) {
        Optional<Json.Obj> object = JsonReader.read(value);
        if (object.isEmpty()) {
            return new RejectedRecord<>(RefusedCode.JSON_MALFORMED);
        }
        Json type = object.get().fields().get("type");
        if (!(type instanceof Json.Str name)) {
            return new RejectedRecord<>(RefusedCode.TYPE_MISSING);
        }
        Function<FieldReader, R> reader = types.get(name.text());
        return reader == null
                ? new RejectedRecord<>(RefusedCode.TYPE_UNKNOWN)
                : readRequest(name.text(), object.get(), reader);
    }

    private ParsedRecord<R> readAvro(byte[] value) {
        if (!AvroReader.isSingleObject(value)) {
            return new RejectedRecord<>(RefusedCode.FORMAT_UNKNOWN);
        }
        Optional<Schema> schema = avro.schemaOf(value);
        if (schema.isEmpty()) {
            return new RejectedRecord<>(RefusedCode.SCHEMA_UNKNOWN);
        }
        String type = AvroNames.typeOf(schema.get().getName());
        Function<FieldReader, R> reader = types.get(type);
        if (reader == null) {
            return new RejectedRecord<>(RefusedCode.TYPE_UNKNOWN);
        }
        return AvroReader.read(value, schema.get())
                .<ParsedRecord<R>>map(object -> readRequest(type, object, reader))
                .orElseGet(() -> new RejectedRecord<>(RefusedCode.AVRO_MALFORMED));
    }

    private ParsedRequest<R> readRequest(String type, Json.Obj object, Function<FieldReader, R> reader) {
        var digest = new ContentDigest();
        var about = new FieldReader(object, digest);
        FieldValue<String> requestId = about.text("request_id");
        FieldValue<String> requestedBy = about.text("requested_by");
        FieldValue<String> party = about.text("party");
        FieldValue<Boolean> includeSnapshot = about.bool("include_snapshot");
        FieldValue<Boolean> dryRun = about.bool("dry_run");
        // The five say who asks and how to answer, not what is asked: they stay out of the fingerprint.
        digest.clear();
        digest.add("type", 's', type);
        R request = reader.apply(new FieldReader(object, digest));
        return new ParsedRequest<>(
                type,
                requestId.value().filter(RequestId::isValid).map(RequestId::new),
                requestedBy.value().filter(Principal::isValid).map(Principal::new),
                party.value().filter(Party::isValid),
                includeSnapshot.value().orElse(false),
                dryRun.value().orElse(false),
                fault(requestId, requestedBy, party, includeSnapshot, dryRun),
                digest.fingerprint(),
                request);
    }

    private Optional<Refusal> fault(
            FieldValue<String> requestId,
            FieldValue<String> requestedBy,
            FieldValue<String> party,
            FieldValue<Boolean> includeSnapshot,
            FieldValue<Boolean> dryRun) {
        var errors = new FieldErrors();
        if (!requestId.isAbsent() && !requestId.is(RequestId::isValid)) {
            errors.add("request_id", Code.INVALID_FORMAT);
        }
        if (!requestedBy.isAbsent() && !requestedBy.is(Principal::isValid)) {
            errors.add("requested_by", Code.INVALID_FORMAT);
        }
        if (!party.isAbsent() && !party.is(Party::isValid)) {
            errors.add("party", Code.INVALID_FORMAT);
        }
        if (includeSnapshot.isMalformed()) {
            errors.add("include_snapshot", Code.INVALID_FORMAT);
        }
        if (dryRun.isMalformed()) {
            errors.add("dry_run", Code.INVALID_FORMAT);
        }
        return errors.isEmpty() ? Optional.empty() : Optional.of(faults.apply(errors));
    }
}
