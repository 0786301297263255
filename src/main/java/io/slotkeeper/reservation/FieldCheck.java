package io.slotkeeper.reservation;

import io.slotkeeper.request.Code;
import io.slotkeeper.request.FieldErrors;
import io.slotkeeper.request.Refusal;
import io.slotkeeper.request.Rule;
import io.slotkeeper.request.field.FieldValue;
import io.slotkeeper.request.field.FieldValue.Fault;
import io.slotkeeper.request.field.TextRules;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Collects field errors, row 1 of the table in docs/spec/reservations.md#reserve_slot: a field is missing, of the wrong
 * type or malformed, or a number is out of its range. The descriptions are those of the source system, where it has
 * one.
 */
final class FieldCheck {

    private final FieldErrors errors = new FieldErrors();

    Optional<Refusal> refusal() {
        return errors.isEmpty()
                ? Optional.empty()
                : Optional.of(Refusal.invalid(Code.INVALID_REQUEST.description(), errors));
    }

    FieldCheck id(String path, FieldValue<String> field) {
        return field.isAbsent() ? wrong(path, Code.REQUIRED, Rule.REQUIRED) : optionalId(path, field);
    }

    FieldCheck optionalId(String path, FieldValue<String> field) {
        return optionalText(path, field, TextRules::isId, Rule.ID);
    }

    FieldCheck optionalText(String path, FieldValue<String> field, Predicate<String> valid, Rule rule) {
        return field.isAbsent() || field.is(valid) ? this : wrong(path, Code.INVALID_FORMAT, rule);
    }

    FieldCheck instant(String path, FieldValue<Instant> field) {
        return field.isAbsent() ? wrong(path, Code.REQUIRED, Rule.DATE) : optionalInstant(path, field);
    }

    /** A day that doesn't exist passes: row 5 refuses it, with another message. */
    FieldCheck optionalInstant(String path, FieldValue<Instant> field) {
        if (field.isMalformed(Fault.TOO_FINE)) {
            return wrong(path, Code.INVALID_FORMAT, Rule.MILLISECONDS);
        }
        boolean wrong = field.isMalformed(Fault.TYPE) || field.isMalformed(Fault.FORMAT);
        return wrong ? wrong(path, Code.INVALID_FORMAT, Rule.DATE) : this;
    }

    FieldCheck number(String path, FieldValue<Long> field, long min, long max) {
        return field.isAbsent() ? wrong(path, Code.REQUIRED, Rule.INTEGER) : optionalNumber(path, field, min, max);
    }

    FieldCheck optionalNumber(String path, FieldValue<Long> field, long min, long max) {
        if (field.isMalformed()) {
            return wrong(path, Code.INVALID_FORMAT, Rule.INTEGER);
        }
        if (field.is(number -> number < min)) {
            return wrong(path, Code.INVALID_FORMAT, Rule.MIN, min);
        }
        return field.is(number -> number > max) ? wrong(path, Code.TOO_LONG, Rule.MAX, max) : this;
    }

    FieldCheck expect(boolean condition, String path, Code code, Rule rule, long... limit) {
        return condition ? this : wrong(path, code, rule, limit);
    }

    FieldCheck wrong(String path, Code code, Rule rule, long... limit) {
        errors.add(path, code, rule, limit);
        return this;
    }
}
