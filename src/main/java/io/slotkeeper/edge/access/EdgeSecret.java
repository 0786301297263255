package io.slotkeeper.edge.access;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What only the edges know, all of them the same: it makes participants' URLs unguessable, and names that a retry can't
 * miss and nobody else can meet (docs/spec/http.md#conversations and docs/spec/http.md#reservations). For any thread.
 */
public final class EdgeSecret {

    /** A key as long as SHA-256's result; RFC 2104 advises against less. */
    public static final int MIN_BYTES = 32;

    private static final String ALGORITHM = "HmacSHA256";
    private static final int TOKEN_CHARACTERS = 22;
    private static final int CONVERSATION_BYTES = 12;

    private final SecretKeySpec key;

    /** @throws IllegalArgumentException when it is shorter than {@link #MIN_BYTES} */
    public EdgeSecret(byte[] secret) {
        if (secret.length < MIN_BYTES) {
            throw new IllegalArgumentException("Expected a secret of " + MIN_BYTES + " bytes or more");
        }
        this.key = new SecretKeySpec(secret, ALGORITHM);
    }

    /** The last part of a participant's URL: {@code <index>-} and 22 characters that nobody can guess. */
    public String participantToken(String conversation, int index) {
        String mac = Base64.getUrlEncoder().withoutPadding().encodeToString(mac(conversation + "\n" + index));
        return index + "-" + mac.substring(0, TOKEN_CHARACTERS);
    }

    public boolean isParticipantToken(String token, String conversation, int index) {
        return MessageDigest.isEqual(
                token.getBytes(StandardCharsets.UTF_8),
                participantToken(conversation, index).getBytes(StandardCharsets.UTF_8));
    }

    /** 24 hex digits that belong to this principal and key. */
    public String conversationDigits(String principal, String idempotencyKey) {
        byte[] mac = mac(named("conversation", principal, idempotencyKey));
        return HexFormat.of().formatHex(mac, 0, CONVERSATION_BYTES);
    }

    /** The request id of all attempts with this key on this route. 43 characters. */
    public String requestId(String route, String principal, String idempotencyKey) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(mac(named(route, principal, idempotencyKey)));
    }

    /** 128 bits that belong to these names, for a uid. */
    public ByteBuffer uidBits(String... names) {
        return ByteBuffer.wrap(mac(named(names)));
    }

    /** Each preceded by its length, so that no two lists of names run into one. */
    private static String named(String... names) {
        var text = new StringBuilder();
        for (String name : names) {
            text.append(name.length()).append(':').append(name);
        }
        return text.toString();
    }

    private byte[] mac(String text) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has " + ALGORITHM, e);
        }
    }
}
