package io.slotkeeper.app.config;

import io.slotkeeper.edge.http.TrustedProxies;
import io.slotkeeper.request.DecisionSetting;
import io.slotkeeper.topics.TopicNames;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * What the value of a key may be.
 *
 * @param expected for people, after "expected"
 * @param reader empty when the text is no such value
 */
record ValueType<T>(String expected, Function<String, Optional<T>> reader) {

    static final ValueType<Duration> DURATION = new ValueType<>(Durations.EXPECTED, Durations::parse);

    /** Or 0 for none at all. */
    static final ValueType<Duration> DURATION_OR_NONE = new ValueType<>(
            Durations.EXPECTED + ", or 0",
            text -> text.equals("0") ? Optional.of(Duration.ZERO) : Durations.parse(text));

    static final ValueType<Path> FILE = path("a file");
    static final ValueType<Path> FOLDER = path("a folder");

    static final ValueType<Boolean> BOOLEAN = new ValueType<>("true or false", text -> switch (text) {
        case "true" -> Optional.of(true);
        case "false" -> Optional.of(false);
        default -> Optional.empty();
    });

    /** The names of {@link io.slotkeeper.wire.OutputFormat}, which would load Avro. */
    static final ValueType<String> OUTPUT_FORMAT = new ValueType<>(
            "avro or json", text -> Optional.of(text).filter(it -> it.equals("avro") || it.equals("json")));

    static final ValueType<String> TOPIC_PREFIX = new ValueType<>(TopicNames.EXPECTED_PREFIX, ValueType::topicPrefix);

    /** What participants' URLs begin with: a slash at the end would stand there twice. */
    static final ValueType<String> PUBLIC_URL = matching(
                    "http(s)://host[:port][/path]", "https?://[A-Za-z0-9.:\\[\\]_-]+(/[A-Za-z0-9._~/-]*)?")
            .after(text -> text.replaceAll("/+$", ""));

    /** Instances ask each other directly, without a proxy between them that could have a path or TLS. */
    static final ValueType<String> ADVERTISED_URL =
            matching("http://host:port", "http://([A-Za-z0-9._-]+|\\[[0-9a-fA-F:]+\\]):[0-9]{1,5}");

    static final ValueType<TrustedProxies> PROXIES =
            new ValueType<>("addresses, or ranges such as 10.0.0.0/8, with commas between them", TrustedProxies::of);

    /** Any text but none. */
    static ValueType<String> text(String expected) {
        return new ValueType<>(expected, text -> Optional.of(text).filter(it -> !it.isEmpty()));
    }

    static ValueType<Integer> number(int least, int most) {
        return new ValueType<>(
                "a number from " + least + " to " + most,
                text -> Optional.of(text)
                        .filter(it -> it.matches("[0-9]{1,9}"))
                        .map(Integer::valueOf)
                        .filter(number -> number >= least && number <= most));
    }

    /** A number, or none for {@link DecisionSetting#UNLIMITED}. */
    static ValueType<Integer> limit(int least, int most) {
        ValueType<Integer> number = number(least, most);
        return new ValueType<>(
                number.expected() + ", or none",
                text -> text.equals("none")
                        ? Optional.of(DecisionSetting.UNLIMITED)
                        : number.reader().apply(text));
    }

    private static ValueType<Path> path(String expected) {
        return new ValueType<>(expected, text -> {
            try {
                return Optional.of(text).filter(it -> !it.isEmpty()).map(Path::of);
            } catch (InvalidPathException e) {
                return Optional.empty();
            }
        });
    }

    private static ValueType<String> matching(String expected, String form) {
        Pattern pattern = Pattern.compile(form);
        return new ValueType<>(
                expected,
                text -> Optional.of(text).filter(it -> pattern.matcher(it).matches()));
    }

    private static Optional<String> topicPrefix(String text) {
        try {
            return Optional.of(TopicNames.withPrefix(text).prefix());
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The same for a text that was changed before. */
    private ValueType<T> after(Function<String, String> change) {
        return new ValueType<>(expected, text -> reader.apply(change.apply(text)));
    }

    /** The same for a value that may be left out. */
    ValueType<Optional<T>> optional() {
        return new ValueType<>(expected, text -> Optional.of(reader.apply(text)).filter(Optional::isPresent));
    }
}
