package io.slotkeeper.testing;

import io.slotkeeper.app.Main;
import io.slotkeeper.app.console.CommandContext;
import io.slotkeeper.app.console.Console;
import io.slotkeeper.app.console.StopSignal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A command that was run in this JVM, and what became of it. */
public record CommandRun(int status, List<String> out, List<String> err) {

    public static CommandRun command(Map<String, String> environment, String input, String... args) {
        return command(environment, new StopSignal(), input, args);
    }

    public static CommandRun command(Map<String, String> environment, StopSignal stop, String input, String... args) {
        return command(environment, stop, input, new ByteArrayOutputStream(), args);
    }

    /** @param out where standard output can be seen meanwhile */
    public static CommandRun command(
            Map<String, String> environment, StopSignal stop, String input, ByteArrayOutputStream out, String... args) {
        var err = new ByteArrayOutputStream();
        var console = new Console(
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)), print(out), print(err), false);
        var all =
                new HashMap<>(Map.of(SharedSecret.VARIABLE, SharedSecret.file().toString()));
        all.putAll(environment);
        int status = Main.run(new CommandContext(console, stop, all), args);
        return new CommandRun(status, lines(out), lines(err));
    }

    private static PrintStream print(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    private static List<String> lines(ByteArrayOutputStream bytes) {
        return bytes.toString(StandardCharsets.UTF_8).lines().toList();
    }
}
