package io.slotkeeper.wire;

import io.slotkeeper.schema.SchemaVersions;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.Schema;

/** Reads values back, in either format: as JSON that is the same for both. */
public final class OutputReader {

    private static final AvroReader OUTPUTS = new AvroReader(SchemaVersions.of(AvroNames.OUTPUTS));
    private static final AvroReader REQUESTS = new AvroReader(SchemaVersions.of(AvroNames.REQUESTS));

    private OutputReader() {}

    /** An output in its JSON form: as it is if it isn't Avro; empty when it is Avro of no version that we know. */
    public static Optional<String> json(byte[] value) {
        if (!AvroReader.isSingleObject(value)) {
            return Optional.of(new String(value, StandardCharsets.UTF_8));
        }
        return OUTPUTS.schemaOf(value)
                .flatMap(writer -> AvroReader.read(value, writer))
                .map(Json::compact);
    }

    /** An output as a tree; empty when it is none that we know. */
    public static Optional<Json.Obj> tree(byte[] value) {
        return AvroReader.isSingleObject(value)
                ? OUTPUTS.schemaOf(value).flatMap(writer -> AvroReader.read(value, writer))
                : JsonReader.readOutput(new String(value, StandardCharsets.UTF_8));
    }

    /**
     * At least these fields of an output, as far as it has them. Of Avro nothing else is decoded, or judged: a value that
     * {@link #tree} can't read may have them.
     */
    public static Optional<Json.Obj> fields(byte[] value, Set<String> names) {
        return AvroReader.isSingleObject(value)
                ? OUTPUTS.schemaOf(value).flatMap(writer -> AvroReader.read(value, writer, names::contains))
                : tree(value);
    }

    /** A request as a tree; its type comes first if it is Avro. Empty when it is none that can be read. */
    public static Optional<Json.Obj> request(byte[] value) {
        return AvroReader.isSingleObject(value)
                ? REQUESTS.schemaOf(value)
                        .flatMap(writer -> AvroReader.read(value, writer).map(object -> withType(writer, object)))
                : JsonReader.read(value);
    }

    private static Json.Obj withType(Schema writer, Json.Obj object) {
        Map<String, Json> fields = new LinkedHashMap<>();
        fields.put("type", new Json.Str(AvroNames.typeOf(writer.getName())));
        fields.putAll(object.fields());
        return new Json.Obj(fields);
    }
}
