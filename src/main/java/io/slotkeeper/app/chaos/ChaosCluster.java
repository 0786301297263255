package io.slotkeeper.app.chaos;

import io.slotkeeper.app.broker.Membership;
import io.slotkeeper.app.broker.TemporaryFolder;
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
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;

/** Brokers and instances of {@code run}, each a process that can be killed, paused and started again. */
final class ChaosCluster implements AutoCloseable {

    static final int PARTITIONS = 4;
    static final int INSTANCES = 2;
    /** Of holds, so that most of them end during the run. */
    static final int HOLD_SECONDS = 4;

    private final Console console;
    private final TemporaryFolder folder;
    private final List<Integer> ports;
    private final List<ChaosBroker> brokers;
    private final List<ChaosInstance> instances;

    private ChaosCluster(Console console, TemporaryFolder folder, int brokers, Map<String, String> set) {
        this.console = console;
        this.folder = folder;
        this.ports = freePorts(brokers);
        this.brokers = Membership.of(ports, freePorts(brokers)).stream()
                .map(membership -> new ChaosBroker(membership, folder.path()))
                .toList();
        Path secret = write(folder.path().resolve("edge-secret"), "a secret of these instances, as long as they last");
        this.instances = IntStream.rangeClosed(1, INSTANCES)
                .mapToObj(number -> new ChaosInstance(
                        number, freePort(), folder.path().resolve("instance-" + number), settings(secret, set)))
                .toList();
    }

    /**
     * Starts all of it and waits until the instances are ready.
     *
     * @param set of the instances' configuration, beside what makes them a cluster
     */
    static ChaosCluster start(Console console, int brokers, Map<String, String> set) throws InterruptedException {
        TemporaryFolder folder = TemporaryFolder.create();
        var cluster = new ChaosCluster(console, folder, brokers, set);
        try {
            cluster.brokers.forEach(ChaosBroker::launch);
            for (ChaosBroker broker : cluster.brokers) {
                broker.awaitReady();
            }
            cluster.createTopics();
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

    private Map<String, String> settings(Path secret, Map<String, String> set) {
        var settings = new TreeMap<>(Map.of(
                "bootstrap",
                bootstrap(),
                "prefix",
                prefix(),
                "edge-secret-file",
                secret.toString(),
                "threads",
                "2",
                "warm-up",
                "0",
                // The callers' slots are far away, so that none of them begins.
                "anonymous-horizon",
                "36500d"));
        settings.putAll(set);
        settings.put("reservation.default", HOLD_SECONDS + "s");
        return settings;
    }

    private static String prefix() {
        return "chaos.";
    }

    String bootstrap() {
        return ports.stream().map(port -> "127.0.0.1:" + port).collect(Collectors.joining(","));
    }

    /**
     * What Kafka clients send and what HTTP clients ask for, each. A few commits a second of four threads, copied to three
     * brokers, are all that two cores can do beside the faults.
     */
    int requestsPerSecond() {
        return brokers.size() == 1 ? 120 : 25;
    }

    Path folder() {
        return folder.path();
    }

    List<ChaosInstance> instances() {
        return instances;
    }

    List<ChaosBroker> brokers() {
        return brokers;
    }

    private void createTopics() {
        Config config = config();
        try (Admin admin = KafkaClients.admin(config.cluster())) {
            new TopicAdmin(admin, config.topics(), bootstrap()).create(PARTITIONS, OptionalInt.of(brokers.size()));
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

    private static List<Integer> freePorts(int count) {
        return Stream.generate(ChaosCluster::freePort).distinct().limit(count).toList();
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
        endAll();
        console.message("chaos: the history is kept in " + folder.path()
                + (brokers.size() > 1
                        ? ""
                        : "; ./slotkeeper dev --data-dir " + brokers.get(0).data() + " --prefix " + prefix()
                                + " starts a broker on it"));
    }

    private void endAll() {
        instances.forEach(ChaosInstance::close);
        brokers.forEach(ChaosBroker::close);
    }

    @Override
    public void close() {
        endAll();
        folder.close();
    }
}
