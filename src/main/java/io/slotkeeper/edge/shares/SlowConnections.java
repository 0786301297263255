package io.slotkeeper.edge.shares;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.util.component.AbstractLifeCycle;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Closes connections whose clients take too long: for the headers of a request, or to read an answer. Jetty cuts off who
 * is silent; a client that sends or takes a byte now and then never is, and would keep its connection for ever.
 *
 * <p>Nobody is kept out by those who are in: where there are too many connections, one more takes the place of the one
 * whose client has been waited for longest, of the same address if that has more than its share.
 */
public final class SlowConnections extends AbstractLifeCycle implements Connection.Listener {

    private static final Duration LOOK = Duration.ofSeconds(1);

    /** Of a client's turn, where there are so many connections that others may not find room. */
    private static final Duration PATIENCE_WHEN_CROWDED = Duration.ofSeconds(5);

    /**
     * Whose doing it is that nothing goes on, and since when.
     *
     * @param address the client's, which can't be asked for any longer when the connection is closed
     */
    private record Turn(String address, boolean clients, long since) {}

    private final Duration patience;
    private final Scheduler scheduler;
    private final int most;
    private final int mostOfOne;
    private final Map<Connection, Turn> turns = new ConcurrentHashMap<>();
    private final Map<String, Integer> byAddress = new ConcurrentHashMap<>();

    /**
     * @param patience how long a client's turn may be
     * @param most connections
     * @param mostOfOne address
     */
    public SlowConnections(Duration patience, Scheduler scheduler, int most, int mostOfOne) {
        this.patience = patience;
        this.scheduler = scheduler;
        this.most = most;
        this.mostOfOne = mostOfOne;
    }

    @Override
    protected void doStart() {
        lookLater();
    }

    private void lookLater() {
        scheduler.schedule(this::look, LOOK.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** How many there are now. */
    public int open() {
        return turns.size();
    }

    @Override
    public void onOpened(Connection connection) {
        String address = address(connection);
        int ofOne = byAddress.merge(address, 1, Integer::sum);
        turns.put(connection, new Turn(address, true, System.nanoTime()));
        if (ofOne > mostOfOne) {
            makeRoom(connection, Optional.of(address));
        } else if (turns.size() > most) {
            makeRoom(connection, Optional.empty());
        }
    }

    /** Nobody else may be waited for; then there is no room for the new one. */
    private void makeRoom(Connection arrived, Optional<String> ofAddress) {
        long now = System.nanoTime();
        turns.entrySet().stream()
                .filter(it -> it.getKey() != arrived && it.getValue().clients())
                .filter(it -> ofAddress.isEmpty() || it.getValue().address().equals(ofAddress.get()))
                .min(Comparator.comparingLong(it -> it.getValue().since() - now))
                .map(Map.Entry::getKey)
                .orElse(arrived)
                .getEndPoint()
                .close();
    }

    private static String address(Connection connection) {
        return connection.getEndPoint().getRemoteSocketAddress() instanceof InetSocketAddress client
                ? client.getHostString()
                : "";
    }

    @Override
    public void onClosed(Connection connection) {
        Turn last = turns.remove(connection);
        if (last != null) {
            byAddress.computeIfPresent(last.address(), (same, count) -> count <= 1 ? null : count - 1);
        }
    }

    /** It has sent headers, or is given its answer: what comes next has its own time. */
    public void clientsTurn(Connection connection) {
        turn(connection, true);
    }

    /** It waits for its answer. Jetty would count that as silence, and its end may meet the answer on its way. */
    public void ourTurn(Connection connection) {
        turn(connection, false);
        connection.getEndPoint().setIdleTimeout(0);
    }

    /** It has its answer; from now on its silence counts again. */
    public void answered(Connection connection) {
        if (connection.getEndPoint().getIdleTimeout() <= 0) {
            connection.getEndPoint().setIdleTimeout(patience.toMillis());
        }
    }

    private void turn(Connection connection, boolean clients) {
        turns.computeIfPresent(connection, (same, before) -> new Turn(before.address(), clients, System.nanoTime()));
    }

    private void look() {
        if (isStopping() || isStopped()) {
            return;
        }
        long now = System.nanoTime();
        boolean crowded = turns.size() > most / 2;
        Duration allowed = crowded && PATIENCE_WHEN_CROWDED.compareTo(patience) < 0 ? PATIENCE_WHEN_CROWDED : patience;
        try {
            turns.forEach((connection, turn) -> {
                if (turn.clients() && now - turn.since() > allowed.toNanos()) {
                    connection.getEndPoint().close();
                }
            });
        } finally {
            lookLater();
        }
    }
}
