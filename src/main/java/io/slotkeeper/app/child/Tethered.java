package io.slotkeeper.app.child;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;

/**
 * Runs the program as its users do, in a process that ends when its standard input does: whatever ends the bench, no
 * instance is left behind.
 */
public final class Tethered {

    /** By name, because this package is below the one that it is in. */
    public static final String PROGRAM = "io.slotkeeper.app.Main";

    private Tethered() {}

    /** @param args of the command line */
    public static void main(String[] args) throws ReflectiveOperationException {
        var tether = new Thread(Tethered::haltAtEnd, "tether");
        tether.setDaemon(true);
        tether.start();
        try {
            Class.forName(PROGRAM).getMethod("main", String[].class).invoke(null, (Object)
                    Arrays.copyOf(args, args.length));
        } catch (InvocationTargetException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    private static void haltAtEnd() {
        try {
            while (System.in.read() >= 0) {
                // Nothing is said to it.
            }
        } catch (IOException e) {
            // The same as the end.
        }
        Runtime.getRuntime().halt(1);
    }
}
