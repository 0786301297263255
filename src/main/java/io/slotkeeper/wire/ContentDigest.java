package io.slotkeeper.wire;

import io.slotkeeper.request.Fingerprint;
import io.slotkeeper.request.Sha256;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/**
 * Collects what a request says, field by field in the order of its field table, for its fingerprint. Fields that were
 * left out, and {@code null}, add nothing; each text is preceded by its length, so no two contents run into one.
 */
final class ContentDigest {

    private final ByteArrayOutputStream content = new ByteArrayOutputStream(256);

    /** A field's value in its normal form. The kind keeps the text {@code "1"} apart from the number {@code 1}. */
    void add(String name, char kind, String value) {
        text(name);
        content.write(kind);
        text(value);
    }

    /** What follows, up to {@link #close}, is inside. */
    void open(String name, char kind) {
        text(name);
        content.write(kind);
    }

    void close() {
        content.write(')');
    }

    Fingerprint fingerprint() {
        return Fingerprint.of(Sha256.of(content.toByteArray()));
    }

    /** By its chars: in UTF-8 all halves of surrogate pairs would become the same question mark. */
    private void text(String text) {
        ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES + Character.BYTES * text.length());
        bytes.putInt(text.length());
        text.chars().forEach(c -> bytes.putChar((char) c));
        content.writeBytes(bytes.array());
    }
}
