package io.slotkeeper.edge.access;

import io.slotkeeper.request.Principal;
import io.slotkeeper.request.Sha256;
import io.slotkeeper.request.field.IsoInstant;
import io.slotkeeper.request.field.Limits;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who may come in: principals by the SHA-256 of their tokens, with what a token may be used for and until when. The
 * tokens themselves are nowhere kept and never logged.
 */
public final class ApiKeys {

    public static final ApiKeys NONE = new ApiKeys(Map.of());

    private static final String SCHEME = "bearer ";
    private static final String SCOPES = "scopes=";
    private static final String EXPIRES = "expires=";
    private static final Set<Scope> ALL = Set.of(Scope.values());

    private final Map<String, Key> keys;

    private record Key(Credentials.Known caller, Optional<Instant> expires) {}

    private ApiKeys(Map<String, Key> keys) {
        this.keys = Map.copyOf(keys);
    }

    /**
     * Reads lines {@code SHA-256 of the token in hex = principal}, each with {@code scopes=read,book,define} and {@code
     * expires=<instant>} behind it or without; empty ones and such that begin with {@code #} count for nothing.
     *
     * @throws IllegalArgumentException naming the first line that is neither, without its text
     */
    public static ApiKeys parse(List<String> lines) {
        Map<String, Key> keys = new HashMap<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (!line.isEmpty() && !line.startsWith("#")) {
                add(keys, line, i + 1);
            }
        }
        return new ApiKeys(keys);
    }

    private static void add(Map<String, Key> keys, String line, int number) {
        int equals = line.indexOf('=');
        String digest = equals < 0 ? "" : line.substring(0, equals).strip().toLowerCase(Locale.ROOT);
        if (!digest.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException(
                    "line " + number + ": expected the SHA-256 of a token in hex, = and a name");
        }
        String[] words = line.substring(equals + 1).strip().split("\\s+", -1);
        if (!Principal.isValid(words[0]) || new Principal(words[0]).isAnonymous()) {
            throw new IllegalArgumentException("line " + number + ": expected a principal of 1 to "
                    + Limits.MAX_PRINCIPAL_LENGTH + " characters without white space, other than anonymous");
        }
        if (keys.put(digest, key(new Principal(words[0]), List.of(words).subList(1, words.length), number)) != null) {
            throw new IllegalArgumentException("line " + number + ": expected each token once");
        }
    }

    private static Key key(Principal principal, List<String> limits, int number) {
        Set<Scope> scopes = ALL;
        Optional<Instant> expires = Optional.empty();
        for (String limit : limits) {
            if (limit.startsWith(SCOPES)) {
                scopes = scopes(limit.substring(SCOPES.length()), number);
            } else if (limit.startsWith(EXPIRES)) {
                expires = IsoInstant.parse(limit.substring(EXPIRES.length())).value();
                if (expires.isEmpty()) {
                    throw new IllegalArgumentException(
                            "line " + number + ": expected an instant such as 2050-09-05T10:00:00Z behind " + EXPIRES);
                }
            } else {
                throw new IllegalArgumentException("line " + number + ": expected a principal without white space, and"
                        + " behind it nothing but " + SCOPES + " and " + EXPIRES);
            }
        }
        return new Key(new Credentials.Known(principal, scopes), expires);
    }

    private static Set<Scope> scopes(String names, int number) {
        Set<Scope> scopes = EnumSet.noneOf(Scope.class);
        for (String name : names.split(",", -1)) {
            scopes.add(Scope.named(name)
                    .orElseThrow(() -> new IllegalArgumentException(
                            "line " + number + ": expected read, book or define behind " + SCOPES)));
        }
        return Set.copyOf(scopes);
    }

    /** The same, and one token more, for everything and for ever. */
    public ApiKeys with(String token, Principal principal) {
        Map<String, Key> more = new HashMap<>(keys);
        more.put(digest(token), new Key(new Credentials.Known(principal, ALL), Optional.empty()));
        return new ApiKeys(more);
    }

    public boolean isEmpty() {
        return keys.isEmpty();
    }

    /** What somebody showed. */
    public sealed interface Credentials {
        record None() implements Credentials {}

        /** Another scheme, an empty, unknown or expired token. */
        record Wrong() implements Credentials {}

        record Known(Principal principal, Set<Scope> scopes) implements Credentials {}
    }

    /**
     * @param authorization the header of this name; null when there is none
     * @param now a token that expires isn't known from then on
     */
    public Credentials credentials(@Nullable String authorization, Instant now) {
        if (authorization == null) {
            return new Credentials.None();
        }
        if (!authorization.toLowerCase(Locale.ROOT).startsWith(SCHEME)) {
            return new Credentials.Wrong();
        }
        String token = authorization.substring(SCHEME.length()).strip();
        return Optional.of(token)
                .filter(it -> !it.isEmpty())
                .map(it -> keys.get(digest(it)))
                .filter(key ->
                        key.expires().filter(until -> !now.isBefore(until)).isEmpty())
                .<Credentials>map(Key::caller)
                .orElseGet(Credentials.Wrong::new);
    }

    /** Looked up by digest, so how long it takes says nothing about a token. */
    private static String digest(String token) {
        return Sha256.hex(token);
    }
}
