package io.slotkeeper.app.config;

import io.slotkeeper.app.console.UsageError;
import io.slotkeeper.conversation.ConversationSettings;
import io.slotkeeper.reservation.ReservationSettings;
import io.slotkeeper.stream.StreamsSettings;
import io.slotkeeper.topics.TopicNames;
import io.slotkeeper.wire.OutputFormat;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Puts the configuration together: a flag comes before the environment, the environment before the file, the file
 * before the default. A key that nobody knows and a value that can't be are refused wherever they stand, also where
 * another source comes first.
 *
 * <p>Every refusal is a {@link UsageError} that names the key, where it was given, the value and what is expected.
 */
public final class ConfigSources {

    /**
     * What Kubernetes puts into the environment of every pod when a service is called {@code slotkeeper} or begins with
     * it. Nobody wrote these, so nobody can take them away.
     */
    private static final Pattern SERVICE_LINK =
            Pattern.compile("SLOTKEEPER_(.*_)?(SERVICE_(HOST|PORT)(_.*)?|PORT(_[0-9]+_(TCP|UDP|SCTP)(_.*)?)?)");

    private static final int MAX_PARTICIPANTS = 1_000;
    private static final int MAX_THREADS = 256;
    private static final int MAX_PORT = 65_535;

    private record Given(String value, String where) {}

    private final Map<String, Given> given = new TreeMap<>();

    private ConfigSources() {}

    /**
     * Reads everything.
     *
     * @param flags by the names of {@link ConfigKey} and {@link ConfigKey#KAFKA}
     * @param environment variables that don't begin with {@link ConfigKey#ENVIRONMENT} are nobody's business here
     * @param file Java properties, UTF-8
     */
    public static Config read(Map<String, String> flags, Map<String, String> environment, Optional<Path> file) {
        var sources = new ConfigSources();
        file.ifPresent(path -> load(path).forEach((name, value) -> sources.put(name, value, "in " + path)));
        environment.forEach(sources::putVariable);
        flags.forEach((name, value) -> sources.put(name, value, "on the command line"));
        return sources.config();
    }

    private static Map<String, String> load(Path path) {
        var properties = new Properties();
        try (Reader reader = Files.newBufferedReader(path, StandardCharsets.UTF_8)) {
            properties.load(reader);
        } catch (NoSuchFileException e) {
            throw new UsageError("the configuration file " + path + " does not exist", e);
        } catch (IOException | IllegalArgumentException e) {
            throw new UsageError("the configuration file " + path + " can't be read: " + e, e);
        }
        var values = new TreeMap<String, String>();
        properties.stringPropertyNames().forEach(name -> values.put(name, properties.getProperty(name)));
        return values;
    }

    private void putVariable(String variable, String value) {
        if (!variable.startsWith(ConfigKey.ENVIRONMENT)) {
            return;
        }
        Optional<ConfigKey> key = Arrays.stream(ConfigKey.values())
                .filter(k -> k.variable().equals(variable))
                .findFirst();
        String kafka = ConfigKey.ENVIRONMENT + "KAFKA_";
        if (key.isPresent()) {
            put(key.get().text(), value, "in " + variable);
        } else if (SERVICE_LINK.matcher(variable).matches()) {
            return;
        } else if (variable.startsWith(kafka)) {
            String name =
                    variable.substring(kafka.length()).toLowerCase(Locale.ROOT).replace('_', '.');
            put(ConfigKey.KAFKA + name, value, "in " + variable);
        } else {
            String nearest = ConfigKey.nearest(
                    variable, Arrays.stream(ConfigKey.values()).map(ConfigKey::variable));
            throw new UsageError("unknown variable " + variable + " in the environment, the nearest is " + nearest);
        }
    }

    private void put(String name, String value, String where) {
        var now = new Given(value.strip(), where);
        if (name.startsWith(ConfigKey.KAFKA)) {
            StreamsSettings.objection(name.substring(ConfigKey.KAFKA.length())).ifPresent(objection -> {
                throw new UsageError(objection + " (" + where + ")");
            });
        } else {
            ConfigKey key = ConfigKey.named(name).orElseThrow(() -> unknown(name, where));
            check(key, now);
        }
        given.put(name, now);
    }

    private static UsageError unknown(String name, String where) {
        String nearest = ConfigKey.nearest(
                name,
                Stream.concat(
                        Arrays.stream(ConfigKey.values()).map(ConfigKey::text), Stream.of(ConfigKey.KAFKA + "…")));
        return new UsageError("unknown key " + name + " " + where + ", the nearest is " + nearest);
    }

