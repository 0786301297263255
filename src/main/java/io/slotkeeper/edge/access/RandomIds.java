package io.slotkeeper.edge.access;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/** Names that nobody else gives. For any thread. */
public final class RandomIds {

    private static final int BYTES = 16;
    private static final int CONVERSATION_BYTES = 12;

    private final SecureRandom random = new SecureRandom();

    /** 128 bits as 22 characters. */
    public String requestId() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes(BYTES));
    }

    /** 24 hex digits. */
    public String conversationDigits() {
        return HexFormat.of().formatHex(bytes(CONVERSATION_BYTES));
    }

    public ByteBuffer uidBits() {
        return ByteBuffer.wrap(bytes(BYTES));
    }

    private byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }
}
