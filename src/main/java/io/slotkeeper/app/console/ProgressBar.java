package io.slotkeeper.app.console;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** A progress bar on a terminal; prints nothing anywhere else. */
public final class ProgressBar implements AutoCloseable {

    private static final int WIDTH = 40;
    private static final long INTERVAL_MS = 200;

    private final Console console;
    private final long total;
    private final LongSupplier done;
    private final ScheduledExecutorService painter = Executors.newSingleThreadScheduledExecutor(task -> {
        var thread = new Thread(task, "progress");
        thread.setDaemon(true);
        return thread;
    });

    public ProgressBar(Console console, long total, LongSupplier done) {
        this.console = console;
        this.total = total;
        this.done = done;
    }

    public void start() {
        if (console.terminal()) {
            var unused = painter.scheduleAtFixedRate(this::paint, 0, INTERVAL_MS, TimeUnit.MILLISECONDS);
        }
    }

    private void paint() {
        long now = done.getAsLong();
        int filled = total == 0 ? WIDTH : Math.toIntExact(Math.min(WIDTH, WIDTH * now / total));
        console.err().print("\r[" + "#".repeat(filled) + ".".repeat(WIDTH - filled) + "] " + now + " of " + total);
    }

    @Override
    public void close() {
        painter.shutdownNow();
        if (console.terminal()) {
            paint();
            console.err().println();
        }
    }
}
