package io.slotkeeper.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * State that released versions of the program wrote: for each schema a file of values, each as the bytes that were
 * stored and what they meant. A file is written once, when its schema is released, and never again.
 */
final class StoredBefore {

    record Value(byte[] bytes, String meaning) {}

    private static final Path FOLDER = Path.of("src", "test", "resources", "golden", "state");
    private static final HexFormat HEX = HexFormat.of();

    private StoredBefore() {}

    static Path file(String schema, int version) {
        return FOLDER.resolve(schema + "." + version + ".txt");
    }

    static List<Value> read(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file);
        var values = new ArrayList<Value>();
        for (int i = 0; i + 1 < lines.size(); i += 2) {
            values.add(new Value(HEX.parseHex(lines.get(i)), lines.get(i + 1)));
        }
        return values;
    }

    /** Where a file for a new schema is made ready, to be looked at and copied. */
    static Path propose(String schema, int version, List<Value> values) throws IOException {
        Path folder = Files.createDirectories(Path.of("target", "golden", "state"));
        return Files.write(
                folder.resolve(schema + "." + version + ".txt"),
                values.stream()
                        .flatMap(value -> Stream.of(HEX.formatHex(value.bytes()), value.meaning()))
                        .toList());
    }
}
