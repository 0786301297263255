package io.slotkeeper.request;

import io.slotkeeper.request.field.Limits;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Rules that fields have to follow, with the text that describes a violation. A {@link Code} says what to do about a
 * field, a rule what is wrong with it: several rules may have the same code.
 *
 * <p>An outcome contains the text only (docs/spec/topics.md#requestoutcome): texts are contract and released, names of
 * rules are not. {@link #ofText} finds the rule of a text by the template that made it, so that no code compares
 * sentences, and a rule whose text is changed is still recognised. Rules may be added; one whose text changes is no
 * longer recognised in outcomes written before.
 */
public enum Rule {
    // Of any field.
    REQUIRED("must be given"),
    TYPE("has the wrong type"),
    WELL_FORMED("is malformed or too long"),
    RECOGNIZED("is not recognized"),
    ARRAY("must be an array"),
    OBJECT("must be an object"),
    STRING("must be a string"),
    MAX_ELEMENTS("must contain no more than %d elements"),
    FEWER_ELEMENTS("has too many elements"),
    SHORTER("is longer than allowed"),
    UNIQUE("stands here twice"),

    // Numbers.
    INTEGER("must be an integer number"),
    POSITIVE_INTEGER("must be an integer greater than zero"),
    MIN("must not be less than %d"),
    MAX("must not be greater than %d"),

    // Names.
    ID("must be 1 to " + Limits.MAX_ID_LENGTH + " printable ASCII characters without space and /"),
    PRINCIPAL("must be 1 to " + Limits.MAX_PRINCIPAL_LENGTH + " characters without white space"),
    EVENT_TYPE_NUMBER("must be the number of an event type"),
    BOOKING_STATUS("must be accepted, pending, awaiting_host, cancelled or rejected"),

    // Times.
    DATE("must be a valid ISO 8601 date string"),
    MILLISECONDS("must not be finer than milliseconds"),
    WHOLE_SECONDS("must be in whole seconds"),
    EXISTING_DATE("must be a date that exists"),
    NEARER("is too far ahead"),
    TIME_OF_DAY("must be a time of day, HH:MM"),
    DAYS_OF_WEEK("must name days of the week, MON to SUN"),
    TIME_ZONE("must be a known time zone"),
    KNOWN_TIME_ZONE("is not a known time zone"),
    END_AFTER_START("must end after it starts"),
    SAME_DAY("must end after it starts; hours over midnight are two rules, to 24:00 and from 00:00 of the next day"),
    AFTER_START("must be after start"),
    DAYS_AFTER_START("must be within %d days of start"),
    FEWER_SLOTS("leave more than %d slots"),
    SLOTS_LEFT("leave no slot that can still be chosen"),

    // What a booking has in common with the hold that it takes over.
    START_OF_HOLD("must be the start of the reserved slot"),
    LENGTH_OF_HOLD("must be the length of the reserved slot");

    private static final String LIMIT = "%d";

    private final String template;
    private final Pattern form;

    /** @param template what follows the name of a field; {@code %d} stands for the limit, if there is one */
    Rule(String template) {
        this.template = template;
        this.form = Pattern.compile(Pattern.quote(template).replace(LIMIT, "\\E-?\\d+\\Q"));
    }

    /** Whether the text contains a limit, which is a number. */
    public boolean hasLimit() {
        return template.contains(LIMIT);
    }

    /**
     * The text that follows the name of a field that violates the rule.
     *
     * @param limit one number if the rule {@link #hasLimit()}, otherwise none
     * @throws IllegalArgumentException for another number of limits
     */
    public String text(long... limit) {
        if (limit.length != (hasLimit() ? 1 : 0)) {
            throw new IllegalArgumentException("Expected the limits of " + this + " but there are " + limit.length);
        }
        return hasLimit() ? template.replace(LIMIT, Long.toString(limit[0])) : template;
    }

    /** The rule with this text, whatever its limit; empty if this program knows none. */
    public static Optional<Rule> ofText(String text) {
        return Arrays.stream(values())
                .filter(rule -> rule.form.matcher(text).matches())
                .findFirst();
    }
}
