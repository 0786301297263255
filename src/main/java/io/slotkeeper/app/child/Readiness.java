package io.slotkeeper.app.child;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What an instance of {@code run} in a child JVM says of itself. */
public final class Readiness {

    private static final Pattern MANAGEMENT = Pattern.compile("health and metrics on [^ ]+, port ([0-9]+)");
    private static final int PATIENCE_MS = 1_000;
    private static final int READY = 200;

    private Readiness() {}

    /** Whether it answers that it is ready; false as long as it listens to nobody. */
    public static boolean of(ChildJvm instance) {
        return answer(instance, (status, text) -> status == READY).orElse(false);
    }

    /** What it answers to who asks whether it is ready; empty as long as it listens to nobody. */
    public static Optional<String> text(ChildJvm instance) {
        return answer(instance, (status, text) -> text);
    }

    private static <T> Optional<T> answer(ChildJvm instance, BiFunction<Integer, String, T> reader) {
        OptionalInt port = port(instance, MANAGEMENT);
        if (port.isEmpty()) {
            return Optional.empty();
        }
        try {
            var connection = (HttpURLConnection) URI.create("http://127.0.0.1:" + port.getAsInt() + "/health/ready")
                    .toURL()
                    .openConnection();
            connection.setConnectTimeout(PATIENCE_MS);
            connection.setReadTimeout(PATIENCE_MS);
            try {
                int status = connection.getResponseCode();
                try (InputStream body = status == READY ? connection.getInputStream() : connection.getErrorStream()) {
                    String text = body == null ? "" : new String(body.readAllBytes(), StandardCharsets.UTF_8);
                    return Optional.of(reader.apply(status, text));
                }
            } finally {
                connection.disconnect();
            }
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** The port in the first line that an instance has logged in this form; empty before it has. */
    public static OptionalInt port(ChildJvm instance, Pattern line) {
        return instance.errorLines().stream()
                .map(line::matcher)
                .filter(Matcher::matches)
                .mapToInt(matcher -> Integer.parseInt(matcher.group(1)))
                .findFirst();
    }
}
