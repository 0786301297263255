package io.slotkeeper.reservation;

import io.slotkeeper.request.Code;
import io.slotkeeper.request.FieldErrors;
import io.slotkeeper.request.FieldValue;
import io.slotkeeper.request.FieldValue.Fault;
import io.slotkeeper.request.Refusal;
import io.slotkeeper.request.TextRules;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Row 1 of the table in reservations.md: a field is missing, of the wrong type or malformed, or a number is beyond its
 * limit. The descriptions are those of the seed's system, where it has one.
 */
final class FieldCheck {

    private final FieldErrors errors = new FieldErrors();

    Optional<Refusal> refusal() {
        return errors.isEmpty()
                ? Optional.empty()
                : Optional.of(Refusal.invalid(Code.INVALID_REQUEST.description(), errors));
    }

    FieldCheck id(String path, FieldValue<String> given) {
        return given.isAbsent() ? wrong(path, Code.REQUIRED, "must be given") : optionalId(path, given);
    }

    FieldCheck optionalId(String path, FieldValue<String> given) {
        return optionalText(
                path, given, TextRules::isId, "must be 1 to 128 printable ASCII characters without space and /");
    }

    FieldCheck optionalText(String path, FieldValue<String> given, Predicate<String> valid, String expectation) {
        return given.isAbsent() || given.is(valid) ? this : wrong(path, Code.INVALID_FORMAT, expectation);
    }

    FieldCheck instant(String path, FieldValue<Instant> given) {
        return given.isAbsent() ? wrong(path, Code.REQUIRED, DATE) : optionalInstant(path, given);
    }

    private static final String DATE = "must be a valid ISO 8601 date string";

    /** A date that doesn't exist passes: it is refused later, in other words. */
    FieldCheck optionalInstant(String path, FieldValue<Instant> given) {
        boolean wrong = given.isMalformed(Fault.TYPE) || given.isMalformed(Fault.FORMAT);
        return wrong ? wrong(path, Code.INVALID_FORMAT, DATE) : this;
    }

    FieldCheck number(String path, FieldValue<Long> given, long min, long max) {
        return given.isAbsent() ? wrong(path, Code.REQUIRED, INTEGER) : optionalNumber(path, given, min, max);
    }

    private static final String INTEGER = "must be an integer number";

    FieldCheck optionalNumber(String path, FieldValue<Long> given, long min, long max) {
        if (given.isMalformed()) {
            return wrong(path, Code.INVALID_FORMAT, INTEGER);
        }
        if (given.is(number -> number < min)) {
            return wrong(path, Code.INVALID_FORMAT, "must not be less than " + min);
        }
        return given.is(number -> number > max) ? wrong(path, Code.TOO_LONG, "must not be greater than " + max) : this;
    }

    FieldCheck expect(boolean condition, String path, Code code, String expectation) {
        return condition ? this : wrong(path, code, expectation);
    }

    FieldCheck wrong(String path, Code code, String expectation) {
        errors.add(path, code, path + " " + expectation);
        return this;
    }
}
