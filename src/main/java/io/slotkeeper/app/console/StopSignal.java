package io.slotkeeper.app.console;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * How SIGTERM and Ctrl-C reach a command that ends cleanly: it asks for {@link #requested()}, ends what it started in
 * its order and returns its exit status, which then is that of the process. A command that never asks is ended by the
 * signal as usual.
 */
public final class StopSignal {

    /** Ending cleanly takes at most 30 seconds (cli.md); a little more for the last of them to be reported. */
    private static final Duration LONGEST = Duration.ofSeconds(32);

    private final CompletableFuture<String> requested = new CompletableFuture<>();
    private final CompletableFuture<Integer> ended = new CompletableFuture<>();
    private volatile boolean awaited;

    /**
     * Completes with the reason when the process has to end. Asking promises to return soon after, with an exit status.
     */
    public CompletableFuture<String> requested() {
        awaited = true;
        return requested;
    }

    /** Asks for the end, as a signal does. */
    public void request(String reason) {
        requested.complete(reason);
    }

    /** Whether the process is ending already. */
    public boolean begun() {
        return requested.isDone();
    }

    /** Makes signals arrive here. For the process's main method only. */
    public void install() {
        Runtime.getRuntime().addShutdownHook(new Thread(this::onShutdown, "stop"));
    }

    /** The command has ended; its exit status is that of the process, also when a signal ended it. */
    public void ended(int status) {
        ended.complete(status);
    }

    private void onShutdown() {
        boolean byItself = ended.isDone();
        request("signal");
        if (awaited && !byItself) {
            // Leaving by the usual way would make it 128 + the signal's number.
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
