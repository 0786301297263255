package io.slotkeeper.app.broker;

import io.slotkeeper.app.console.CommandFailure;
import io.slotkeeper.app.run.FolderLock;
import io.slotkeeper.stream.StreamsSettings;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.Feature;

/**
 * A Kafka broker and controller in this JVM; listens on 127.0.0.1 only. For demo, dev, bench, chaos and tests: alone, or one of
 * a cluster, with a log that never ends. What becomes of one that gives up, {@link BrokerFailure} says.
 */
public final class EmbeddedBroker implements AutoCloseable {

    /** Lets the operating system choose a port. */
    public static final int ANY_PORT = 0;

    private static final String CONTROLLER = "CONTROLLER";

    private final KafkaRaftServer server;
    private final Membership membership;
    private final AutoCloseable folder;

    private EmbeddedBroker(KafkaRaftServer server, Membership membership, AutoCloseable folder) {
        this.server = server;
        this.membership = membership;
        this.folder = folder;
    }

    /**
     * Starts a broker on the data of a folder, which is created if it doesn't exist.
     *
     * @param port {@link #ANY_PORT} for any free one
     * @return the broker, when it accepts connections
     * @throws CommandFailure if the folder is in use, the port is taken, or the broker doesn't start
     */
    public static EmbeddedBroker start(Path folder, int port) {
        FolderLock lock = FolderLock.of(folder);
        return start(folder, () -> alone(port), lock);
    }

    /**
     * Starts one of the brokers of a cluster on the data of a folder of its own.
     *
     * @return the broker, when it accepts connections: not before most of the others are started, too
     * @throws CommandFailure as for one that is alone
     */
    public static EmbeddedBroker member(Path folder, Membership membership) {
        FolderLock lock = FolderLock.of(folder);
        return start(folder, () -> membership, lock);
    }

    /** Starts a broker on any free port, in a temporary folder that is deleted when it is closed. */
    public static EmbeddedBroker temporary() {
        TemporaryFolder folder = TemporaryFolder.create();
        FolderLock lock = FolderLock.of(folder.path());
        return start(folder.path(), () -> alone(ANY_PORT), () -> {
            lock.close();
            folder.close();
        });
    }

    private interface Ports {
        Membership find() throws IOException;
    }

    private static Membership alone(int port) throws IOException {
        return Membership.alone(port == ANY_PORT ? freePort() : requireFree(port), freePort());
    }

    private static EmbeddedBroker start(Path folder, Ports ports, AutoCloseable onClose) {
        try {
            Membership membership = ports.find();
            Path logs = folder.resolve("broker").toAbsolutePath();
            boolean killed = KilledBroker.ranOn(logs);
            format(logs, membership);
            if (killed && membership.isAlone()) {
                KilledBroker.fence(membership.node(), controller(logs, membership));
            }
            var server = new KafkaRaftServer(new KafkaConfig(settings(logs, membership), false), Time.SYSTEM);
            var broker = new EmbeddedBroker(server, membership, onClose);
            broker.startUp();
            return broker;
        } catch (CommandFailure | Error e) {
            closeQuietly(onClose, e);
            throw e;
        } catch (Exception e) {
            closeQuietly(onClose, e);
            throw new CommandFailure("the embedded broker doesn't start in " + folder + ": " + e.getMessage(), e);
        }
    }

    private void startUp() throws Exception {
        try {
            server.startup();
            if (membership.isAlone()) {
                OffsetsTopic.keepSmall(bootstrap());
            }
        } catch (Exception | Error e) {
            server.shutdown();
            throw e;
        }
    }

    /** Address for clients. */
    public String bootstrap() {
        return Membership.HOST + ":" + membership.port();
    }

    /** Returns when everything is on disk and the port is free. */
    @Override
    public void close() {
        server.shutdown();
        server.awaitShutdown();
        try {
            folder.close();
        } catch (Exception e) {
            throw new CommandFailure("the broker's folder can't be given back: " + e, e);
        }
    }

    private static Properties settings(Path logs, Membership membership) {
        Properties settings = controller(logs, membership);
        settings.put("process.roles", "broker,controller");
        settings.put(
                "listeners",
                "PLAINTEXT://" + Membership.HOST + ":" + membership.port() + "," + settings.get("listeners"));
        settings.put("auto.create.topics.enable", false);
        session(settings, membership);
        replication(settings, membership.replication());
        retention(settings);
        transactions(settings);
        size(settings);
        // Kafka parses strings to any type, but accepts no int for a short.
        settings.replaceAll((name, value) -> value.toString());
        return settings;
    }

