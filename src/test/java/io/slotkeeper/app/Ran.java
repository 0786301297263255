package io.slotkeeper.app;

import io.slotkeeper.testing.SharedSecret;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A command that was run in this JVM, and what became of it. */
record Ran(int status, List<String> out, List<String> err) {

    static Ran command(Map<String, String> environment, String input, String... args) {
        return command(environment, new Stop(), input, args);
    }

    static Ran command(Map<String, String> environment, Stop stop, String input, String... args) {
        return command(environment, stop, input, new ByteArrayOutputStream(), args);
    }

    /** @param out where standard output can be seen meanwhile */
    static Ran command(
            Map<String, String> environment, Stop stop, String input, ByteArrayOutputStream out, String... args) {
        var err = new ByteArrayOutputStream();
        var console = new Console(
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)), print(out), print(err), false);
        var all =
                new HashMap<>(Map.of(SharedSecret.VARIABLE, SharedSecret.file().toString()));
        all.putAll(environment);
        int status = Main.run(new Surroundings(console, stop, all), args);
        return new Ran(status, lines(out), lines(err));
    }

    private static PrintStream print(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    private static List<String> lines(ByteArrayOutputStream bytes) {
        return bytes.toString(StandardCharsets.UTF_8).lines().toList();
    }
}
