package io.slotkeeper.app.console;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import org.slf4j.ILoggerFactory;
import org.slf4j.LoggerFactory;

/** Changes what is logged on standard error; {@code logback.xml} has the defaults. */
public final class Logging {

    private Logging() {}

    /** Logs debug messages of the program and information of everything else. */
    public static void raise() {
        ILoggerFactory factory = LoggerFactory.getILoggerFactory();
        if (factory instanceof LoggerContext context) {
            context.getLogger("ROOT").setLevel(Level.INFO);
            context.getLogger("io.slotkeeper").setLevel(Level.DEBUG);
        }
    }

    /** Logs nothing of Kafka's clients but errors: somebody makes them lose their broker on purpose. */
    public static void expectOutages() {
        ILoggerFactory factory = LoggerFactory.getILoggerFactory();
        if (factory instanceof LoggerContext context) {
            context.getLogger("org.apache.kafka").setLevel(Level.ERROR);
        }
    }
}
