package io.slotkeeper.wire;

import io.slotkeeper.request.Source;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * A record that could not be read as a request: where it stands and how to recognise it, but nothing of what it says,
 * which may be secret (topics.md, "Own small RefusedRecord").
 *
 * @param valueLength in bytes; 0 for none
 * @param valueSha256 in hex
 * @param at log time
 */
public record RefusedRecord(RefusedCode code, Source source, int valueLength, String valueSha256, Instant at) {

    public static RefusedRecord of(RefusedCode code, Source source, byte @Nullable [] value, Instant at) {
        byte[] bytes = value == null ? "".getBytes(StandardCharsets.UTF_8) : value;
        return new RefusedRecord(code, source, bytes.length, sha256(bytes), at);
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
