package io.slotkeeper.wire;

import io.slotkeeper.request.Fingerprint;
import io.slotkeeper.request.Sha256;
import java.nio.ByteBuffer;

/**
 * Collects what a request says, field by field in the order of its field table, for its fingerprint. Fields that were
 * left out, and {@code null}, add nothing; each text is preceded by its length, so no two contents run into one.
 */
final class ContentDigest {

    /** Of a reserve_slot request; for others the buffer grows. */
    private static final int USUAL_BYTES = 256;

    private ByteBuffer content = ByteBuffer.allocate(USUAL_BYTES);

    /** A field's value in its normal form. The kind keeps the text {@code "1"} apart from the number {@code 1}. */
    void add(String name, char kind, String value) {
        open(name, kind);
        text(value);
    }

    /** What follows, up to {@link #close}, is inside. */
    void open(String name, char kind) {
        text(name);
        mark(kind);
    }

    void close() {
        mark(')');
    }

    /** Forgets what was added. */
    void clear() {
        content.clear();
    }

    Fingerprint fingerprint() {
        return Fingerprint.of(Sha256.of(content.flip()));
    }

    private void mark(char ascii) {
        reserve(1);
        content.put((byte) ascii);
    }

    /** By its chars: in UTF-8 all halves of surrogate pairs would become the same question mark. */
    private void text(String text) {
        int length = text.length();
        reserve(Integer.BYTES + Character.BYTES * length);
        content.putInt(length);
        for (int i = 0; i < length; i++) {
            content.putChar(text.charAt(i));
        }
    }

    private void reserve(int more) {
        if (content.remaining() < more) {
            int size = content.position();
            content = ByteBuffer.allocate(Math.max(2 * size, size + more)).put(content.flip());
        }
    }
}
