package io.slotkeeper.request;

import io.slotkeeper.request.field.Limits;
import io.slotkeeper.request.field.TextRules;

/** A client's id of a request, by which a repeat is recognised: an id of at most 64 characters. */
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
