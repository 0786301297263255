package io.slotkeeper.app.console;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * Input and output of a command: data goes to {@code out}, messages to {@code err}, both in UTF-8 whatever the locale
 * is.
 *
 * @param terminal whether {@code err} is a terminal, so that progress is shown
 */
public record Console(InputStream in, PrintStream out, PrintStream err, boolean terminal) {

    /** Set by the start script: Java can't query standard error alone. */
    private static final String TERMINAL = "slotkeeper.terminal";

    public static Console ofProcess() {
        return new Console(
                System.in,
                new PrintStream(
                        new BufferedOutputStream(new FileOutputStream(FileDescriptor.out)),
                        false,
                        StandardCharsets.UTF_8),
                new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8),
                Boolean.getBoolean(TERMINAL));
    }

    /**
     * Writes one line of data.
     *
     * @return false if the output was closed by its reader
     */
    public boolean data(String line) {
        out.print(line + "\n");
        // Flushes, so that a reader gets each line at once, and a reader that ended is noticed.
        return !out.checkError();
    }

    /** Writes one line for the user. */
    public void message(String line) {
        err.println(line);
    }
}
