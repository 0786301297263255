package io.slotkeeper.edge;

import java.time.Duration;
import java.util.Map;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.util.component.AbstractLifeCycle;

/**
 * Closes connections on which a request's headers take too long. Jetty cuts off who is silent; a client that sends a
 * byte now and then never is, and would keep its connection for ever.
 */
final class SlowConnections extends AbstractLifeCycle implements Connection.Listener {

    private static final Duration LOOK = Duration.ofSeconds(1);

    /** Since when a connection is between two requests, having answered so many. */
    private record Between(long requests, long since) {}

    private final Duration patience;
    private final Map<Connection, Between> connections = new ConcurrentHashMap<>();
    private final Timer looks = new Timer("http-slow-connections", true);

    SlowConnections(Duration patience) {
        this.patience = patience;
    }

    @Override
    protected void doStart() {
        var task = new TimerTask() {
            @Override
            public void run() {
                look();
            }
        };
        looks.schedule(task, LOOK.toMillis(), LOOK.toMillis());
    }

    @Override
    protected void doStop() {
        looks.cancel();
    }

    @Override
    public void onOpened(Connection connection) {
        connections.put(connection, new Between(0, System.nanoTime()));
    }

    @Override
    public void onClosed(Connection connection) {
        connections.remove(connection);
    }

    private void look() {
        long now = System.nanoTime();
        connections.forEach((connection, before) -> {
            long begun = connection.getMessagesIn();
            if (begun != before.requests() || begun != connection.getMessagesOut()) {
                connections.computeIfPresent(connection, (same, old) -> new Between(begun, now));
            } else if (now - before.since() > patience.toNanos()) {
                connection.getEndPoint().close();
            }
        });
    }
}
