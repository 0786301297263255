package io.slotkeeper.app.console;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * Where a command reads and writes: data goes to {@code out}, talk to {@code err}, both UTF-8 whatever the locale.
 *
 * @param terminal whether somebody watches, so that a bar makes sense
 */
public record Console(InputStream in, PrintStream out, PrintStream err, boolean terminal) {

    /** Set by the start script: Java can't ask about standard error alone. */
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

    /** Writes one line of data. False when nobody reads any more. */
    public boolean data(String line) {
        out.print(line + "\n");
        // Flushes: whoever reads sees a line when it is written, and a reader that left is noticed.
        return !out.checkError();
    }

    public void talk(String line) {
        err.println(line);
    }
}
