package io.slotkeeper.edge.peers;

import io.slotkeeper.request.Principal;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A read that an instance passes on to the owner of the key, with the principal that it has authenticated and without
 * credentials.
 *
 * @param id told again with the answer
 * @param at by the clock of who asks
 * @param query as it was sent; empty when there is none
 * @param headers those that the answer depends on, by their names in lower case
 */
record ForwardedRead(
        String id, Instant at, Principal principal, String path, String query, Map<String, String> headers) {

    /** What was sealed longer ago is somebody's recording, or a clock is wrong. */
    private static final Duration CLOCKS_APART = Duration.ofMinutes(5);

    boolean isOf(Instant now) {
        return Duration.between(at, now).abs().compareTo(CLOCKS_APART) <= 0;
    }

    byte[] bytes() {
        return SealedFields.write(out -> {
            out.writeUTF(id);
            out.writeLong(at.toEpochMilli());
            out.writeUTF(principal.value());
            out.writeUTF(path);
            out.writeUTF(query);
            SealedFields.writeMap(out, headers);
        });
    }

    /** Empty when it is none. */
    static Optional<ForwardedRead> of(byte[] bytes) {
        return SealedFields.read(bytes, in -> {
            String id = in.readUTF();
            Instant at = Instant.ofEpochMilli(in.readLong());
            String principal = in.readUTF();
            if (!Principal.isValid(principal)) {
                throw new IOException("Expected a principal");
            }
            return new ForwardedRead(
                    id, at, new Principal(principal), in.readUTF(), in.readUTF(), SealedFields.readMap(in));
        });
    }
}
