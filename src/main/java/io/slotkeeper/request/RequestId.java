package io.slotkeeper.request;

/** The name a client gives a request, so that a repeat is recognised: at most 64 characters of an id. */
public record RequestId(String value) {

    public RequestId {
        if (!isValid(value)) {
            throw new IllegalArgumentException("Expected a request id, but it is not one");
        }
    }

    public static boolean isValid(String text) {
        return text.length() <= Limits.MAX_REQUEST_ID_LENGTH && TextRules.isId(text);
    }
}
