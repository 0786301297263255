package io.slotkeeper.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import io.slotkeeper.wire.AvroNames;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The JSON Schema files that stand beside the Avro ones, as somebody else's validator understands them. */
public final class JsonSchemas {

    private static final JsonSchemaFactory FACTORY = JsonSchemaFactory.getInstance(VersionFlag.V202012);
    private static final Map<String, JsonSchema> READ = new ConcurrentHashMap<>();

    private JsonSchemas() {}

    /** What a value has that its schema doesn't allow. */
    public static List<String> objections(String name, byte[] json) {
        return READ
                .computeIfAbsent(name, JsonSchemas::read)
                .validate(new String(json, UTF_8), InputFormat.JSON)
                .stream()
                .map(ValidationMessage::getMessage)
                .toList();
    }

    /** The schema itself. */
    public static JsonNode schema(String name) {
        return TestProgram.json(text(name));
    }

    private static JsonSchema read(String name) {
        return FACTORY.getSchema(text(name));
    }

    private static String text(String name) {
        String folder = AvroNames.REQUESTS.contains(name) ? "requests" : "outputs";
        try {
            return Files.readString(Path.of("schemas", folder, name + ".schema.json"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
