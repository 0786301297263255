package io.slotkeeper.schema;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;

/**
 * All released versions of some schemas by fingerprint, loaded from the class path, to which the build copies {@code
 * schemas/released}. Immutable.
 */
public final class SchemaVersions {

    private static final String FOLDER = "/schemas/";

    /** A cache: the resources don't change, and each store of each partition asks for them. */
    private static final Map<String, List<Schema>> VERSIONS = new ConcurrentHashMap<>();

    private final Map<Long, Schema> byFingerprint;

    private SchemaVersions(Map<Long, Schema> byFingerprint) {
        this.byFingerprint = byFingerprint;
    }

    /** All versions of these records. */
    public static SchemaVersions of(List<String> recordNames) {
        Map<Long, Schema> known = new HashMap<>();
        for (String name : recordNames) {
            versions(name).forEach(schema -> known.put(SchemaNormalization.parsingFingerprint64(schema), schema));
        }
        return new SchemaVersions(Map.copyOf(known));
    }

    /**
     * The versions of one record, oldest first.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static List<Schema> versions(String recordName) {
        return VERSIONS.computeIfAbsent(recordName, SchemaVersions::read);
    }

    private static List<Schema> read(String recordName) {
        List<Schema> versions = new ArrayList<>();
        Optional<Schema> next = load(recordName, 1);
        while (next.isPresent()) {
            versions.add(next.get());
            next = load(recordName, versions.size() + 1);
        }
        if (versions.isEmpty()) {
            throw new IllegalArgumentException("Expected a released schema of " + recordName);
        }
        return List.copyOf(versions);
    }

    private static Optional<Schema> load(String recordName, int version) {
        String resource = FOLDER + recordName + "." + version + ".avsc";
        try (InputStream file = SchemaVersions.class.getResourceAsStream(resource)) {
            return file == null ? Optional.empty() : Optional.of(new Schema.Parser().parse(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The schema with this fingerprint (CRC-64-AVRO); empty if none of these records ever had it. */
    public Optional<Schema> find(long fingerprint) {
        return Optional.ofNullable(byFingerprint.get(fingerprint));
    }
}
