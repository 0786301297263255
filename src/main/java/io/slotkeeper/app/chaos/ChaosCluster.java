package io.slotkeeper.app.chaos;

import io.slotkeeper.app.broker.TemporaryFolder;
import io.slotkeeper.app.child.BrokerProcess;
import io.slotkeeper.app.child.ChildJvm;
import io.slotkeeper.app.config.Config;
import io.slotkeeper.app.config.ConfigSources;
import io.slotkeeper.app.console.CommandFailure;
import io.slotkeeper.app.console.Console;
import io.slotkeeper.app.run.KafkaClients;
import io.slotkeeper.stream.cluster.TopicAdmin;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;

/** A broker and instances of {@code run}, each a process that can be killed, paused and started again. */
final class ChaosCluster implements AutoCloseable {

    static final int PARTITIONS = 4;
    static final int INSTANCES = 2;
    /** Of holds, so that most of them end during the run. */
    static final int HOLD_SECONDS = 4;

    private static final String BROKER_HEAP = "-Xmx512m";
    private static final String FIRST_COMPILER = "-XX:TieredStopAtLevel=1";

    private final Console console;
    private final TemporaryFolder folder;
    private final int brokerPort = freePort();
    private final List<ChaosInstance> instances;
    private ChildJvm broker;
    private int starts;

    private ChaosCluster(Console console, TemporaryFolder folder) throws InterruptedException {
        this.console = console;
        this.folder = folder;
        this.broker = launchBroker();
        broker.nextLine();
        createTopics();
        Path secret = write(folder.path().resolve("edge-secret"), "a secret of these instances, as long as they last");
        this.instances = IntStream.rangeClosed(1, INSTANCES)
                .mapToObj(number -> new ChaosInstance(
                        number, freePort(), folder.path().resolve("instance-" + number), settings(secret)))
                .toList();
    }

    /** Starts all of it and waits until the instances are ready. */
    static ChaosCluster start(Console console) throws InterruptedException {
        TemporaryFolder folder = TemporaryFolder.create();
        var cluster = new ChaosCluster(console, folder);
        try {
            cluster.instances.forEach(ChaosInstance::launch);
            for (ChaosInstance instance : cluster.instances) {
                instance.awaitReady();
            }
            return cluster;
        } catch (RuntimeException | InterruptedException e) {
            cluster.close();
            throw e;
        }
    }

    /** Of all that reads or writes on this cluster. */
    Config config() {
        return ConfigSources.read(
                new TreeMap<>(Map.of("bootstrap", bootstrap(), "prefix", prefix())), Map.of(), Optional.empty());
    }

    private Map<String, String> settings(Path secret) {
        return Map.ofEntries(
                Map.entry("bootstrap", bootstrap()),
                Map.entry("prefix", prefix()),
                Map.entry("edge-secret-file", secret.toString()),
                Map.entry("threads", "2"),
                Map.entry("warm-up", "0"),
                // The callers' slots are far away, so that none of them begins.
                Map.entry("anonymous-horizon", "36500d"),
                Map.entry("reservation.default", HOLD_SECONDS + "s"));
    }

    private static String prefix() {
        return "chaos.";
    }

    String bootstrap() {
        return "127.0.0.1:" + brokerPort;
    }

    Path folder() {
        return folder.path();
    }

    List<ChaosInstance> instances() {
        return instances;
    }

    ChildJvm broker() {
        return broker;
    }

    /** Starts a broker on the same data, after the end of the last one, and waits until it answers. */
    void startBroker() throws InterruptedException {
        broker = launchBroker();
        broker.nextLine();
    }

    private ChildJvm launchBroker() {
        starts++;
        return ChildJvm.start(
                "broker-" + starts,
                folder.path(),
                List.of(BROKER_HEAP, FIRST_COMPILER),
                List.of(
                        BrokerProcess.class.getName(),
                        folder.path().resolve("kafka").toString(),
                        Integer.toString(brokerPort)));
    }

    private void createTopics() {
        Config config = config();
        try (Admin admin = KafkaClients.admin(config.cluster())) {
            new TopicAdmin(admin, config.topics(), bootstrap()).create(PARTITIONS, OptionalInt.of(1));
        }
    }

    static Path write(Path file, String text) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            return Files.writeString(file, text, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new CommandFailure("the temporary folder can't be written to: " + e.getMessage(), e);
        }
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new CommandFailure("there is no free port: " + e.getMessage(), e);
        }
    }

    /** Ends all processes, and leaves the logs and the state of all of them where they are. */
    void leave() {
        instances.forEach(ChaosInstance::close);
        broker.close();
        console.message("chaos: the history is kept in " + folder.path() + "; ./slotkeeper dev --data-dir "
                + folder.path().resolve("kafka") + " --prefix " + prefix() + " starts a broker on it");
    }

    @Override
    public void close() {
        instances.forEach(ChaosInstance::close);
        broker.close();
        folder.close();
    }
}
