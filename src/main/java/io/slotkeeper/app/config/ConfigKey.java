package io.slotkeeper.app.config;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The names of the configuration (cli.md, row {@code run}; limits.md). Kafka's own follow {@link #KAFKA}. */
public enum ConfigKey {
    PREFIX("prefix"),
    INPUT_PREFIX("input-prefix"),
    BOOTSTRAP("bootstrap"),
    STATE_DIR("state-dir"),
    THREADS("threads"),
    OUTPUT_FORMAT("output.format"),
    HTTP_HOST("http-host"),
    HTTP_PORT("http-port"),
    PUBLIC_URL("public-url"),
    ADVERTISED_URL("advertised-url"),
    API_KEYS("api-keys"),
    REQUIRE_AUTH("require-auth"),
    EDGE_SECRET_FILE("edge-secret-file"),
    REQUEST_TIMEOUT("request-timeout"),
    RESERVATION_DEFAULT("reservation.default"),
    RESERVATION_MAX("reservation.max"),
    RESERVATION_MAX_TOTAL("reservation.max-total"),
    RESERVATION_CLOSED_RETENTION("reservation.closed-retention"),
    BOOKING_RETENTION("booking.retention"),
    CONVERSATION_RETENTION("conversation.retention"),
    CONVERSATION_MAX_PARTICIPANTS("conversation.max-participants");

    /** Stands before any Kafka client or Streams setting. */
    static final String KAFKA = "kafka.";

    /** Stands before the environment's form of a name. */
    static final String ENVIRONMENT = "SLOTKEEPER_";

    private final String text;

    ConfigKey(String text) {
        this.text = text;
    }

    public String text() {
        return text;
    }

    /** The variable that sets it: in upper case, with an underscore for each dot and dash. */
    public String variable() {
        return ENVIRONMENT + text.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    /** Whether it changes decisions (limits.md, "decision setting"). */
    boolean isDecision() {
        return compareTo(RESERVATION_DEFAULT) >= 0;
    }

    public static Stream<ConfigKey> decisions() {
        return Arrays.stream(values()).filter(ConfigKey::isDecision);
    }

    static Optional<ConfigKey> named(String text) {
        return Arrays.stream(values()).filter(key -> key.text.equals(text)).findFirst();
    }

    /** The name among these that is spelled most like the given one; the first of several. */
    public static String nearest(String text, Stream<String> names) {
        return names.min(Comparator.comparingInt(name -> distance(text, name))).orElse("");
    }

    /** How many letters have to be added, left out or replaced to make one name of the other. */
    private static int distance(String one, String other) {
        int[] row = new int[other.length() + 1];
        Arrays.setAll(row, i -> i);
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                int replaced = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[other.length()];
    }
}
