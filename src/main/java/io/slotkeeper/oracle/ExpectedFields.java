package io.slotkeeper.oracle;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A JSON object under construction, in the order in which its fields are added. */
final class ExpectedFields {

    private static final DateTimeFormatter SECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter MILLIS = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final Map<String, Object> fields = new LinkedHashMap<>();

    /** Null is JSON's null. */
    ExpectedFields add(String name, @Nullable Object value) {
        fields.put(name, value);
        return this;
    }

    /** The field is left out when there is no value. */
    ExpectedFields addIf(String name, Optional<?> value) {
        value.ifPresent(it -> fields.put(name, it));
        return this;
    }

    Map<String, Object> done() {
        return fields;
    }

    /** As times of our own are shown (docs/spec/topics.md#snapshots). */
    static String millis(Instant instant) {
        return MILLIS.format(instant);
    }

    /** As the times of slots and periods of conversations are shown. */
    static String seconds(Instant instant) {
        return SECONDS.format(instant);
    }

    static Map<String, Object> minutes(Duration duration) {
        return new ExpectedFields().add("minutes", duration.toMinutes()).done();
    }
}
