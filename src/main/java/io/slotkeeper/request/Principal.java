package io.slotkeeper.request;

import io.slotkeeper.request.field.Limits;
import io.slotkeeper.request.field.TextRules;

/**
 * The identity on whose behalf a request is made. A request without a principal comes from a trusted service that acts
 * for itself.
 */
public record Principal(String value) {

    /** A client that showed no credentials. */
    public static final Principal ANONYMOUS = new Principal("anonymous");

    public Principal {
        if (!isValid(value)) {
            throw new IllegalArgumentException("Expected a principal, but it is not one");
        }
    }

    /** Whether a text is 1 to 254 characters without white space and control characters. */
    public static boolean isValid(String text) {
        return TextRules.isName(text, Limits.MAX_PRINCIPAL_LENGTH);
    }

    public boolean isAnonymous() {
        return equals(ANONYMOUS);
    }
}
