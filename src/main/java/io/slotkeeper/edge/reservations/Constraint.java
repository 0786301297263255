package io.slotkeeper.edge.reservations;

import io.slotkeeper.request.Rule;
import java.util.Map;

/**
 * A rule that a property has to keep, as the API lists it (docs/spec/http.md#a-body-error).
 *
 * @param key the name under which it is listed: class-validator's
 * @param expectation its text, behind the property's name
 */
record Constraint(String key, String expectation) {

    /** Of a rule for which class-validator has no name. */
    static final String OTHER = "isValid";

    private static final Map<Rule, String> KEYS = Map.of(
            Rule.REQUIRED, "isDefined",
            Rule.ARRAY, "isArray",
            Rule.OBJECT, "isObject",
            Rule.STRING, "isString",
            Rule.INTEGER, "isInt",
            Rule.MIN, "min",
            Rule.MAX, "max",
            Rule.DATE, "isDateString");

    static final Constraint INT = of(Rule.INTEGER);
    static final Constraint DATE = of(Rule.DATE);
    static final Constraint TEXT = of(Rule.STRING);

    /** @param limit that of the rule, where it has one */
    static Constraint of(Rule rule, long... limit) {
        return new Constraint(key(rule), rule.text(limit));
    }

    /** @param expectation of the log, which names no rule but has the words of one, or of a later program's */
    static Constraint ofText(String expectation) {
        return new Constraint(Rule.ofText(expectation).map(Constraint::key).orElse(OTHER), expectation);
    }

    private static String key(Rule rule) {
        return KEYS.getOrDefault(rule, OTHER);
    }

    PropertyError brokenBy(String property) {
        return new PropertyError(property, key, property + " " + expectation);
    }
}
