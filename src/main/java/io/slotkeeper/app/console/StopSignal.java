package io.slotkeeper.app.console;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Passes SIGTERM and Ctrl-C to a command that ends cleanly: it calls {@link #requested()}, ends what it started in
 * order, and returns its exit status, which becomes that of the process. A command that never calls it is ended by the
 * signal as usual. Thread-safe.
 */
public final class StopSignal {

    /**
     * Ending cleanly takes at most 30 seconds (docs/spec/cli.md#output-and-exit-status); the rest is for reporting the
     * end.
     */
    private static final Duration LONGEST = Duration.ofSeconds(32);

    private final CompletableFuture<String> requested = new CompletableFuture<>();
    private final CompletableFuture<Integer> ended = new CompletableFuture<>();
    private volatile boolean awaited;

    /**
     * Completes with the reason when the process has to end. By calling this a command promises to return soon after,
     * with an exit status.
     */
    public CompletableFuture<String> requested() {
        awaited = true;
        return requested;
    }

    /** Requests the end, as a signal does. */
    public void request(String reason) {
        requested.complete(reason);
    }

    /** Whether the process is ending already. */
    public boolean begun() {
        return requested.isDone();
    }

    /** Registers for signals. For the main method of the process only. */
    public void install() {
        Runtime.getRuntime().addShutdownHook(new Thread(this::onShutdown, "stop"));
    }

    /** The command has ended. Its exit status becomes that of the process, also after a signal. */
    public void ended(int status) {
        ended.complete(status);
    }

    private void onShutdown() {
        boolean byItself = ended.isDone();
        request("signal");
        if (awaited && !byItself) {
            // The usual exit would make it 128 + the signal's number.
            Runtime.getRuntime().halt(status());
        }
    }

    private int status() {
        try {
            return ended.get(LONGEST.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            System.err.println("slotkeeper: not ended within " + LONGEST.toSeconds() + " s");
            return ExitStatus.FAILED;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ExitStatus.FAILED;
        }
    }
}
