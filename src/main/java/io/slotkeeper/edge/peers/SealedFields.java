package io.slotkeeper.edge.peers;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The fields of sealed messages, one after the other. */
final class SealedFields {

    private SealedFields() {}

    interface FieldsWriter {
        void writeTo(DataOutputStream out) throws IOException;
    }

    interface FieldsReader<T> {
        T readFrom(DataInputStream in) throws IOException;
    }

    static byte[] write(FieldsWriter fields) {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            fields.writeTo(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** Empty when the bytes aren't these fields. */
    static <T> Optional<T> read(byte[] bytes, FieldsReader<T> fields) {
        try (var in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            return Optional.of(fields.readFrom(in));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    static void writeMap(DataOutputStream out, Map<String, String> entries) throws IOException {
        out.writeInt(entries.size());
        for (Map.Entry<String, String> entry : entries.entrySet()) {
            out.writeUTF(entry.getKey());
            out.writeUTF(entry.getValue());
        }
    }

    static Map<String, String> readMap(DataInputStream in) throws IOException {
        Map<String, String> entries = new LinkedHashMap<>();
        for (int left = in.readInt(); left > 0; left--) {
            entries.put(in.readUTF(), in.readUTF());
        }
        return entries;
    }
}
