package io.slotkeeper.replay;

import io.slotkeeper.process.OutputRecord;
import io.slotkeeper.request.Sha256;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Counts records and computes one digest of all: equal digests mean the same records in the same order. */
final class StreamDigest {

    private static final int NONE = -1;

    private final MessageDigest digest = Sha256.begin();
    private final ByteBuffer head = ByteBuffer.allocate(Integer.BYTES + Long.BYTES);
    private final ByteBuffer length = ByteBuffer.allocate(Integer.BYTES);
    private long count;

    void add(OutputRecord emitted) {
        count++;
        head.clear();
        head.putInt(emitted.partition()).putLong(emitted.timestamp().toEpochMilli());
        digest.update(head.array());
        add(emitted.key());
        add(emitted.value());
    }

    private void add(byte @Nullable [] bytes) {
        length.clear();
        length.putInt(bytes == null ? NONE : bytes.length);
        digest.update(length.array());
        if (bytes != null) {
            digest.update(bytes);
        }
    }

    long count() {
        return count;
    }

    /** The digest. To be called once. */
    String hex() {
        return HexFormat.of().formatHex(digest.digest());
    }
}
