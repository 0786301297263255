package io.slotkeeper.app.bench.peer;

import io.slotkeeper.app.console.CommandFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/** A sorted set of slots for each event type in Redis, and a script that adds one if none overlaps it. */
final class RedisPeer implements Peer {

    private static final int CLIENTS = 8;
    private static final int PIPELINE = 16;
    private static final int TYPES = 2_000;
    private static final long FIRST_SLOT = 2_524_608_000L;
    private static final long SLOT_SECONDS = 1_800;

    /** Slots that don't overlap each other end in the order of their starts: only the last one before can be in the way. */
    private static final String SCRIPT = """
        local before = redis.call('ZREVRANGEBYSCORE', KEYS[1], '(' .. ARGV[2], '-inf', 'LIMIT', 0, 1)
        if before[1] and tonumber(string.match(before[1], '^%d+')) > tonumber(ARGV[1]) then return 0 end
        return redis.call('ZADD', KEYS[1], ARGV[1], ARGV[2] .. ':' .. ARGV[3])
        """;

    private final PeerServer server;
    private final List<RedisClient> clients = new ArrayList<>();
    private final AtomicLong numbers = new AtomicLong();

    private RedisPeer(PeerServer server) {
        this.server = server;
    }

    /** Empty where it isn't installed. */
    static Optional<Peer> start() throws InterruptedException {
        Optional<Path> redis = PeerServer.find("redis-server", Stream.empty());
        if (redis.isEmpty()) {
            return Optional.empty();
        }
        var peer = new RedisPeer(new PeerServer(Optional.empty()));
        try {
            peer.open(redis.get());
            return Optional.of(peer);
        } catch (RuntimeException | InterruptedException e) {
            peer.close();
            throw e;
        } catch (IOException e) {
            peer.close();
            throw new CommandFailure("Redis refuses: " + e.getMessage(), e);
        }
    }

    private void open(Path redis) throws InterruptedException, IOException {
        server.start(List.of(
                redis.toString(),
                "--port",
                Integer.toString(server.port()),
                "--bind",
                "127.0.0.1",
                "--appendonly",
                "yes",
                "--appendfsync",
                "everysec",
                "--save",
                "",
                "--dir",
                server.folder().toString()));
        for (int i = 0; i < CLIENTS; i++) {
            clients.add(new RedisClient(new RedisConnection(server.port())));
        }
    }

    private final class RedisClient implements ClosedLoop.Client {

        private final RedisConnection connection;
        private final String script;

        RedisClient(RedisConnection connection) throws IOException {
            this.connection = connection;
            connection.write("SCRIPT", "LOAD", SCRIPT);
            this.script = connection.read();
        }

        @Override
        public long ask() throws IOException {
            for (int i = 0; i < PIPELINE; i++) {
                long number = numbers.getAndIncrement();
                long slot = FIRST_SLOT + SLOT_SECONDS * (number / TYPES);
                connection.write(
                        "EVALSHA",
                        script,
                        "1",
                        "event-type:" + number % TYPES,
                        Long.toString(slot),
                        Long.toString(slot + SLOT_SECONDS),
                        Long.toString(number));
            }
            long reserved = 0;
            for (int i = 0; i < PIPELINE; i++) {
                reserved += Long.parseLong(connection.read());
            }
            return reserved;
        }
    }

    @Override
    public String guarantees() {
        return CLIENTS + " clients with " + PIPELINE
                + " requests under way each, in memory when they are answered and on disk"
                + " within a second; no outcome and no snapshot as an event, nothing expires by itself";
    }

    @Override
    public double reserve(Duration time) throws InterruptedException {
        return ClosedLoop.run(clients, time);
    }

    @Override
    public void close() {
        clients.forEach(client -> client.connection.close());
        server.close();
    }
}
