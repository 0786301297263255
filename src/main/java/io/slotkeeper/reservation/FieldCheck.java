package io.slotkeeper.reservation;

import io.slotkeeper.request.Code;
import io.slotkeeper.request.FieldErrors;
import io.slotkeeper.request.FieldValue;
import io.slotkeeper.request.FieldValue.Fault;
import io.slotkeeper.request.Refusal;
import io.slotkeeper.request.Rule;
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
        return given.isAbsent() ? wrong(path, Code.REQUIRED, Rule.REQUIRED) : optionalId(path, given);
    }

    FieldCheck optionalId(String path, FieldValue<String> given) {
        return optionalText(path, given, TextRules::isId, Rule.ID);
    }

    FieldCheck optionalText(String path, FieldValue<String> given, Predicate<String> valid, Rule rule) {
        return given.isAbsent() || given.is(valid) ? this : wrong(path, Code.INVALID_FORMAT, rule);
    }

    FieldCheck instant(String path, FieldValue<Instant> given) {
        return given.isAbsent() ? wrong(path, Code.REQUIRED, Rule.DATE) : optionalInstant(path, given);
    }

    /** A date that doesn't exist passes: it is refused later, in other words. */
    FieldCheck optionalInstant(String path, FieldValue<Instant> given) {
        boolean wrong = given.isMalformed(Fault.TYPE) || given.isMalformed(Fault.FORMAT);
        return wrong ? wrong(path, Code.INVALID_FORMAT, Rule.DATE) : this;
    }

    FieldCheck number(String path, FieldValue<Long> given, long min, long max) {
        return given.isAbsent() ? wrong(path, Code.REQUIRED, Rule.INTEGER) : optionalNumber(path, given, min, max);
    }

    FieldCheck optionalNumber(String path, FieldValue<Long> given, long min, long max) {
        if (given.isMalformed()) {
            return wrong(path, Code.INVALID_FORMAT, Rule.INTEGER);
        }
        if (given.is(number -> number < min)) {
            return wrong(path, Code.INVALID_FORMAT, Rule.MIN, min);
        }
        return given.is(number -> number > max) ? wrong(path, Code.TOO_LONG, Rule.MAX, max) : this;
    }

    FieldCheck expect(boolean condition, String path, Code code, Rule rule, long... limit) {
        return condition ? this : wrong(path, code, rule, limit);
    }

    FieldCheck wrong(String path, Code code, Rule rule, long... limit) {
        errors.add(path, code, rule, limit);
        return this;
    }
}
