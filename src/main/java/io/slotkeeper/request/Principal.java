package io.slotkeeper.request;

/** For whom a request is made. A request without one comes from a trusted service that asks for itself. */
public record Principal(String value) {

    /** Somebody who showed no credentials. */
    public static final Principal ANONYMOUS = new Principal("anonymous");

    public Principal {
        if (!isValid(value)) {
            throw new IllegalArgumentException("Expected a principal, but it is not one");
        }
    }

    /** 1 to 254 characters without white space and control characters. */
    public static boolean isValid(String text) {
        return TextRules.isName(text, Limits.MAX_PRINCIPAL_LENGTH);
    }

    public boolean isAnonymous() {
        return equals(ANONYMOUS);
    }
}
