package io.slotkeeper.app.bench.peer;

import io.slotkeeper.app.console.CommandFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/** A table in which no two slots of an event type may overlap, as PostgreSQL checks it: an exclusion constraint. */
final class PostgresPeer implements Peer {

    private static final Path VERSIONS = Path.of("/usr/lib/postgresql");
    private static final String USER = "postgres";
    private static final int CLIENTS = 32;
    private static final int TYPES = 2_000;
    /** The slot is taken. */
    private static final String EXCLUDED = "23P01";

    private static final long FIRST_SLOT = 2_524_608_000L;
    private static final long SLOT_SECONDS = 1_800;

    private static final List<String> TABLE = List.of(
            "CREATE EXTENSION btree_gist",
            "CREATE TABLE reservation (uid uuid PRIMARY KEY, event_type_id bigint NOT NULL, during tstzrange NOT NULL,"
                    + " reserved_until timestamptz NOT NULL,"
                    + " EXCLUDE USING gist (event_type_id WITH =, during WITH &&))");

    private static final String INSERT = "INSERT INTO reservation VALUES (?, ?, tstzrange(to_timestamp(?),"
            + " to_timestamp(?)), now() + interval '5 minutes')";

    private final PeerServer server;
    private final List<PostgresClient> clients = new ArrayList<>();
    private final AtomicLong numbers = new AtomicLong();

    private PostgresPeer(PeerServer server) {
        this.server = server;
    }

    /** Empty where it isn't installed. */
    static Optional<Peer> start() throws InterruptedException {
        Optional<Path> postgres = PeerServer.find("postgres", versions());
        Optional<Path> initdb = PeerServer.find("initdb", versions());
        if (postgres.isEmpty() || initdb.isEmpty()) {
            return Optional.empty();
        }
        var peer = new PostgresPeer(new PeerServer(Optional.of(USER)));
        try {
            peer.open(postgres.get(), initdb.get());
            return Optional.of(peer);
        } catch (RuntimeException | InterruptedException e) {
            peer.close();
            throw e;
        } catch (SQLException e) {
            peer.close();
            throw new CommandFailure("PostgreSQL refuses: " + e.getMessage(), e);
        }
    }

    private static Stream<Path> versions() {
        if (!Files.isDirectory(VERSIONS)) {
            return Stream.empty();
        }
        try (Stream<Path> all = Files.list(VERSIONS)) {
            return all.map(version -> version.resolve("bin")).toList().stream();
        } catch (IOException e) {
            return Stream.empty();
        }
    }

    private void open(Path postgres, Path initdb) throws InterruptedException, SQLException {
        String data = server.data().toString();
        server.run(List.of(initdb.toString(), "-D", data, "-U", USER, "--auth=trust", "--encoding=UTF8", "--locale=C"));
        server.start(List.of(
                postgres.toString(),
                "-D",
                data,
                "-p",
                Integer.toString(server.port()),
                "-c",
                "listen_addresses=127.0.0.1",
                "-c",
                "unix_socket_directories="));
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            for (String command : TABLE) {
                statement.execute(command);
            }
        }
        for (int i = 0; i < CLIENTS; i++) {
            Connection connection = connect();
            clients.add(new PostgresClient(connection, connection.prepareStatement(INSERT)));
        }
    }

    /** It accepts connections a moment before it answers. */
    private Connection connect() throws SQLException, InterruptedException {
        String url = "jdbc:postgresql://127.0.0.1:" + server.port() + "/postgres?user=" + USER;
        for (int attempt = 1; ; attempt++) {
            try {
                return DriverManager.getConnection(url);
            } catch (SQLException e) {
                if (attempt == 50) {
                    throw e;
                }
                Thread.sleep(100);
            }
        }
    }

    private final class PostgresClient implements ClosedLoop.Client {

        private final Connection connection;
        private final PreparedStatement insert;

        PostgresClient(Connection connection, PreparedStatement insert) {
            this.connection = connection;
            this.insert = insert;
        }

        @Override
        public long ask() throws SQLException {
            long number = numbers.getAndIncrement();
            long slot = FIRST_SLOT + SLOT_SECONDS * (number / TYPES);
            insert.setObject(1, new UUID(number, number));
            insert.setLong(2, number % TYPES);
            insert.setLong(3, slot);
            insert.setLong(4, slot + SLOT_SECONDS);
            try {
                return insert.executeUpdate();
            } catch (SQLException e) {
                if (EXCLUDED.equals(e.getSQLState())) {
                    return 0;
                }
                throw e;
            }
        }

        void close() {
            try {
                connection.close();
            } catch (SQLException e) {
                // Its server is about to end.
                return;
            }
        }
    }

    @Override
    public String guarantees() {
        return CLIENTS
                + " clients, a transaction each, on disk when it is answered; no outcome and no snapshot as an event,"
                + " nothing expires by itself";
    }

    @Override
    public double reserve(Duration time) throws InterruptedException {
        return ClosedLoop.run(clients, time);
    }

    @Override
    public void close() {
        clients.forEach(PostgresClient::close);
        server.close();
    }
}
