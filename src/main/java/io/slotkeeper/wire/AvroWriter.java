package io.slotkeeper.wire;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;

/**
 * One value in Avro's single-object encoding: the types that our outputs use, as Avro's own encoder writes them. It doesn't
 * know the schema; who calls writes every field, in the schema's order. Not thread-safe.
 */
final class AvroWriter {

    /** Most outputs are shorter; for others the array grows. */
    private static final int USUAL_BYTES = 256;

    private static final int MAX_NUMBER_BYTES = 10;
    private static final int LOW_7_BITS = 0x7f;
    private static final int MORE_FOLLOWS = 0x80;

    private ByteBuffer bytes = ByteBuffer.allocate(USUAL_BYTES);

    /** @param header what {@link #header} gives for the schema of the value */
    AvroWriter(byte[] header) {
        bytes.put(header);
    }

    /** What values of a schema begin with: a marker and the schema's fingerprint. */
    static byte[] header(Schema schema) {
        return ByteBuffer.allocate(AvroReader.HEADER_BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(AvroReader.FIRST_MARKER)
                .put(AvroReader.SECOND_MARKER)
                .putLong(SchemaNormalization.parsingFingerprint64(schema))
                .array();
    }

    byte[] toBytes() {
        return Arrays.copyOf(bytes.array(), bytes.position());
    }

    /** Of 32 or 64 bits; Avro writes both alike. */
    AvroWriter number(long value) {
        reserve(MAX_NUMBER_BYTES);
        // Zigzag: small numbers are short, whichever their sign.
        long rest = (value << 1) ^ (value >> (Long.SIZE - 1));
        while ((rest & ~LOW_7_BITS) != 0) {
            bytes.put((byte) ((rest & LOW_7_BITS) | MORE_FOLLOWS));
            rest >>>= 7;
        }
        bytes.put((byte) rest);
        return this;
    }

    AvroWriter text(String value) {
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        number(utf8.length);
        reserve(utf8.length);
        bytes.put(utf8);
        return this;
    }

    /** In milliseconds. */
    AvroWriter instant(Instant value) {
        return number(value.toEpochMilli());
    }

    AvroWriter flag(boolean value) {
        reserve(1);
        bytes.put((byte) (value ? 1 : 0));
        return this;
    }

    /** A union of null and one type. */
    <T> AvroWriter optional(Optional<T> value, BiConsumer<AvroWriter, T> write) {
        if (value.isEmpty()) {
            return branch(0);
        }
        write.accept(branch(1), value.get());
        return this;
    }

    /** Precedes the value of a union: which of its types it has. */
    AvroWriter branch(int index) {
        return number(index);
    }

    <T> AvroWriter array(Collection<T> elements, BiConsumer<AvroWriter, T> write) {
        if (!elements.isEmpty()) {
            number(elements.size());
            for (T element : elements) {
                write.accept(this, element);
            }
        }
        return number(0);
    }

    private void reserve(int more) {
        if (bytes.remaining() < more) {
            int size = bytes.position();
            bytes = ByteBuffer.allocate(Math.max(2 * size, size + more)).put(bytes.flip());
        }
    }
}