    /** Also what a source that comes first overrides must make sense. */
    private static void check(ConfigKey key, Given now) {
        switch (key) {
            case PREFIX, INPUT_PREFIX -> prefix(key, now);
            case BOOTSTRAP -> text(key, now);
            case STATE_DIR -> text(key, now);
            case OUTPUT_FORMAT -> format(now);
            case THREADS -> number(key, now, 1, MAX_THREADS);
            case HTTP_HOST, API_KEYS, EDGE_SECRET_FILE -> text(key, now);
            case HTTP_PORT -> number(key, now, 0, MAX_PORT);
            case PUBLIC_URL -> publicUrl(now);
            case ADVERTISED_URL -> advertisedUrl(now);
            case REQUIRE_AUTH -> bool(key, now);
            case CONVERSATION_MAX_PARTICIPANTS -> number(key, now, 1, MAX_PARTICIPANTS);
            default -> duration(key, now);
        }
    }

    private Config config() {
        String prefix = value(ConfigKey.PREFIX, now -> prefix(ConfigKey.PREFIX, now), TopicNames.DEFAULT_PREFIX);
        return new Config(
                new TopicNames(
                        prefix, value(ConfigKey.INPUT_PREFIX, now -> prefix(ConfigKey.INPUT_PREFIX, now), prefix)),
                new Config.Cluster(
                        value(ConfigKey.BOOTSTRAP, Given::value, Config.Cluster.DEFAULT_BOOTSTRAP), kafkaSettings()),
                instance(),
                edge(),
                new Config.Decisions(conversations(), reservations()));
    }

    private Map<String, String> kafkaSettings() {
        var settings = new TreeMap<String, String>();
        given.forEach((name, now) -> {
            if (name.startsWith(ConfigKey.KAFKA)) {
                settings.put(name.substring(ConfigKey.KAFKA.length()), now.value());
            }
        });
        return settings;
    }

    private Config.Instance instance() {
        Config.Instance usual = Config.Instance.DEFAULT;
        return new Config.Instance(
                value(ConfigKey.STATE_DIR, now -> Path.of(now.value()), usual.stateDir()),
                value(ConfigKey.THREADS, now -> number(ConfigKey.THREADS, now, 1, MAX_THREADS), usual.threads()),
                value(ConfigKey.OUTPUT_FORMAT, ConfigSources::format, usual.output()));
    }

    private Config.Edge edge() {
        Config.Edge usual = Config.Edge.DEFAULT;
        return new Config.Edge(
                value(ConfigKey.HTTP_HOST, Given::value, usual.host()),
                value(ConfigKey.HTTP_PORT, now -> number(ConfigKey.HTTP_PORT, now, 0, MAX_PORT), usual.port()),
                given(ConfigKey.PUBLIC_URL).map(ConfigSources::publicUrl),
                given(ConfigKey.ADVERTISED_URL).map(ConfigSources::advertisedUrl),
                given(ConfigKey.API_KEYS).map(now -> Path.of(now.value())),
                value(ConfigKey.REQUIRE_AUTH, now -> bool(ConfigKey.REQUIRE_AUTH, now), usual.requireAuth()),
                given(ConfigKey.EDGE_SECRET_FILE).map(now -> Path.of(now.value())),
                duration(ConfigKey.REQUEST_TIMEOUT, usual.requestTimeout()));
    }

    private ConversationSettings conversations() {
        ConversationSettings usual = ConversationSettings.DEFAULT;
        return new ConversationSettings(
                duration(ConfigKey.CONVERSATION_RETENTION, usual.retention()),
                value(
                        ConfigKey.CONVERSATION_MAX_PARTICIPANTS,
                        now -> number(ConfigKey.CONVERSATION_MAX_PARTICIPANTS, now, 1, MAX_PARTICIPANTS),
                        usual.maxParticipants()));
    }

    private ReservationSettings reservations() {
        ReservationSettings usual = ReservationSettings.DEFAULT;
        var settings = new ReservationSettings(
                duration(ConfigKey.RESERVATION_DEFAULT, usual.defaultHold()),
                duration(ConfigKey.RESERVATION_MAX, usual.max()),
                duration(ConfigKey.RESERVATION_MAX_TOTAL, usual.maxTotal()),
                duration(ConfigKey.RESERVATION_CLOSED_RETENTION, usual.closedRetention()),
                duration(ConfigKey.BOOKING_RETENTION, usual.bookingRetention()));
        notLonger(ConfigKey.RESERVATION_DEFAULT, settings.defaultHold(), ConfigKey.RESERVATION_MAX, settings.max());
        notLonger(ConfigKey.RESERVATION_MAX, settings.max(), ConfigKey.RESERVATION_MAX_TOTAL, settings.maxTotal());
        return settings;
    }