    /**
     * How long a controller takes a broker for alive that is silent, because it was killed or paused. Where there is nobody
     * else to lead its partitions it is better patient: a broker that was suspended for longer, with the machine for
     * example, would have to take away its own leadership when it goes on, and then markers of transactions were lost
     * (docs/how-to/watch.md#hanging-transactions). After a kill, {@link KilledBroker} doesn't wait for it.
     */
    private static void session(Properties settings, Membership membership) {
        settings.put("broker.session.timeout.ms", membership.isAlone() ? 600_000 : 3_000);
        settings.put("broker.heartbeat.interval.ms", 500);
    }

    private static Properties controller(Path logs, Membership membership) {
        var settings = new Properties();
        settings.put("process.roles", "controller");
        settings.put("node.id", Integer.toString(membership.node()));
        settings.put("controller.quorum.voters", membership.voters());
        settings.put("controller.listener.names", CONTROLLER);
        settings.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
        settings.put("listeners", CONTROLLER + "://" + Membership.HOST + ":" + membership.controllerPort());
        settings.put("log.dirs", logs.toString());
        return settings;
    }

    private static void replication(Properties settings, int replication) {
        settings.put("default.replication.factor", replication);
        settings.put("min.insync.replicas", StreamsSettings.minInSync(replication));
        settings.put("offsets.topic.replication.factor", replication);
        settings.put("transaction.state.log.replication.factor", replication);
        settings.put("transaction.state.log.min.isr", StreamsSettings.minInSync(replication));
        // By default Kafka creates 50 of each, for clusters; here each is a folder to create at the first start and to
        // close at the end. One group and a few transactional ids gain nothing from more.
        settings.put("offsets.topic.num.partitions", 1);
        settings.put("transaction.state.log.num.partitions", 4);
    }

    private static void retention(Properties settings) {
        settings.put("log.retention.ms", -1);
        // With the default, a folder that was unused for seven days would lose the committed offsets of its groups, but
        // not their state.
        settings.put("offsets.retention.minutes", Integer.MAX_VALUE);
    }

    private static void transactions(Properties settings) {
        // The open transaction of a dead instance ends 5 s (transaction.timeout.ms) and one check after its last
        // activity.
        settings.put("transaction.abort.timed.out.transaction.cleanup.interval.ms", 1_000);
        // An open transaction of an upstream holds back its partition, ticks included, for at most this long.
        settings.put("transaction.max.timeout.ms", 10_000);
        // With a commit every 10 ms the first record of the next transaction often arrives before the markers of the
        // last one are written. The broker then checks again after 20 ms (the default) and returns an error after 100
        // ms, which gets the following batches out of order and costs a retry.
        settings.put("add.partitions.to.txn.retry.backoff.ms", 2);
        settings.put("add.partitions.to.txn.retry.backoff.max.ms", 1_000);
        // There are no other members to wait for when a group starts.
        settings.put("group.initial.rebalance.delay.ms", 0);
    }

    /** For a share of the JVM's heap of 512 MB and of two cores, instead of a machine of its own. */
    private static void size(Properties settings) {
        settings.put("message.max.bytes", 8 * 1024 * 1024);
        // Allocated at the start, 128 MB by default; enough for 600,000 keys at a time.
        settings.put("log.cleaner.dedupe.buffer.size", 16 * 1024 * 1024);
        settings.put("num.network.threads", 2);
        settings.put("num.io.threads", 4);
        settings.put("background.threads", 2);
        settings.put("num.recovery.threads.per.data.dir", 4);
    }

    /** Writes the cluster id and the first metadata record, unless an earlier start did. */
    private static void format(Path logs, Membership membership) throws Exception {
        Files.createDirectories(logs);
        if (isFormatted(logs)) {
            return;
        }
        new Formatter()
                .setNodeId(membership.node())
                .setClusterId(membership.clusterId())
                .setControllerListenerName(CONTROLLER)
                .setDirectories(List.of(logs.toString()))
                .setMetadataLogDirectory(logs.toString())
                .setSupportedFeatures(Feature.PRODUCTION_FEATURES)
                .setIgnoreFormatted(true)
                .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                .run();
    }

    /** Whether a folder has a cluster id and the first metadata record. */
    static boolean isFormatted(Path logs) {
        // Written last; it contains the cluster id.
        return Files.exists(logs.resolve("meta.properties"));
    }

    private static int requireFree(int port) {
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return port;
        } catch (IOException e) {
            throw new CommandFailure("port " + port + " for the embedded broker is taken", e);
        }
    }

    /** Another process may take the port before the broker does; the broker then doesn't start and says why. */
    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void closeQuietly(AutoCloseable resource, Throwable cause) {
        try {
            resource.close();
        } catch (Exception e) {
            cause.addSuppressed(e);
        }
    }
}
