package io.slotkeeper.wire;

import io.slotkeeper.schema.SchemaVersions;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.avro.Schema;

/** Reads outputs back, in either format, for people: as JSON text that is the same for both. */
public final class OutputReader {

    private static final AvroReader AVRO = new AvroReader(SchemaVersions.of(AvroNames.OUTPUTS));

    private OutputReader() {}

    /** The value in its JSON form: as it is if it isn't Avro; empty when it is Avro of no version that we know. */
    public static Optional<String> json(byte[] value) {
        if (!AvroReader.isSingleObject(value)) {
            return Optional.of(new String(value, StandardCharsets.UTF_8));
        }
        Optional<Schema> schema = AVRO.schemaOf(value);
        return schema.flatMap(writer -> AvroReader.read(value, writer)).map(Json::compact);
    }
}
