package io.slotkeeper.oracle;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What a request comes to (docs/spec/topics.md#requestoutcome).
 *
 * @param code empty when it was plainly accepted
 * @param message where the specification has the words
 * @param errors by path, in order; empty when it wasn't refused
 * @param revision of the conversation or reservation that it names
 * @param availableAt when the holds in the way have lapsed
 * @param snapshot that the outcome carries where the request wants one
 */
public record ExpectedOutcome(
        boolean isAccepted,
        Optional<String> code,
        Optional<Object> message,
        Map<String, Object> errors,
        Optional<Long> revision,
        Optional<Instant> availableAt,
        Optional<Map<String, Object>> snapshot,
        Optional<Map<String, Object>> booking) {

    static ExpectedOutcome accepted() {
        return new ExpectedOutcome(
                true,
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    static ExpectedOutcome repeated() {
        return new ExpectedOutcome(
                true,
                Optional.of("repeated"),
                Optional.empty(),
                Map.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    static ExpectedOutcome refused(String code, Optional<Object> message, ExpectedErrors errors) {
        return new ExpectedOutcome(
                false,
                Optional.of(code),
                message,
                errors.byPath(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** In words of the program's own. */
    static ExpectedOutcome refused(ExpectedErrors errors) {
        return refused(errors.code(), Optional.empty(), errors);
    }

    static ExpectedOutcome refused(String path, String code) {
        return refused(ExpectedErrors.one(path, code));
    }

    /** As a whole, in these words. */
    static ExpectedOutcome refusedWith(String code, Object message) {
        var errors = new ExpectedErrors();
        errors.add(ExpectedErrors.BASE, code, Optional.of(message));
        return refused(code, Optional.of(message), errors);
    }

    ExpectedOutcome withRevision(Optional<Long> number) {
        return new ExpectedOutcome(isAccepted, code, message, errors, number, availableAt, snapshot, booking);
    }

    /** With what the named conversation or reservation is now. */
    ExpectedOutcome showing(long number, Map<String, Object> shown) {
        return new ExpectedOutcome(
                isAccepted, code, message, errors, Optional.of(number), availableAt, Optional.of(shown), booking);
    }

    ExpectedOutcome withBooking(Map<String, Object> shown) {
        return new ExpectedOutcome(
                isAccepted, code, message, errors, revision, availableAt, snapshot, Optional.of(shown));
    }

    /** Refused until then, if no hold is extended. */
    ExpectedOutcome until(Optional<Instant> time) {
        return new ExpectedOutcome(isAccepted, code, message, errors, revision, time, snapshot, booking);
    }

    /** {@code accepted}, {@code repeated} or the code of the refusal. */
    public String verdict() {
        return code.orElse("accepted");
    }
}
