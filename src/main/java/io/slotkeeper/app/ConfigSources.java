package io.slotkeeper.app;

import io.slotkeeper.conversation.ConversationSettings;
import io.slotkeeper.reservation.ReservationSettings;
import io.slotkeeper.stream.StreamsSettings;
import io.slotkeeper.stream.Topics;
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
 * <p>Every refusal is a {@link WrongUse} that names the key, where it was given, the value and what is expected.
 */
final class ConfigSources {

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
     * @param flags by the names of {@link Key} and {@link Key#KAFKA}
     * @param environment variables that don't begin with {@link Key#ENVIRONMENT} are nobody's business here
     * @param file Java properties, UTF-8
     */
    static Config read(Map<String, String> flags, Map<String, String> environment, Optional<Path> file) {
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
            throw new WrongUse("the configuration file " + path + " does not exist", e);
        } catch (IOException | IllegalArgumentException e) {
            throw new WrongUse("the configuration file " + path + " can't be read: " + e, e);
        }
        var values = new TreeMap<String, String>();
        properties.stringPropertyNames().forEach(name -> values.put(name, properties.getProperty(name)));
        return values;
    }

    private void putVariable(String variable, String value) {
        if (!variable.startsWith(Key.ENVIRONMENT)) {
            return;
        }
        Optional<Key> key = Arrays.stream(Key.values())
                .filter(k -> k.variable().equals(variable))
                .findFirst();
        String kafka = Key.ENVIRONMENT + "KAFKA_";
        if (key.isPresent()) {
            put(key.get().text(), value, "in " + variable);
        } else if (SERVICE_LINK.matcher(variable).matches()) {
            return;
        } else if (variable.startsWith(kafka)) {
            String name =
                    variable.substring(kafka.length()).toLowerCase(Locale.ROOT).replace('_', '.');
            put(Key.KAFKA + name, value, "in " + variable);
        } else {
            String nearest = Key.nearest(variable, Arrays.stream(Key.values()).map(Key::variable));
            throw new WrongUse("unknown variable " + variable + " in the environment, the nearest is " + nearest);
        }
    }

    private void put(String name, String value, String where) {
        var now = new Given(value.strip(), where);
        if (name.startsWith(Key.KAFKA)) {
            StreamsSettings.objection(name.substring(Key.KAFKA.length())).ifPresent(objection -> {
                throw new WrongUse(objection + " (" + where + ")");
            });
        } else {
            Key key = Key.named(name).orElseThrow(() -> unknown(name, where));
            check(key, now);
        }
        given.put(name, now);
    }

    private static WrongUse unknown(String name, String where) {
        String nearest = Key.nearest(
                name, Stream.concat(Arrays.stream(Key.values()).map(Key::text), Stream.of(Key.KAFKA + "…")));
        return new WrongUse("unknown key " + name + " " + where + ", the nearest is " + nearest);
    }

    /** Also what a source that comes first overrides must make sense. */
    private static void check(Key key, Given now) {
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
        String prefix = value(Key.PREFIX, now -> prefix(Key.PREFIX, now), Topics.DEFAULT_PREFIX);
        return new Config(
                new Topics(prefix, value(Key.INPUT_PREFIX, now -> prefix(Key.INPUT_PREFIX, now), prefix)),
                new Config.Cluster(
                        value(Key.BOOTSTRAP, Given::value, Config.Cluster.DEFAULT_BOOTSTRAP), kafkaSettings()),
                instance(),
                edge(),
                new Config.Decisions(conversations(), reservations()));
    }

    private Map<String, String> kafkaSettings() {
        var settings = new TreeMap<String, String>();
        given.forEach((name, now) -> {
            if (name.startsWith(Key.KAFKA)) {
                settings.put(name.substring(Key.KAFKA.length()), now.value());
            }
        });
        return settings;
    }

    private Config.Instance instance() {
        Config.Instance usual = Config.Instance.DEFAULT;
        return new Config.Instance(
                value(Key.STATE_DIR, now -> Path.of(now.value()), usual.stateDir()),
                value(Key.THREADS, now -> number(Key.THREADS, now, 1, MAX_THREADS), usual.threads()),
                value(Key.OUTPUT_FORMAT, ConfigSources::format, usual.output()));
    }

    private Config.Edge edge() {
        Config.Edge usual = Config.Edge.DEFAULT;
        return new Config.Edge(
                value(Key.HTTP_HOST, Given::value, usual.host()),
                value(Key.HTTP_PORT, now -> number(Key.HTTP_PORT, now, 0, MAX_PORT), usual.port()),
                given(Key.PUBLIC_URL).map(ConfigSources::publicUrl),
                given(Key.ADVERTISED_URL).map(ConfigSources::advertisedUrl),
                given(Key.API_KEYS).map(now -> Path.of(now.value())),
                value(Key.REQUIRE_AUTH, now -> bool(Key.REQUIRE_AUTH, now), usual.requireAuth()),
                given(Key.EDGE_SECRET_FILE).map(now -> Path.of(now.value())),
                duration(Key.REQUEST_TIMEOUT, usual.requestTimeout()));
    }

