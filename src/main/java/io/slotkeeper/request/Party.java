package io.slotkeeper.request;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * For whom holds are counted (docs/spec/reservations.md#fairness-caps): a principal, or one of the anonymous clients
 * that an edge tells apart.
 *
 * @param value unique among both
 */
public record Party(String value) {

    private static final Pattern ANONYMOUS = Pattern.compile("[0-9a-f]{16}");

    /** Whether a request may name an anonymous party so: 16 hexadecimal digits. */
    public static boolean isValid(String digits) {
        return ANONYMOUS.matcher(digits).matches();
    }

    /**
     * The party that asks; empty for a trusted service, and for an anonymous client of whom nothing else is known.
     *
     * @param requestedBy empty: a trusted service
     * @param anonymous which of the anonymous clients it is; of no meaning where a principal asks
     */
    static Optional<Party> of(Optional<Principal> requestedBy, Optional<String> anonymous) {
        // A principal's name may be any, so what follows the first character tells nothing.
        return requestedBy.flatMap(principal -> principal.isAnonymous()
                ? anonymous.map(digits -> new Party("?" + digits))
                : Optional.of(new Party("=" + principal.value())));
    }
}
