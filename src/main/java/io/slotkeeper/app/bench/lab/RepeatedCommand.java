package io.slotkeeper.app.bench.lab;

import io.slotkeeper.app.child.ChildJvm;
import io.slotkeeper.app.child.Tethered;
import io.slotkeeper.app.console.CommandContext;
import io.slotkeeper.app.console.Console;
import io.slotkeeper.app.console.StopSignal;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A command of the program that runs again and again in one JVM: what it takes without a start, with everything compiled
 * that is used much. Its data go nowhere; what it says stays in the process's standard error.
 */
public final class RepeatedCommand implements AutoCloseable {

    private final ChildJvm jvm;

    private RepeatedCommand(ChildJvm jvm) {
        this.jvm = jvm;
    }

    /** Starts the process; it does nothing yet. */
    static RepeatedCommand start(Lab lab, List<String> arguments) {
        var command = new ArrayList<>(List.of(RepeatedCommand.class.getName()));
        command.addAll(arguments);
        return new RepeatedCommand(ChildJvm.start("repeated", lab.folder(), List.of(), command));
    }

    /** Runs it once more and returns how long it took. */
    public Duration again() throws InterruptedException {
        jvm.tell("again");
        return Duration.ofNanos(Long.parseLong(jvm.nextLine()));
    }

    @Override
    public void close() {
        jvm.close();
    }

    /**
     * Runs a command for each line of standard input, says how many nanoseconds each took, and ends with the input or a
     * command that fails.
     *
     * @param args of the command line
     */
    public static void main(String[] args) throws IOException, ReflectiveOperationException {
        Class<?> program = Class.forName(Tethered.PROGRAM);
        program.getMethod("prepareProcess").invoke(null);
        Method run = program.getMethod("run", CommandContext.class, String[].class);
        var nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        var console = new Console(InputStream.nullInputStream(), nowhere, System.err, false);
        var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        int status = 0;
        while (status == 0 && in.readLine() != null) {
            long started = System.nanoTime();
            status = (Integer) run.invoke(null, new CommandContext(console, new StopSignal(), Map.of()), args);
            if (status == 0) {
                System.out.println(System.nanoTime() - started);
            }
        }
        Runtime.getRuntime().halt(status);
    }
}
