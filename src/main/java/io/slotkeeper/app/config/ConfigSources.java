package io.slotkeeper.app.config;

import io.slotkeeper.app.console.UsageError;
import io.slotkeeper.conversation.ConversationSettings;
import io.slotkeeper.reservation.ReservationSettings;
import io.slotkeeper.stream.StreamsSettings;
import io.slotkeeper.topics.TopicNames;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
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

    private record Assignment(String value, String where) {}

    private final Map<String, Assignment> assigned = new TreeMap<>();

    private ConfigSources() {}

    /** The configuration of somebody who sets nothing. */
    public static Config defaults() {
        return new ConfigSources().config();
    }

    /**
     * Reads everything.
     *
     * @param flags by the names of {@link ConfigKeys} and {@link ConfigKeys#KAFKA}
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
        Optional<ConfigKey<?>> key = ConfigKeys.ofVariable(variable);
        String kafka = ConfigKey.ENVIRONMENT + "KAFKA_";
        if (key.isPresent()) {
            put(key.get().text(), value, "in " + variable);
        } else if (SERVICE_LINK.matcher(variable).matches()) {
            return;
        } else if (variable.startsWith(kafka)) {
            String name =
                    variable.substring(kafka.length()).toLowerCase(Locale.ROOT).replace('_', '.');
            put(ConfigKeys.KAFKA + name, value, "in " + variable);
        } else {
            String nearest =
                    ConfigKeys.nearest(variable, ConfigKeys.all().stream().map(ConfigKey::variable));
            throw new UsageError("unknown variable " + variable + " in the environment, the nearest is " + nearest);
        }
    }

    /** What a source that comes first overrides must make sense, too. */
    private void put(String name, String value, String where) {
        var assignment = new Assignment(value.strip(), where);
        if (name.startsWith(ConfigKeys.KAFKA)) {
            StreamsSettings.objection(name.substring(ConfigKeys.KAFKA.length())).ifPresent(objection -> {
                throw new UsageError(objection + " (" + where + ")");
            });
        } else {
            read(ConfigKeys.named(name).orElseThrow(() -> unknown(name, where)), assignment);
        }
        assigned.put(name, assignment);
    }

    private static UsageError unknown(String name, String where) {
        Stream<String> known =
                Stream.concat(ConfigKeys.all().stream().map(ConfigKey::text), Stream.of(ConfigKeys.KAFKA + "…"));
        return new UsageError(
                "unknown key " + name + " " + where + ", the nearest is " + ConfigKeys.nearest(name, known));
    }

    private static <T> T read(ConfigKey<T> key, Assignment assignment) {
        return key.type()
                .reader()
                .apply(assignment.value())
                .orElseThrow(() -> new UsageError(key.text() + " " + assignment.where() + " is '" + assignment.value()
                        + "', expected " + key.type().expected()));
    }

    private <T> T value(ConfigKey<T> key) {
        Assignment assignment = assigned.get(key.text());
        return assignment == null ? key.byDefault() : read(key, assignment);
    }

    private Config config() {
        String prefix = value(ConfigKeys.PREFIX);
        return new Config(
                new TopicNames(prefix, value(ConfigKeys.INPUT_PREFIX).orElse(prefix)),
                new Config.Cluster(value(ConfigKeys.BOOTSTRAP), kafkaSettings()),
                new Config.Instance(
                        value(ConfigKeys.STATE_DIR),
                        value(ConfigKeys.THREADS),
                        value(ConfigKeys.OUTPUT_FORMAT),
                        value(ConfigKeys.WARM_UP)),
                edge(),
                decisions());
    }

    private Map<String, String> kafkaSettings() {
        var settings = new TreeMap<String, String>();
        assigned.forEach((name, assignment) -> {
            if (name.startsWith(ConfigKeys.KAFKA)) {
                settings.put(name.substring(ConfigKeys.KAFKA.length()), assignment.value());
            }
        });
        return settings;
    }

    private Config.Edge edge() {
        return new Config.Edge(
                value(ConfigKeys.HTTP_HOST),
                value(ConfigKeys.HTTP_PORT),
                management(),
                value(ConfigKeys.PUBLIC_URL),
                value(ConfigKeys.ADVERTISED_URL),
                value(ConfigKeys.API_KEYS),
                value(ConfigKeys.REQUIRE_AUTH),
                value(ConfigKeys.CORS_ORIGINS),
                value(ConfigKeys.TRUSTED_PROXIES),
                value(ConfigKeys.ANONYMOUS_HORIZON),
                value(ConfigKeys.EDGE_SECRET_FILE),
                value(ConfigKeys.REQUEST_TIMEOUT));
    }

    /** Beside the port for clients, so that instances on one machine that have different ones don't meet here. */
    private Config.Management management() {
        int beside = value(ConfigKeys.HTTP_PORT) + ConfigKeys.MANAGEMENT_BESIDE;
        boolean any = value(ConfigKeys.HTTP_PORT) == 0 || beside > ConfigKeys.MAX_PORT;
        Optional<Integer> chosen = value(ConfigKeys.MANAGEMENT_PORT);
        return new Config.Management(
                value(ConfigKeys.MANAGEMENT_HOST),
                chosen.orElse(any ? 0 : beside),
                chosen.isPresent(),
                value(ConfigKeys.PUBLIC_HEALTH));
    }

    private Config.Decisions decisions() {
        var values = new HashMap<String, Object>();
        ConfigKeys.decisions().forEach(key -> values.put(key.text(), value(key)));
        ReservationSettings reservations = ReservationSettings.of(values);
        notLonger(
                ConfigKeys.RESERVATION_DEFAULT,
                reservations.defaultHold(),
                ConfigKeys.RESERVATION_MAX,
                reservations.max());
        notLonger(
                ConfigKeys.RESERVATION_MAX,
                reservations.max(),
                ConfigKeys.RESERVATION_MAX_TOTAL,
                reservations.maxTotal());
        return new Config.Decisions(ConversationSettings.of(values), reservations);
    }

    private static void notLonger(
            ConfigKey<Duration> shorter, Duration length, ConfigKey<Duration> longer, Duration limit) {
        if (length.compareTo(limit) > 0) {
            throw new UsageError(
                    shorter.text() + " is " + length + ", expected at most " + longer.text() + ", which is " + limit);
        }
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
