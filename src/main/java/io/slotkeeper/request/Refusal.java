package io.slotkeeper.request;

import io.slotkeeper.request.FieldErrors.FieldError;
import java.util.List;
import java.util.Locale;

/**
 * Why a request can't be honoured.
 *
 * @param code the reason for programs
 * @param message the reason for people
 * @param errors per field, never empty; what concerns no field stands at {@link FieldErrors#BASE}
 */
public record Refusal(Code code, String message, List<FieldError> errors) {

    public Refusal {
        if (errors.isEmpty()) {
            throw new IllegalArgumentException("Expected a refusal to name its errors, but " + code + " names none");
        }
        errors = List.copyOf(errors);
    }

    /** A reason that concerns the request as a whole. The machine's locale would choose the digits of a number. */
    public static Refusal base(Code code, Object... arguments) {
        return said(code, String.format(Locale.ROOT, code.description(), arguments));
    }

    /** A reason that concerns the request as a whole, in these words. */
    public static Refusal said(Code code, String message) {
        return new Refusal(code, message, List.of(FieldError.base(code, message)));
    }

    /** One field is wrong; the code is that field's. */
    public static Refusal field(String path, Code code) {
        var errors = new FieldErrors();
        errors.add(path, code);
        return of(errors);
    }

    /** The code is that of the only error, or {@link Code#INVALID_REQUEST} for several. */
    public static Refusal of(FieldErrors errors) {
        List<FieldError> list = errors.toList();
        return list.size() == 1
                ? new Refusal(list.get(0).code(), list.get(0).description(), list)
                : new Refusal(Code.INVALID_REQUEST, list.size() + " fields are wrong.", list);
    }

    /** Whatever the fields' codes are, the refusal's is {@link Code#INVALID_REQUEST} with this message. */
    public static Refusal invalid(String message, FieldErrors errors) {
        return new Refusal(Code.INVALID_REQUEST, message, errors.toList());
    }
}
