package io.slotkeeper.request.field;

import java.time.Duration;

/**
 * Every limit of the program, each defined once. Decisions depend on them: with another value the same log would give
 * other outcomes, so a change here is a change of the contract. {@code LimitsTest} compares them with
 * docs/spec/limits.md.
 *
 * <p>Lengths of texts are in characters (Unicode code points), unless the name says bytes. What an operator can
 * configure is a setting and not a limit; its name is in docs/spec/limits.md#decision-settings or
 * docs/spec/cli.md#configuration.
 */
public final class Limits {

    private static final int KIB = 1_024;
    private static final int MIB = 1_024 * KIB;
    private static final int MINUTES_PER_DAY = 24 * 60;

    private Limits() {}

    // docs/spec/limits.md#decision-settings

    /** Longest hold of a calendar's slot, by one request and in total: people need time to make up their minds. */
    public static final Duration MAX_CALENDAR_HOLD = Duration.ofDays(30);

    /** Largest value of {@code reservation.max-per-partition}. */
    public static final int MAX_PER_PARTITION = 100_000_000;

    /** Largest value of {@code conversation.max-participants}. */
    public static final int MAX_PARTICIPANTS = 1_000;

    /** Longest duration of a setting: 100 years. */
    public static final Duration MAX_SETTING = Duration.ofDays(36_525);

    // docs/spec/limits.md#ids-and-texts

    public static final int MAX_ID_LENGTH = 128;

    public static final int MAX_REQUEST_ID_LENGTH = 64;

    /** Also of an e-mail address. */
    public static final int MAX_PRINCIPAL_LENGTH = 254;

    /** Of names, titles, subjects and reasons. */
    public static final int MAX_TEXT_LENGTH = 255;

    /** Of a conversation's event as compact JSON in UTF-8. */
    public static final int MAX_EVENT_BYTES = 4 * KIB;

    // docs/spec/limits.md#instants

    /** First year, in UTC, of an instant. */
    public static final int MIN_YEAR = 1970;

    /** Last year, in UTC, of an instant. */
    public static final int MAX_YEAR = 9999;

    // docs/spec/limits.md#json

    /** Nesting of objects and arrays. */
    public static final int MAX_JSON_DEPTH = 16;

    /** Of a number as it is written, with its sign, point and exponent. */
    public static final int MAX_JSON_NUMBER_LENGTH = 32;

    /** Of a string in UTF-8. */
    public static final int MAX_JSON_STRING_BYTES = 4 * KIB;

    public static final int MAX_JSON_NAME_LENGTH = 4_096;

    // docs/spec/limits.md#sizes

    /** Of the value of a record in an input topic. */
    public static final int MAX_REQUEST_BYTES = 64 * KIB;

    /** Of the body of an HTTP request; what an edge adds to it has to fit into {@link #MAX_REQUEST_BYTES}. */
    public static final int MAX_BODY_BYTES = 48 * KIB;

    /** Of one encoded document or conversation; its changelog record has to fit into {@link #MAX_RECORD_BYTES}. */
    public static final int MAX_STATE_BYTES = 3 * MIB;

    /** Of a record that the program writes. */
    public static final int MAX_RECORD_BYTES = 4 * MIB;

    // docs/spec/limits.md#limits-of-conversations

    public static final int MAX_PERIODS = 100;

    public static final int MAX_SLOTS = 1_000;

    /** Of {@code start_interval} and {@code selection_expires_after}; no slot is further ahead. */
    public static final long MAX_INTERVAL_MINUTES = 36_600L * MINUTES_PER_DAY;

    /** How far ahead of now a period may end, in years. */
    public static final int MAX_YEARS_AHEAD = 100;

    /** Of a participant or a reservation. */
    public static final int MAX_REMEMBERED_REQUESTS = 4;

    // docs/spec/limits.md#limits-of-reservations

    /** Longest slot, of a conversation as well. */
    public static final long MAX_SLOT_MINUTES = MINUTES_PER_DAY;

    /** Elements of {@code lengths_minutes}. */
    public static final int MAX_LENGTHS = 20;

    public static final int MAX_MEMBERS = 100;

    /** Rules of a schedule. */
    public static final int MAX_RULES = 100;

    /** Seats of a slot. */
    public static final int MAX_SEATS = 1_000;

