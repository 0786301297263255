package io.slotkeeper.request;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Codes of refusals and of field errors. {@link #text()} is the {@code code} of an outcome; field errors have {@link
 * #key()}. Codes are part of the wire contract: they may be added, never renamed.
 */
public enum Code {
    // Fields (docs/spec/conversations.md#requests).
    REQUIRED(Rule.REQUIRED),
    INVALID_TYPE(Rule.TYPE),
    INVALID_FORMAT(Rule.WELL_FORMED),
    NOT_RECOGNIZED(Rule.RECOGNIZED),
    TOO_MANY(Rule.FEWER_ELEMENTS),
    TOO_LONG(Rule.SHORTER),
    TOO_FAR(Rule.NEARER),
    DUPLICATE(Rule.UNIQUE),
    TZID_UNRECOGNIZED(Rule.KNOWN_TIME_ZONE),
    MUST_BE_INTEGER_GREATER_THAN_ZERO(Rule.POSITIVE_INTEGER),
    INVALID_TIME_PAIR(Rule.END_AFTER_START),
    NO_SLOTS(Rule.SLOTS_LEFT),

    // Conversations.
    ALREADY_EXISTS("Another conversation with this id already exists."),
    CONVERSATION_NOT_FOUND("There is no conversation with this id."),
    PARTICIPANT_NOT_FOUND("The conversation has no such participant."),
    CONVERSATION_COMPLETE("The conversation is complete."),
    CONVERSATION_CANCELLED("The conversation was cancelled."),
    CONVERSATION_EXPIRED("The conversation has expired."),
    SELECTION_METHOD_AUTO("The slots of this participant are selected automatically."),
    SLOT_ALREADY_SELECTED("The participant has selected a slot already; withdraw that selection first."),
    SLOT_UNAVAILABLE("The slot can no longer be chosen."),

    // Reservations (docs/spec/reservations.md#reserve_slot); the texts are the wire contract of its HTTP edge.
    INVALID_REQUEST("Bad Request Exception"),
    AUTHENTICATION_REQUIRED("reservationDuration can only be used for authenticated requests"
            + " - use access token, api key or OAuth credentials"),
    EVENT_TYPE_NOT_FOUND("Event Type with ID=%s not found"),
    NOT_ENTITLED("authenticated user is not owner of event type, does not have memberships in common with owner of the"
            + " event type, nor does belong to event type's team or org."),
    SLOT_DURATION_NOT_ALLOWED("You passed 'slotDuration' but this event type is not a variable length event type."),
    SLOT_IN_THE_PAST("Can't reserve a slot in the past."),
    NO_SEATS_LEFT("Booking with id=%s at %s has no more seats left."),
    ALREADY_BOOKED("Can't reserve a slot if the event is already booked."),
    ALREADY_RESERVED("This time slot is already reserved by another user. Please choose a different time."),
    TOO_MANY_HOLDS("Too many reservations and bookings at this time."),
    RESERVATION_UID_IN_USE("Reservation uid is already in use."),
    RESERVATION_NOT_FOUND("Slot with uid=%s not found"),
    HELD_TOO_LONG("The slot can't be held longer than until %s."),
    HOLD_LIMIT_REACHED("At most %d slots of this event type may be reserved at a time."),
    RESERVED_BY_ANOTHER("Someone else reserved this booking time slot before you."
            + " This time slot will be freed up in %d seconds."),
    RESERVATION_EXPIRED("The reservation has expired, or was released, booked or displaced."),
    BOOKING_UID_IN_USE("Booking uid is already in use."),

    // Every request.
    REQUEST_ID_REUSED("Another request with this request_id was applied already."),
    WRONG_PARTITION("Expected this key in partition %d but it came in partition %d."),
    INTERNAL_ERROR("The request could not be decided because of an error in the program.");

    private final String text = name().toLowerCase(Locale.ROOT);
    private final String key = "errors." + text;
    private final Optional<Rule> rule;
    private final String description;

    Code(Rule rule) {
        this.rule = Optional.of(rule);
        this.description = rule.text();
    }

    Code(String description) {
        this.rule = Optional.empty();
        this.description = description;
    }

    private static final Map<String, Code> BY_TEXT =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(Code::text, code -> code));

    /** The code with this name on the wire; empty if this program doesn't know it. */
    public static Optional<Code> named(String text) {
        return Optional.ofNullable(BY_TEXT.get(text));
    }

    /** Name on the wire: lower case with underscores. */
    public String text() {
        return text;
    }

    /** Name in a list of field errors: {@code errors.} and {@link #text()}. */
    public String key() {
        return key;
    }

    /** Of a field error: the rule that is broken, unless the error has a more specific one. */
    public Optional<Rule> rule() {
        return rule;
    }

    /**
     * Text for people. Of a field error: what follows the path of the field; otherwise a sentence, possibly a format of
     * {@link String#format}.
     */
    public String description() {
        return description;
    }
}
