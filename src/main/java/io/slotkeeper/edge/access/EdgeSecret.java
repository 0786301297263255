package io.slotkeeper.edge.access;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * What only the edges know, all of them the same: it makes participants' URLs unguessable, and names that a retry can't
 * miss and nobody else can meet (docs/spec/http.md#conversations and docs/spec/http.md#reservations), and it seals what
 * edges tell each other. While it is replaced there are two: everything is made with the first, and what was made with
 * the second is still recognised. Immutable.
 */
public final class EdgeSecret {

    /** A key as long as SHA-256's result; RFC 2104 advises against less. */
    public static final int MIN_BYTES = 32;

    private static final String ALGORITHM = "HmacSHA256";
    private static final int TOKEN_CHARACTERS = 22;
    private static final int CONVERSATION_BYTES = 12;
    private static final int PARTY_BYTES = 8;

    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final int SALT_BYTES = 16;
    private static final int TAG_BITS = 128;
    /** Each key encrypts one message, so its nonce may be any. */
    private static final byte[] NONCE = new byte[12];

    private final SecureRandom random = new SecureRandom();
    private final List<SecretKeySpec> keys;

    /** @throws IllegalArgumentException when it is shorter than {@link #MIN_BYTES} */
    public EdgeSecret(byte[] secret) {
        this(secret, Optional.empty());
    }

    /**
     * @param previous the one that is being replaced, or will replace {@code secret}
     * @throws IllegalArgumentException when one of them is shorter than {@link #MIN_BYTES}
     */
    public EdgeSecret(byte[] secret, Optional<byte[]> previous) {
        this.keys = Stream.concat(Stream.of(secret), previous.stream())
                .map(EdgeSecret::key)
                .toList();
    }

    private static SecretKeySpec key(byte[] secret) {
        if (secret.length < MIN_BYTES) {
            throw new IllegalArgumentException("Expected a secret of " + MIN_BYTES + " bytes or more");
        }
        return new SecretKeySpec(secret, ALGORITHM);
    }

    /** The last part of a participant's URL: {@code <index>-} and 22 characters that nobody can guess. */
    public String participantToken(String conversation, int index) {
        return participantToken(keys.get(0), conversation, index);
    }

    private static String participantToken(SecretKeySpec key, String conversation, int index) {
        String mac = Base64.getUrlEncoder().withoutPadding().encodeToString(mac(key, conversation + "\n" + index));
        return index + "-" + mac.substring(0, TOKEN_CHARACTERS);
    }

    public boolean isParticipantToken(String token, String conversation, int index) {
        byte[] shown = token.getBytes(StandardCharsets.UTF_8);
        return keys.stream()
                .map(key -> participantToken(key, conversation, index).getBytes(StandardCharsets.UTF_8))
                .anyMatch(right -> MessageDigest.isEqual(shown, right));
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

    /**
     * 16 hex digits that belong to this address, and don't tell it.
     *
     * @param address of an anonymous client
     */
    public String party(byte[] address) {
        byte[] mac = mac(named("party", HexFormat.of().formatHex(address)));
        return HexFormat.of().formatHex(mac, 0, PARTY_BYTES);
    }

    /** Each preceded by its length, so that no two lists of names run into one. */
    private static String named(String... names) {
        var text = new StringBuilder();
        for (String name : names) {
            text.append(name.length()).append(':').append(name);
        }
        return text.toString();
    }

    /**
     * A message that nobody can read or make who doesn't know the secret.
     *
     * @param purpose a message of another purpose isn't opened
     */
    public byte[] seal(String purpose, byte[] message) {
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        try {
            byte[] sealed =
                    cipher(Cipher.ENCRYPT_MODE, keys.get(0), purpose, salt).doFinal(message);
            return ByteBuffer.allocate(SALT_BYTES + sealed.length)
                    .put(salt)
                    .put(sealed)
                    .array();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has " + CIPHER, e);
        }
    }

    /** The message; empty when it wasn't sealed for this purpose by an edge with this secret. */
    public Optional<byte[]> open(String purpose, byte[] sealed) {
        if (sealed.length < SALT_BYTES + TAG_BITS / Byte.SIZE) {
            return Optional.empty();
        }
        byte[] salt = Arrays.copyOf(sealed, SALT_BYTES);
        return keys.stream()
                .flatMap(key -> opened(key, purpose, salt, sealed).stream())
                .findFirst();
    }

    private static Optional<byte[]> opened(SecretKeySpec key, String purpose, byte[] salt, byte[] sealed) {
        try {
            return Optional.of(cipher(Cipher.DECRYPT_MODE, key, purpose, salt)
                    .doFinal(sealed, SALT_BYTES, sealed.length - SALT_BYTES));
        } catch (AEADBadTagException e) {
            return Optional.empty();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has " + CIPHER, e);
        }
    }

    private static Cipher cipher(int mode, SecretKeySpec key, String purpose, byte[] salt)
            throws GeneralSecurityException {
        byte[] own = mac(key, named("seal", purpose, HexFormat.of().formatHex(salt)));
        var cipher = Cipher.getInstance(CIPHER);
        cipher.init(mode, new SecretKeySpec(own, "AES"), new GCMParameterSpec(TAG_BITS, NONCE));
        return cipher;
    }

    private byte[] mac(String text) {
        return mac(keys.get(0), text);
    }

    private static byte[] mac(SecretKeySpec key, String text) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has " + ALGORITHM, e);
        }
    }
}
