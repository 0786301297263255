package io.slotkeeper.app.console;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import org.slf4j.ILoggerFactory;
import org.slf4j.LoggerFactory;

/** What is said on standard error while the program runs; logback.xml says the rest. */
public final class Logging {

    private Logging() {}

    /** Shows what Kafka considers information, too. */
    public static void raise() {
        ILoggerFactory factory = LoggerFactory.getILoggerFactory();
        if (factory instanceof LoggerContext context) {
            context.getLogger("ROOT").setLevel(Level.INFO);
            context.getLogger("io.slotkeeper").setLevel(Level.DEBUG);
        }
    }
}
