package io.slotkeeper.edge.log;

import io.slotkeeper.edge.access.EdgeSecret;
import io.slotkeeper.edge.http.Checked;
import io.slotkeeper.edge.http.HttpCall;
import io.slotkeeper.edge.http.HttpReply;
import io.slotkeeper.request.field.Limits;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** The header {@code Idempotency-Key}: what a client calls all attempts at one thing (docs/spec/http.md). */
public record IdempotencyKey(String text) {

    static final String HEADER = "Idempotency-Key";

    /** {@code request_id_reused} in words that fit the header; the log's own are about the id that was made of it. */
    public static final String REUSED = "Another request with this " + HEADER + " was applied already.";

    private static final int UUID_LENGTH = 36;

    /** What the header says, or why it can't be. */
    public record ReadKey(Optional<IdempotencyKey> key, Optional<String> objection) {

        /** @param refusal what an objection is answered with */
        public Checked<Optional<IdempotencyKey>> orRefused(Function<String, HttpReply> refusal) {
            return objection
                    .map(refusal)
                    .<Checked<Optional<IdempotencyKey>>>map(Checked::refused)
                    .orElseGet(() -> Checked.valid(key));
        }
    }

    public static ReadKey of(HttpCall call) {
        Optional<String> header = call.header(HEADER);
        if (header.isEmpty()) {
            return new ReadKey(Optional.empty(), Optional.empty());
        }
        String text = unquoted(header.get());
        if (!isValid(text)) {
            return objection(
                    HEADER + " must be 1 to " + Limits.MAX_IDEMPOTENCY_KEY_LENGTH + " printable ASCII characters.");
        }
        if (call.principal().isAnonymous() && !isUuid(text)) {
            return objection(HEADER + " must be a UUID without credentials.");
        }
        return new ReadKey(Optional.of(new IdempotencyKey(text)), Optional.empty());
    }

    /** In the quoted form of the IETF's draft it is the same key. */
    private static String unquoted(String header) {
        boolean quoted = header.length() >= 2 && header.startsWith("\"") && header.endsWith("\"");
        return quoted ? header.substring(1, header.length() - 1).replaceAll("\\\\([\"\\\\])", "$1") : header;
    }

    /**
     * The id of a request for the log: the same for all attempts with one key on one route.
     *
     * @param route under which the keys of one principal are known
     */
    public static String requestId(HttpCall call, Optional<IdempotencyKey> key, String route, EdgeSecret secret) {
        return key.map(it -> secret.requestId(route, call.principal().value(), it.text()))
                .orElse(call.id());
    }

    private static ReadKey objection(String text) {
        return new ReadKey(Optional.empty(), Optional.of(text));
    }

    private static boolean isValid(String text) {
        return !text.isEmpty()
                && text.length() <= Limits.MAX_IDEMPOTENCY_KEY_LENGTH
                && text.chars().allMatch(c -> c >= ' ' && c <= '~');
    }

    /** Anonymous callers share one principal; what each of them makes up has to be a name nobody else makes up. */
    private static boolean isUuid(String text) {
        try {
            return text.length() == UUID_LENGTH
                    && UUID.fromString(text).toString().equalsIgnoreCase(text);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
