package io.slotkeeper.app.broker;

import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.utils.Exit;

/** The end of an embedded broker by its own decision. */
public final class BrokerFailure {

    private static final CompletableFuture<String> FATAL = new CompletableFuture<>();

    private BrokerFailure() {}

    /** Completes when a broker of this process gave up, with its reason; the process is then of no use. */
    public static CompletableFuture<String> fatal() {
        return FATAL;
    }

    /**
     * Lets a broker that gives up complete {@link #fatal()} and its thread die. Kafka's fault handlers would halt the JVM,
     * which isn't the broker's alone; whom they call instead is kept once per process: so whoever starts the process
     * calls this, before a broker starts.
     */
    public static void keepProcess() {
        Exit.Procedure giveUp = (status, message) -> {
            String reason = message == null ? "status " + status : message;
            FATAL.complete(reason);
            throw new IllegalStateException("the embedded broker gave up: " + reason);
        };
        Exit.setExitProcedure(giveUp);
        Exit.setHaltProcedure(giveUp);
    }
}
