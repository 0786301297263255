package io.slotkeeper.edge.access;

import io.slotkeeper.request.Principal;
import io.slotkeeper.request.Sha256;
import io.slotkeeper.request.field.Limits;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Who may come in: principals by the SHA-256 of their tokens. The tokens themselves are nowhere kept and never logged. */
public final class ApiKeys {

    public static final ApiKeys NONE = new ApiKeys(Map.of());

    private static final String SCHEME = "bearer ";

    private final Map<String, Principal> principals;

    private ApiKeys(Map<String, Principal> principals) {
        this.principals = Map.copyOf(principals);
    }

    /**
     * Reads lines {@code SHA-256 of the token in hex = principal}; empty ones and such that begin with {@code #} count
     * for nothing.
     *
     * @throws IllegalArgumentException naming the first line that is neither, without its text
     */
    public static ApiKeys parse(List<String> lines) {
        Map<String, Principal> principals = new HashMap<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (!line.isEmpty() && !line.startsWith("#")) {
                add(principals, line, i + 1);
            }
        }
        return new ApiKeys(principals);
    }

    private static void add(Map<String, Principal> principals, String line, int number) {
        int equals = line.indexOf('=');
        String digest = equals < 0 ? "" : line.substring(0, equals).strip().toLowerCase(Locale.ROOT);
        String name = equals < 0 ? "" : line.substring(equals + 1).strip();
        if (!digest.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException(
                    "line " + number + ": expected the SHA-256 of a token in hex, = and a name");
        }
        if (!Principal.isValid(name) || new Principal(name).isAnonymous()) {
            throw new IllegalArgumentException("line " + number + ": expected a principal of 1 to "
                    + Limits.MAX_PRINCIPAL_LENGTH + " characters without white space, other than anonymous");
        }
        if (principals.put(digest, new Principal(name)) != null) {
            throw new IllegalArgumentException("line " + number + ": expected each token once");
        }
    }

    /** The same, and one token more. */
    public ApiKeys with(String token, Principal principal) {
        Map<String, Principal> more = new HashMap<>(principals);
        more.put(digest(token), principal);
        return new ApiKeys(more);
    }

    public boolean isEmpty() {
        return principals.isEmpty();
    }

    /** What somebody showed. */
    public sealed interface Credentials {
        record None() implements Credentials {}

        /** Another scheme, an empty or an unknown token. */
        record Wrong() implements Credentials {}

        record Known(Principal principal) implements Credentials {}
    }

    /** @param authorization the header of this name; null when there is none */
    public Credentials credentials(@Nullable String authorization) {
        if (authorization == null) {
            return new Credentials.None();
        }
        if (!authorization.toLowerCase(Locale.ROOT).startsWith(SCHEME)) {
            return new Credentials.Wrong();
        }
        String token = authorization.substring(SCHEME.length()).strip();
        return Optional.of(token)
                .filter(it -> !it.isEmpty())
                .map(it -> principals.get(digest(it)))
                .<Credentials>map(Credentials.Known::new)
                .orElseGet(Credentials.Wrong::new);
    }

    /** Looked up by digest, so how long it takes says nothing about a token. */
    private static String digest(String token) {
        return Sha256.hex(token);
    }
}