    /** Attendees of a recorded booking, which is a fact, whatever the slot has seats. */
    public static final int MAX_ATTENDEES = Integer.MAX_VALUE;

    /** Longest window of a recorded booking: five years, two of them leap years. */
    public static final Duration MAX_BOOKING = Duration.ofDays(5 * 365 + 2);

    /** Value of {@code max_live_holds_per_party}. */
    public static final int MAX_LIVE_HOLDS_PER_PARTY = 1_000;

    /** Value of {@code max_extensions}. */
    public static final int MAX_EXTENSIONS = 1_000;

    /** Value of {@code max_hold_minutes_total}: as long as a setting may be. */
    public static final long MAX_HOLD_MINUTES_TOTAL = MAX_SETTING.toMinutes();

    /** Values of {@code buffer_before_minutes} and {@code buffer_after_minutes}. */
    public static final long MAX_BUFFER_VALUE = 480;

    /** Value of {@code slot_interval_minutes}. */
    public static final long MAX_INTERVAL_VALUE = 1_440;

    /** Live holds and blocking bookings of an event type in four hours. */
    public static final int MAX_LIVE_ENTRIES = 20_000;

    /** Closed reservations of one window that are remembered. */
    public static final int MAX_CLOSED_ENTRIES = 256;

    /** Cancellations of unknown bookings of an event type that are remembered in four hours. */
    public static final int MAX_EARLY_CANCELLATIONS = 1_024;

    // docs/spec/limits.md#work-per-record

    /** Entries of reservations and bookings that a tick announces. */
    public static final int RESERVATIONS_PER_TICK = 2_048;

    /** Conversations that a tick announces; their snapshots are larger than those of reservations. */
    public static final int CONVERSATIONS_PER_TICK = 128;

    /** Entries that any other record announces, and holds that a recorded booking closes at once. */
    public static final int ANNOUNCED_PER_REQUEST = 64;

    // docs/spec/limits.md#http

    /**
     * Waiting HTTP requests of an instance. Further ones are answered 503 at once. One principal, and all those without
     * credentials together, have half of these.
     */
    public static final int MAX_WAITING_REQUESTS = 1_024;

    /**
     * Of all requests and answers of an instance over HTTP, from the headers until the answer was written: a sixteenth
     * of the heap that the program is made for. One principal has half of it.
     */
    public static final int MAX_BYTES_IN_FLIGHT = 32 * MIB;

    /** Connections of an instance. One more takes the place of the one whose client has been waited for longest. */
    public static final int MAX_CONNECTIONS = 2_048;

    /** Of one address, which may be a proxy's; one more takes the place of another one of the address. */
    public static final int MAX_CONNECTIONS_PER_ADDRESS = 1_024;

    /** Lists of slots that wait for one of half as many threads as there are cores; further ones are answered 503. */
    public static final int MAX_WAITING_LISTS = 128;

    /** Of one answer; it names the start of the next one where there are more. */
    public static final int MAX_LISTED_SLOTS = 2_000;

    /** Connections to health and metrics. */
    public static final int MAX_MANAGEMENT_CONNECTIONS = 64;

    /**
     * Threads for HTTP. No request blocks one; were there many more than cores, a flood of requests would leave the
     * processor's threads a small share of these.
     */
    public static final int MAX_HTTP_THREADS = 8;

    /** Of all headers of a request together. */
    public static final int MAX_HEADER_BYTES = 8 * KIB;

    /** Names, values and brackets of a body: more than any request that can be honoured has. */
    public static final int MAX_BODY_TOKENS = 8_192;

    /** Read of a body beyond its limit, before the connection is closed. */
    public static final int MAX_DISCARDED_BODY_BYTES = 16 * MIB;

    /** For receiving a body, and again for discarding what exceeds its limit. */
    public static final Duration BODY_TIMEOUT = Duration.ofSeconds(10);

    /** For receiving headers, for silence, and for the client to read its answer. */
    public static final Duration CLIENT_TIMEOUT = Duration.ofSeconds(30);

    public static final int MAX_IDEMPOTENCY_KEY_LENGTH = 64;

    /** Longest range of a list of slots. */
    public static final Duration MAX_SLOTS_RANGE = Duration.ofDays(62);
}
