package io.slotkeeper.request;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The settings that change decisions, by name (docs/spec/limits.md#decision-settings). They are chosen once for a topic
 * prefix and recorded beside the state: with others the same log would have other outcomes.
 *
 * @param <T> of its value, {@link Duration}, {@link Integer} or {@link Boolean}
 */
public final class DecisionSetting<T> {

    /** Value of a limit that limits nothing. */
    public static final int UNLIMITED = Integer.MAX_VALUE;

    public static final DecisionSetting<Duration> RESERVATION_DEFAULT =
            duration("reservation.default", Duration.ofMinutes(5));
    public static final DecisionSetting<Duration> RESERVATION_MAX = duration("reservation.max", Duration.ofHours(24));
    public static final DecisionSetting<Duration> RESERVATION_MAX_TOTAL =
            duration("reservation.max-total", Duration.ofDays(2));
    public static final DecisionSetting<Integer> RESERVATION_MAX_LIVE_HOLDS =
            integer("reservation.max-live-holds", UNLIMITED);
    public static final DecisionSetting<Integer> RESERVATION_MAX_EXTENSIONS =
            integer("reservation.max-extensions", UNLIMITED);
    public static final DecisionSetting<Integer> ANONYMOUS_MAX_LIVE_HOLDS =
            integer("reservation.anonymous-max-live-holds", 10);
    public static final DecisionSetting<Duration> ANONYMOUS_MAX_TOTAL =
            duration("reservation.anonymous-max-total", Duration.ofHours(1));
    public static final DecisionSetting<Duration> RESERVATION_CLOSED_RETENTION =
            duration("reservation.closed-retention", Duration.ofHours(1));
    public static final DecisionSetting<Duration> BOOKING_RETENTION =
            duration("booking.retention", Duration.ofHours(24));
    public static final DecisionSetting<Integer> MAX_PER_PARTITION = integer("reservation.max-per-partition", 300_000);
    public static final DecisionSetting<Boolean> STRICT_HOLDS =
            new DecisionSetting<>("strict-holds", Boolean.class, false);
    public static final DecisionSetting<Duration> CONVERSATION_RETENTION =
            duration("conversation.retention", Duration.ofDays(30));
    public static final DecisionSetting<Integer> CONVERSATION_MAX_PARTICIPANTS =
            integer("conversation.max-participants", 20);

    /** All of them, in the order of the document. */
    public static final List<DecisionSetting<?>> ALL = List.of(
            RESERVATION_DEFAULT,
            RESERVATION_MAX,
            RESERVATION_MAX_TOTAL,
            RESERVATION_MAX_LIVE_HOLDS,
            RESERVATION_MAX_EXTENSIONS,
            ANONYMOUS_MAX_LIVE_HOLDS,
            ANONYMOUS_MAX_TOTAL,
            RESERVATION_CLOSED_RETENTION,
            BOOKING_RETENTION,
            MAX_PER_PARTITION,
            STRICT_HOLDS,
            CONVERSATION_RETENTION,
            CONVERSATION_MAX_PARTICIPANTS);

    private final String name;
    private final Class<T> type;
    private final T byDefault;

    private DecisionSetting(String name, Class<T> type, T byDefault) {
        this.name = name;
        this.type = type;
        this.byDefault = byDefault;
    }

    private static DecisionSetting<Duration> duration(String name, Duration byDefault) {
        return new DecisionSetting<>(name, Duration.class, byDefault);
    }

    private static DecisionSetting<Integer> integer(String name, int byDefault) {
        return new DecisionSetting<>(name, Integer.class, byDefault);
    }

    public String name() {
        return name;
    }

    public Class<T> type() {
        return type;
    }

    /** What it is where nobody says anything. */
    public T byDefault() {
        return byDefault;
    }

    /** Its name with this value. */
    public Map.Entry<String, Object> with(T value) {
        return Map.entry(name, value);
    }

    /**
     * Its value among these, or the default when it isn't there.
     *
     * @param values by name
     */
    public T in(Map<String, Object> values) {
        Object value = values.get(name);
        return value == null ? byDefault : type.cast(value);
    }
}
