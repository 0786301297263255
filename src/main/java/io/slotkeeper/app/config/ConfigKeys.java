package io.slotkeeper.app.config;

import io.slotkeeper.edge.http.TrustedProxies;
import io.slotkeeper.request.DecisionSetting;
import io.slotkeeper.request.field.Limits;
import io.slotkeeper.topics.TopicNames;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The table of the configuration (docs/spec/cli.md#configuration): names, values, defaults and what each is for.
 * Everything that knows a key knows it from here: reading and refusing, {@code --help} and
 * docs/reference/configuration.md. Kafka's own settings aren't listed; they follow {@link #KAFKA}.
 */
public final class ConfigKeys {

    /** Stands before any Kafka client or Streams setting. */
    static final String KAFKA = "kafka.";

    private static final int MAX_THREADS = 256;
    static final int MAX_PORT = 65_535;
    /** So far is the management port from that of clients. */
    static final int MANAGEMENT_BESIDE = 1_000;

    public static final ConfigKey<String> PREFIX = key(
            "prefix",
            ValueType.TOPIC_PREFIX,
            TopicNames.DEFAULT_PREFIX,
            "begins every topic's name; without its last dot the consumer group, and the beginning of internal topics'"
                    + " and transactional ids' names");

    public static final ConfigKey<Optional<String>> INPUT_PREFIX = optional(
            "input-prefix",
            ValueType.TOPIC_PREFIX,
            "as prefix",
            "begins the input topics' names instead, for what was rebuilt");

    public static final ConfigKey<String> BOOTSTRAP = key(
            "bootstrap",
            ValueType.text("host:port, …"),
            "127.0.0.1:9092",
            "the brokers, all that may be there when others are missing");

    public static final ConfigKey<Path> STATE_DIR =
            key("state-dir", ValueType.FOLDER, ".slotkeeper/state", "RocksDB; one process at a time");

    public static final ConfigKey<Integer> THREADS = key(
            "threads",
            ValueType.number(1, MAX_THREADS),
            "2",
            "stream threads; beyond the partitions of both inputs they have nothing to do, counted over all instances");

    public static final ConfigKey<Duration> WARM_UP = key(
            "warm-up",
            ValueType.DURATION_OR_NONE,
            "20s",
            "how long run may decide built-in requests in memory before it is ready, until they are decided as fast as"
                    + " they will be; 0: not at all");

    public static final ConfigKey<String> OUTPUT_FORMAT = key(
            "output.format",
            ValueType.OUTPUT_FORMAT,
            "avro",
            "how everything is written that others read: in Avro's single-object encoding, or as JSON");

    public static final ConfigKey<String> HTTP_HOST = key(
            "http-host",
            ValueType.text("an address to listen on"),
            "127.0.0.1",
            "the address to listen on, 0.0.0.0 for all; beyond this machine's loopback api-keys is needed");

    public static final ConfigKey<Integer> HTTP_PORT = key(
            "http-port",
            ValueType.number(0, MAX_PORT),
            "8080",
            "the two APIs and /openapi.json; 0 takes any that is free");

    public static final ConfigKey<String> MANAGEMENT_HOST = key(
            "management-host",
            ValueType.text("an address to listen on"),
            "127.0.0.1",
            "the address to listen on for health and metrics, which have no credentials");

    public static final ConfigKey<Optional<Integer>> MANAGEMENT_PORT = optional(
            "management-port",
            ValueType.number(0, MAX_PORT),
            "http-port + 1000",
            "health and metrics; 0 takes any that is free, and so does the default if http-port is 0 or the port is"
                    + " taken");

    public static final ConfigKey<Boolean> PUBLIC_HEALTH = key(
            "public-health",
            ValueType.BOOLEAN,
            "false",
            "whether http-port has /health/ready as well, for proxies that can't reach management-port");

    public static final ConfigKey<Optional<String>> PUBLIC_URL = optional(
            "public-url",
            ValueType.PUBLIC_URL,
            "as advertised-url",
            "what participants' URLs begin with: the proxy's address, the same for all instances");

    public static final ConfigKey<Optional<String>> ADVERTISED_URL = optional(
            "advertised-url",
            ValueType.ADVERTISED_URL,
            "the address it listens on",
            "where the other instances reach this one; its name among them");

    public static final ConfigKey<Optional<Path>> API_KEYS = optional(
            "api-keys",
            ValueType.FILE,
            "none",
            "who may come in over HTTP: lines of the SHA-256 of a token in hex, = and a name; read again when it"
                    + " changes");

    public static final ConfigKey<Boolean> REQUIRE_AUTH = key(
            "require-auth",
            ValueType.BOOLEAN,
            "false",
            "nobody may come in over HTTP without a token, also where the API would allow it");

    public static final ConfigKey<Optional<String>> CORS_ORIGINS = optional(
            "cors-origins",
            ValueType.text("origins such as https://example.com with commas between them, or *"),
            "none",
            "web pages of these origins may use the APIs from a browser");

    public static final ConfigKey<Optional<TrustedProxies>> TRUSTED_PROXIES = optional(
            "trusted-proxies",
            ValueType.PROXIES,
            "none",
            "whose X-Forwarded-For is believed: anonymous clients are told apart by their addresses");

    public static final ConfigKey<Duration> ANONYMOUS_HORIZON = key(
            "anonymous-horizon",
            ValueType.DURATION,
            "366d",
            "how far ahead a client without credentials may reserve a slot");

    public static final ConfigKey<Optional<Path>> EDGE_SECRET_FILE = optional(
            "edge-secret-file",
            ValueType.FILE,
            "must be set",
            "at least 32 bytes, the same for all instances: with another one participants' URLs end and retries aren't"
                    + " recognised; two lines while one replaces the other; read again when it changes");

    public static final ConfigKey<Duration> REQUEST_TIMEOUT = key(
            "request-timeout",
            ValueType.DURATION,
            "5s",
            "how long a request over HTTP waits for its answer before it is 503");

    public static final ConfigKey<Duration> RESERVATION_DEFAULT =
            decision(DecisionSetting.RESERVATION_DEFAULT, "how long a hold lasts when the request doesn't say");

    public static final ConfigKey<Duration> RESERVATION_MAX =
            decision(DecisionSetting.RESERVATION_MAX, "the longest that one request may ask for");

    public static final ConfigKey<Duration> RESERVATION_MAX_TOTAL = decision(
            DecisionSetting.RESERVATION_MAX_TOTAL, "the longest from a hold's creation, however often it is extended");

    public static final ConfigKey<Integer> RESERVATION_MAX_LIVE_HOLDS = limit(
            DecisionSetting.RESERVATION_MAX_LIVE_HOLDS,
            1,
            Limits.MAX_LIVE_HOLDS_PER_PARTY,
            "how many slots of one event type a principal may hold at a time");

    public static final ConfigKey<Integer> RESERVATION_MAX_EXTENSIONS = limit(
            DecisionSetting.RESERVATION_MAX_EXTENSIONS, 0, Limits.MAX_EXTENSIONS, "how often a hold may be extended");

    public static final ConfigKey<Integer> ANONYMOUS_MAX_LIVE_HOLDS = limit(
            DecisionSetting.ANONYMOUS_MAX_LIVE_HOLDS,
            1,
            Limits.MAX_LIVE_HOLDS_PER_PARTY,
            "how many slots of one event type an anonymous client may hold at a time");

    public static final ConfigKey<Duration> ANONYMOUS_MAX_TOTAL = decision(
            DecisionSetting.ANONYMOUS_MAX_TOTAL, "the longest from a hold's creation where an anonymous client asks");

    public static final ConfigKey<Duration> RESERVATION_CLOSED_RETENTION = decision(
            DecisionSetting.RESERVATION_CLOSED_RETENTION,
            "how long a late duplicate can't bring a closed reservation back");

    public static final ConfigKey<Duration> BOOKING_RETENTION =
            decision(DecisionSetting.BOOKING_RETENTION, "how long a booking is kept after its end");

    public static final ConfigKey<Integer> MAX_PER_PARTITION = new ConfigKey<>(
            DecisionSetting.MAX_PER_PARTITION.name(),
            ValueType.number(1, Limits.MAX_PER_PARTITION),
            DecisionSetting.MAX_PER_PARTITION.byDefault(),
            DecisionSetting.MAX_PER_PARTITION.byDefault().toString(),
            "how many holds and blocking bookings a partition stores before requests for more are refused");

    public static final ConfigKey<Boolean> STRICT_HOLDS = new ConfigKey<>(
            DecisionSetting.STRICT_HOLDS.name(),
            ValueType.BOOLEAN,
            DecisionSetting.STRICT_HOLDS.byDefault(),
            DecisionSetting.STRICT_HOLDS.byDefault().toString(),
            "whether a hold that a principal made is that principal's alone, instead of everybody's who knows its uid");

    public static final ConfigKey<Duration> CONVERSATION_RETENTION =
            decision(DecisionSetting.CONVERSATION_RETENTION, "how long a conversation is kept after it finished");

    public static final ConfigKey<Integer> CONVERSATION_MAX_PARTICIPANTS = new ConfigKey<>(
            DecisionSetting.CONVERSATION_MAX_PARTICIPANTS.name(),
            ValueType.number(1, Limits.MAX_PARTICIPANTS),
            DecisionSetting.CONVERSATION_MAX_PARTICIPANTS.byDefault(),
            DecisionSetting.CONVERSATION_MAX_PARTICIPANTS.byDefault().toString(),
            "how many participants a conversation may have");

    private static final List<ConfigKey<?>> ALL = List.of(
            PREFIX,
            INPUT_PREFIX,
            BOOTSTRAP,
            STATE_DIR,
            THREADS,
            OUTPUT_FORMAT,
            WARM_UP,
            HTTP_HOST,
            HTTP_PORT,
            MANAGEMENT_HOST,
            MANAGEMENT_PORT,
            PUBLIC_HEALTH,
            PUBLIC_URL,
            ADVERTISED_URL,
            API_KEYS,
            REQUIRE_AUTH,
            CORS_ORIGINS,
            TRUSTED_PROXIES,
            ANONYMOUS_HORIZON,
            EDGE_SECRET_FILE,
            REQUEST_TIMEOUT,
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

    private ConfigKeys() {}

    private static <T> ConfigKey<T> key(String text, ValueType<T> type, String byDefault, String help) {
        T value = type.reader()
                .apply(byDefault)
                .orElseThrow(() -> new IllegalStateException("Expected the default of " + text + " to be a value"));
        return new ConfigKey<>(text, type, value, byDefault, help);
    }

    /** @param otherwise what holds where nobody gives a value */
    private static <T> ConfigKey<Optional<T>> optional(String text, ValueType<T> type, String otherwise, String help) {
        return new ConfigKey<>(text, type.optional(), Optional.empty(), otherwise, help);
    }

    private static ConfigKey<Duration> decision(DecisionSetting<Duration> setting, String help) {
        return new ConfigKey<>(
                setting.name(), ValueType.DURATION, setting.byDefault(), Durations.text(setting.byDefault()), help);
    }

    /** What the definition of an event type may replace; none by default or by choice. */
    private static ConfigKey<Integer> limit(DecisionSetting<Integer> setting, int least, int most, String help) {
        int byDefault = setting.byDefault();
        String text = byDefault == DecisionSetting.UNLIMITED ? "none" : Integer.toString(byDefault);
        return new ConfigKey<>(setting.name(), ValueType.limit(least, most), byDefault, text, help);
    }

    /** All of them, in the order in which they are listed. */
    public static List<ConfigKey<?>> all() {
        return ALL;
    }

    /** Those that change decisions (docs/spec/limits.md#decision-settings). */
    public static List<ConfigKey<?>> decisions() {
        return ALL.stream().filter(ConfigKeys::isDecision).toList();
    }

    static boolean isDecision(ConfigKey<?> key) {
        return DecisionSetting.ALL.stream().anyMatch(setting -> setting.name().equals(key.text()));
    }

    static Optional<ConfigKey<?>> named(String text) {
        return ALL.stream().filter(key -> key.text().equals(text)).findFirst();
    }

    static Optional<ConfigKey<?>> ofVariable(String variable) {
        return ALL.stream().filter(key -> key.variable().equals(variable)).findFirst();
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
