package io.slotkeeper.edge.peers;

import io.slotkeeper.edge.http.HttpReply;
import java.util.Map;
import java.util.Optional;

/**
 * The answer to a {@link ForwardedRead}.
 *
 * @param id of the read, so that the answer to another one isn't taken for it
 */
record ForwardedReply(String id, HttpReply reply) {

    byte[] bytes() {
        return SealedFields.write(out -> {
            out.writeUTF(id);
            out.writeInt(reply.status());
            SealedFields.writeMap(out, reply.headers());
            out.writeInt(reply.body().length);
            out.write(reply.body());
        });
    }

    /** Empty when it is none. */
    static Optional<ForwardedReply> of(byte[] bytes) {
        return SealedFields.read(bytes, in -> {
            String id = in.readUTF();
            int status = in.readInt();
            Map<String, String> headers = SealedFields.readMap(in);
            return new ForwardedReply(id, new HttpReply(status, headers, in.readNBytes(in.readInt())));
        });
    }
}
