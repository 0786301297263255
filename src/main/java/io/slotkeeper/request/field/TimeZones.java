package io.slotkeeper.request.field;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The time-zone names that are accepted. The list is part of the program, because a JVM's list changes with its version
 * and decisions must not (docs/spec/log-time.md#replay).
 */
public final class TimeZones {

    private static final Set<String> NAMES = load();

    private TimeZones() {}

    public static boolean isKnown(String name) {
        return NAMES.contains(name);
    }

    private static Set<String> load() {
        var resource = Objects.requireNonNull(TimeZones.class.getResourceAsStream("time-zones.txt"));
        try (var lines = new BufferedReader(new InputStreamReader(resource, StandardCharsets.UTF_8))) {
            return lines.lines().collect(Collectors.toUnmodifiableSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
