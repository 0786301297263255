package io.slotkeeper.wire;

import io.slotkeeper.request.Sha256;
import io.slotkeeper.request.Source;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A record that could not be read as a request: where it stands and how to recognise it, but nothing of what it says,
 * which may be secret (docs/spec/topics.md#refusedrecord).
 *
 * @param valueLength in bytes; 0 for none
 * @param valueSha256 in hex
 * @param at log time
 */
public record RefusedRecord(RefusedCode code, Source source, int valueLength, String valueSha256, Instant at) {

    public static RefusedRecord of(RefusedCode code, Source source, byte @Nullable [] value, Instant at) {
        byte[] bytes = value == null ? new byte[0] : value;
        return new RefusedRecord(code, source, bytes.length, Sha256.hex(bytes), at);
    }
}