    private static void notLonger(ConfigKey shorter, Duration length, ConfigKey longer, Duration limit) {
        if (length.compareTo(limit) > 0) {
            throw new UsageError(
                    shorter.text() + " is " + length + ", expected at most " + longer.text() + ", which is " + limit);
        }
    }

    private <T> T value(ConfigKey key, Function<Given, T> read, T usual) {
        return given(key).map(read).orElse(usual);
    }

    private Optional<Given> given(ConfigKey key) {
        return Optional.ofNullable(given.get(key.text()));
    }

    private Duration duration(ConfigKey key, Duration usual) {
        return value(key, now -> duration(key, now), usual);
    }

    private static Duration duration(ConfigKey key, Given now) {
        return Durations.parse(now.value()).orElseThrow(() -> bad(key, now, Durations.EXPECTED));
    }

    private static int number(ConfigKey key, Given now, int least, int most) {
        return Optional.of(now.value())
                .filter(text -> text.matches("[0-9]{1,9}"))
                .map(Integer::valueOf)
                .filter(n -> n >= least && n <= most)
                .orElseThrow(() -> bad(key, now, "a number from " + least + " to " + most));
    }

    private static OutputFormat format(Given now) {
        return OutputFormat.named(now.value())
                .orElseThrow(() -> bad(ConfigKey.OUTPUT_FORMAT, now, String.join(" or ", OutputFormat.names())));
    }

    private static String prefix(ConfigKey key, Given now) {
        try {
            TopicNames.withPrefix(now.value());
            return now.value();
        } catch (IllegalArgumentException e) {
            throw bad(key, now, TopicNames.EXPECTED_PREFIX);
        }
    }

    private static void text(ConfigKey key, Given now) {
        if (now.value().isEmpty()) {
            throw bad(key, now, TEXTS.getOrDefault(key, "a folder"));
        }
    }

    private static final Map<ConfigKey, String> TEXTS = Map.of(
            ConfigKey.BOOTSTRAP, "host:port, …",
            ConfigKey.HTTP_HOST, "an address to listen on",
            ConfigKey.API_KEYS, "a file",
            ConfigKey.EDGE_SECRET_FILE, "a file");

    private static boolean bool(ConfigKey key, Given now) {
        return switch (now.value()) {
            case "true" -> true;
            case "false" -> false;
            default -> throw bad(key, now, "true or false");
        };
    }

    /** What participants' URLs begin with: a slash at the end would stand there twice. */
    private static String publicUrl(Given now) {
        String url = now.value().replaceAll("/+$", "");
        if (!PUBLIC_URL.matcher(url).matches()) {
            throw bad(ConfigKey.PUBLIC_URL, now, "http(s)://host[:port][/path]");
        }
        return url;
    }

    private static final Pattern PUBLIC_URL = Pattern.compile("https?://[A-Za-z0-9.:\\[\\]_-]+(/[A-Za-z0-9._~/-]*)?");

    /** Instances ask each other directly, without a proxy between them that could have a path or TLS. */
    private static String advertisedUrl(Given now) {
        if (!ADVERTISED_URL.matcher(now.value()).matches()) {
            throw bad(ConfigKey.ADVERTISED_URL, now, "http://host:port");
        }
        return now.value();
    }

    private static final Pattern ADVERTISED_URL =
            Pattern.compile("http://([A-Za-z0-9._-]+|\\[[0-9a-fA-F:]+\\]):[0-9]{1,5}");

    private static UsageError bad(ConfigKey key, Given now, String expected) {
        return new UsageError(key.text() + " " + now.where() + " is '" + now.value() + "', expected " + expected);
    }

    /** Names given more than once on the command line, {@code NAME=VALUE}, as flags for {@link #read}. */
    public static Map<String, String> settings(List<String> assignments) {
        var settings = new TreeMap<String, String>();
        var twice = new ArrayList<String>();
        for (String assignment : assignments) {
            int equals = assignment.indexOf('=');
            if (equals < 1) {
                throw new UsageError("--set " + assignment + ": expected NAME=VALUE");
            }
            String name = assignment.substring(0, equals);
            if (settings.put(name, assignment.substring(equals + 1)) != null) {
                twice.add(name);
            }
        }
        if (!twice.isEmpty()) {
            throw new UsageError("--set gives " + String.join(", ", twice) + " twice");
        }
        return settings;
    }
}
