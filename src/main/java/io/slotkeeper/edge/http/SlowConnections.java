package io.slotkeeper.edge.http;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.util.component.AbstractLifeCycle;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Closes connections whose clients take too long: for the headers of a request, or to read an answer. Jetty cuts off who
 * is silent; a client that sends or takes a byte now and then never is, and would keep its connection for ever.
 */
public final class SlowConnections extends AbstractLifeCycle implements Connection.Listener {

    private static final Duration LOOK = Duration.ofSeconds(1);

    /** Whose doing it is that nothing goes on, and since when. */
    private record Turn(boolean clients, long since) {}

    private final Duration patience;
    private final Scheduler scheduler;
    private final Map<Connection, Turn> turns = new ConcurrentHashMap<>();

    /** @param patience how long a client's turn may be */
    public SlowConnections(Duration patience, Scheduler scheduler) {
        this.patience = patience;
        this.scheduler = scheduler;
    }

    @Override
    protected void doStart() {
        lookLater();
    }

    private void lookLater() {
        scheduler.schedule(this::look, LOOK.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void onOpened(Connection connection) {
        turns.put(connection, new Turn(true, System.nanoTime()));
    }

    @Override
    public void onClosed(Connection connection) {
        turns.remove(connection);
    }

    /** It has sent headers, or is given its answer: what comes next has its own time. */
    void clientsTurn(Connection connection) {
        turn(connection, true);
    }

    /** It waits for its answer. Jetty would count that as silence, and its end may meet the answer on its way. */
    void ourTurn(Connection connection) {
        turn(connection, false);
        connection.getEndPoint().setIdleTimeout(0);
    }

    /** It has its answer; from now on its silence counts again. */
    void answered(Connection connection) {
        if (connection.getEndPoint().getIdleTimeout() <= 0) {
            connection.getEndPoint().setIdleTimeout(patience.toMillis());
        }
    }

    private void turn(Connection connection, boolean clients) {
        turns.computeIfPresent(connection, (same, before) -> new Turn(clients, System.nanoTime()));
    }

    private void look() {
        if (isStopping() || isStopped()) {
            return;
        }
        long now = System.nanoTime();
        try {
            turns.forEach((connection, turn) -> {
                if (turn.clients() && now - turn.since() > patience.toNanos()) {
                    connection.getEndPoint().close();
                }
            });
        } finally {
            lookLater();
        }
    }
}