    private ConversationSettings conversations() {
        ConversationSettings usual = ConversationSettings.DEFAULT;
        return new ConversationSettings(
                duration(Key.CONVERSATION_RETENTION, usual.retention()),
                value(
                        Key.CONVERSATION_MAX_PARTICIPANTS,
                        now -> number(Key.CONVERSATION_MAX_PARTICIPANTS, now, 1, MAX_PARTICIPANTS),
                        usual.maxParticipants()));
    }

    private ReservationSettings reservations() {
        ReservationSettings usual = ReservationSettings.DEFAULT;
        var settings = new ReservationSettings(
                duration(Key.RESERVATION_DEFAULT, usual.defaultHold()),
                duration(Key.RESERVATION_MAX, usual.max()),
                duration(Key.RESERVATION_MAX_TOTAL, usual.maxTotal()),
                duration(Key.RESERVATION_CLOSED_RETENTION, usual.closedRetention()),
                duration(Key.BOOKING_RETENTION, usual.bookingRetention()));
        notLonger(Key.RESERVATION_DEFAULT, settings.defaultHold(), Key.RESERVATION_MAX, settings.max());
        notLonger(Key.RESERVATION_MAX, settings.max(), Key.RESERVATION_MAX_TOTAL, settings.maxTotal());
        return settings;
    }

    private static void notLonger(Key shorter, Duration length, Key longer, Duration limit) {
        if (length.compareTo(limit) > 0) {
            throw new WrongUse(
                    shorter.text() + " is " + length + ", expected at most " + longer.text() + ", which is " + limit);
        }
    }

    private <T> T value(Key key, Function<Given, T> read, T usual) {
        return given(key).map(read).orElse(usual);
    }

    private Optional<Given> given(Key key) {
        return Optional.ofNullable(given.get(key.text()));
    }

    private Duration duration(Key key, Duration usual) {
        return value(key, now -> duration(key, now), usual);
    }

    private static Duration duration(Key key, Given now) {
        return Durations.parse(now.value()).orElseThrow(() -> bad(key, now, Durations.EXPECTED));
    }

    private static int number(Key key, Given now, int least, int most) {
        return Optional.of(now.value())
                .filter(text -> text.matches("[0-9]{1,9}"))
                .map(Integer::valueOf)
                .filter(n -> n >= least && n <= most)
                .orElseThrow(() -> bad(key, now, "a number from " + least + " to " + most));
    }

    private static OutputFormat format(Given now) {
        return OutputFormat.named(now.value())
                .orElseThrow(() -> bad(Key.OUTPUT_FORMAT, now, String.join(" or ", OutputFormat.names())));
    }

    private static String prefix(Key key, Given now) {
        try {
            Topics.withPrefix(now.value());
            return now.value();
        } catch (IllegalArgumentException e) {
            throw bad(key, now, Topics.EXPECTED_PREFIX);
        }
    }

    private static void text(Key key, Given now) {
        if (now.value().isEmpty()) {
            throw bad(key, now, TEXTS.getOrDefault(key, "a folder"));
        }
    }

    private static final Map<Key, String> TEXTS = Map.of(
            Key.BOOTSTRAP, "host:port, …",
            Key.HTTP_HOST, "an address to listen on",
            Key.API_KEYS, "a file",
            Key.EDGE_SECRET_FILE, "a file");

    private static boolean bool(Key key, Given now) {
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
            throw bad(Key.PUBLIC_URL, now, "http(s)://host[:port][/path]");
        }
        return url;
    }

    private static final Pattern PUBLIC_URL = Pattern.compile("https?://[A-Za-z0-9.:\\[\\]_-]+(/[A-Za-z0-9._~/-]*)?");

    /** Instances ask each other directly, without a proxy between them that could have a path or TLS. */
    private static String advertisedUrl(Given now) {
        if (!ADVERTISED_URL.matcher(now.value()).matches()) {
            throw bad(Key.ADVERTISED_URL, now, "http://host:port");
        }
        return now.value();
    }

    private static final Pattern ADVERTISED_URL =
            Pattern.compile("http://([A-Za-z0-9._-]+|\\[[0-9a-fA-F:]+\\]):[0-9]{1,5}");

    private static WrongUse bad(Key key, Given now, String expected) {
        return new WrongUse(key.text() + " " + now.where() + " is '" + now.value() + "', expected " + expected);
    }

    /** Names given more than once on the command line, {@code NAME=VALUE}, as flags for {@link #read}. */
    static Map<String, String> settings(List<String> assignments) {
        var settings = new TreeMap<String, String>();
        var twice = new ArrayList<String>();
        for (String assignment : assignments) {
            int equals = assignment.indexOf('=');
            if (equals < 1) {
                throw new WrongUse("--set " + assignment + ": expected NAME=VALUE");
            }
            String name = assignment.substring(0, equals);
            if (settings.put(name, assignment.substring(equals + 1)) != null) {
                twice.add(name);
            }
        }
        if (!twice.isEmpty()) {
            throw new WrongUse("--set gives " + String.join(", ", twice) + " twice");
        }
        return settings;
    }
}
