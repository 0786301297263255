package io.slotkeeper.request;

import io.slotkeeper.request.FieldErrors.FieldError;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The reason for which a request is refused.
 *
 * @param code reason for programs
 * @param message reason for people
 * @param errors at least one, by field; an error of the request as a whole has the path {@link FieldErrors#BASE}
 * @param availableAt if live holds are in the way: log time at which they will have lapsed, if none is extended
 */
public record Refusal(Code code, String message, List<FieldError> errors, Optional<Instant> availableAt) {

    public Refusal {
        if (errors.isEmpty()) {
            throw new IllegalArgumentException("Expected a refusal to name its errors, but " + code + " names none");
        }
        errors = List.copyOf(errors);
    }

    /**
     * A refusal of the request as a whole.
     *
     * @param arguments of the format {@link Code#description()}; formatted for the root locale, because that of the
     *     machine would choose the digits of a number
     */
    public static Refusal base(Code code, Object... arguments) {
        String text = code.description();
        // Formatting a text that has no place for an argument leaves 440 bytes of garbage per refusal.
        return withMessage(code, text.indexOf('%') < 0 ? text : String.format(Locale.ROOT, text, arguments));
    }

    /** A refusal of the request as a whole, with its own message. */
    public static Refusal withMessage(Code code, String message) {
        return new Refusal(code, message, List.of(FieldError.base(code, message)), Optional.empty());
    }

    /** A refusal because of one field, with the code of that field. */
    public static Refusal field(String path, Code code) {
        var errors = new FieldErrors();
        errors.add(path, code);
        return of(errors);
    }

    /**
     * A refusal because of field errors. Its code is that of the only error, or {@link Code#INVALID_REQUEST} for
     * several.
     */
    public static Refusal of(FieldErrors errors) {
        List<FieldError> list = errors.toList();
        return list.size() == 1
                ? new Refusal(list.get(0).code(), list.get(0).description(), list, Optional.empty())
                : new Refusal(Code.INVALID_REQUEST, list.size() + " fields are wrong.", list, Optional.empty());
    }

    /**
     * A refusal because of field errors, with code {@link Code#INVALID_REQUEST} and this message whatever the codes of
     * the fields are.
     */
    public static Refusal invalid(String message, FieldErrors errors) {
        return new Refusal(Code.INVALID_REQUEST, message, errors.toList(), Optional.empty());
    }

    /** This refusal, which holds until those that are in the way have lapsed. */
    public Refusal until(Instant time) {
        return new Refusal(code, message, errors, Optional.of(time));
    }
}
