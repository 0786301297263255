package io.slotkeeper.app.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.slotkeeper.app.child.ChildJvm;
import io.slotkeeper.app.console.CommandFailure;
import io.slotkeeper.app.run.KafkaClients;
import io.slotkeeper.topics.Topic;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** All faults of docs/spec/faults.md#faults that a program can bring about. */
final class Faults {

    private static final int OPEN_TRANSACTION_MS = 5_000;
    /** An instance that fails after this long is one that can't use what was damaged. */
    private static final Duration USABLE_WITHIN = Duration.ofSeconds(40);

    private Faults() {}

    /** Those that this machine can have. */
    static List<InjectedFault> possible() {
        var faults = new ArrayList<>(List.of(
                new InjectedFault("kill -9 of an instance, both being ready", 22, true, true, Faults::killInstance),
                new InjectedFault("kill -9 of an instance at any moment", 28, true, Faults::killInstance),
                new InjectedFault("kill -9 of all instances", 14, true, Faults::killAll),
                new InjectedFault("kill -9, and the state deleted", 12, true, Faults::killAndDelete),
                new InjectedFault("kill -9 of a broker", 8, true, Faults::killBroker),
                new InjectedFault("an instance stopped and started", 8, false, Faults::stopAndStart),
                new InjectedFault("an instance paused for 5 to 30 s", 6, false, Faults::pauseInstance),
                new InjectedFault("a broker paused for 5 to 65 s", 4, false, Faults::pauseBroker),
                new InjectedFault("a file of the state damaged", 10, false, Faults::damageState),
                new InjectedFault("an upstream leaves a transaction open", 4, false, Faults::openTransaction)));
        if (canFillDisks()) {
            faults.add(new InjectedFault("the disk full under an instance", 4, false, Faults::fillDiskOfInstance));
            faults.add(new InjectedFault("the disk full under a broker", 3, false, Faults::fillDiskOfBroker));
        }
        return faults;
    }

    private static ChaosInstance one(ChaosCluster cluster, RandomGenerator random) {
        return cluster.instances().get(random.nextInt(cluster.instances().size()));
    }

    private static ChaosBroker oneBroker(ChaosCluster cluster, RandomGenerator random) {
        return cluster.brokers().get(random.nextInt(cluster.brokers().size()));
    }

    private static void rest(RandomGenerator random, int fromMs, int toMs) throws InterruptedException {
        Thread.sleep(random.nextInt(fromMs, toMs));
    }

    /** Starts again, after a moment or at once. */
    private static void relaunch(ChaosInstance instance, RandomGenerator random) throws InterruptedException {
        if (random.nextBoolean()) {
            rest(random, 1, 4_000);
        }
        instance.launch();
    }

    private static String killInstance(ChaosCluster cluster, RandomGenerator random) throws InterruptedException {
        ChaosInstance instance = one(cluster, random);
        instance.kill();
        relaunch(instance, random);
        return instance.toString();
    }

    private static String killAll(ChaosCluster cluster, RandomGenerator random) throws InterruptedException {
        cluster.instances().forEach(ChaosInstance::kill);
        var order = new ArrayList<>(cluster.instances());
        Collections.shuffle(order, new Random(random.nextLong()));
        for (ChaosInstance instance : order) {
            relaunch(instance, random);
        }
        return "in the order " + order;
    }

    private static String killAndDelete(ChaosCluster cluster, RandomGenerator random) throws InterruptedException {
        ChaosInstance instance = one(cluster, random);
        instance.kill();
        instance.deleteState();
        relaunch(instance, random);
        return instance.toString();
    }

    private static String killBroker(ChaosCluster cluster, RandomGenerator random) throws InterruptedException {
        ChaosBroker broker = oneBroker(cluster, random);
        broker.kill();
        rest(random, 1, 3_000);
        broker.launch();
        broker.awaitReady();
        return broker + ", started again";
    }

    private static String stopAndStart(ChaosCluster cluster, RandomGenerator random) throws InterruptedException {
        ChaosInstance instance = one(cluster, random);
        instance.stop();
        relaunch(instance, random);
        return instance.toString();
    }

    private static String pauseInstance(ChaosCluster cluster, RandomGenerator random) throws InterruptedException {
        ChaosInstance instance = one(cluster, random);
        int seconds = random.nextInt(5, 31);
        if (!instance.runs()) {
            return instance + " has ended before";
        }
        pause(instance.jvm(), seconds);
        return instance + " for " + seconds + " s";
    }

    private static String pauseBroker(ChaosCluster cluster, RandomGenerator random) throws InterruptedException {
        int seconds = random.nextInt(5, random.nextInt(3) == 0 ? 66 : 15);
        ChaosBroker broker = oneBroker(cluster, random);
        pause(broker.jvm(), seconds);
        return broker + " for " + seconds + " s";
    }

    private static void pause(ChildJvm jvm, int seconds) throws InterruptedException {
        jvm.halt();
        try {
            Thread.sleep(seconds * 1_000L);
        } finally {
            jvm.proceed();
        }
    }

    /** Killed, an instance starts from nothing anyway: so it is stopped first, and believes in its files. */
    private static String damageState(ChaosCluster cluster, RandomGenerator random) throws InterruptedException {
        ChaosInstance instance = one(cluster, random);
        instance.stop();
        String file = instance.damageState(random);
        instance.launch();
        if (instance.isReadyWithin(USABLE_WITHIN)) {
            return instance + ", " + file;
        }
        instance.kill();
        instance.deleteState();
        instance.launch();
        return instance + ", " + file + ": it couldn't go on until the state was deleted";
    }

    /** Everything that an instance writes to files fails. */
    private static String fillDiskOfInstance(ChaosCluster cluster, RandomGenerator random) throws InterruptedException {
        ChaosInstance instance = one(cluster, random);
        if (!instance.runs()) {
            return instance + " has ended before";
        }
        limitFiles(instance.jvm(), "1024");
        rest(random, 3_000, 12_000);
        if (instance.runs()) {
            limitFiles(instance.jvm(), "unlimited");
            return instance + ", which went on";
        }
        instance.launch();
        return instance + ", which ended and was started again";
    }

    private static String fillDiskOfBroker(ChaosCluster cluster, RandomGenerator random) throws InterruptedException {
        ChaosBroker broker = oneBroker(cluster, random);
        limitFiles(broker.jvm(), "1024");
        rest(random, 3_000, 8_000);
        boolean ended = !broker.jvm().isAlive();
        broker.kill();
        broker.launch();
        broker.awaitReady();
        return broker + (ended ? ", which ended and was started again" : ", which was killed and started again");
    }

    private static boolean canFillDisks() {
        try {
            return new ProcessBuilder("prlimit", "--version")
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /**
     * A file that is longer can't be written to: what a full disk is to a process, without one.
     *
     * @throws CommandFailure if the process lives and the limit isn't set: nothing would have been tried
     */
    private static void limitFiles(ChildJvm jvm, String bytes) throws InterruptedException {
        try {
            int status = new ProcessBuilder(
                            "prlimit", "--pid", Long.toString(jvm.pid()), "--fsize=" + bytes + ":unlimited")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
            if (status != 0 && jvm.isAlive()) {
                throw new CommandFailure("prlimit can't set the length of files of process " + jvm.pid());
            }
        } catch (IOException e) {
            throw new CommandFailure("prlimit was there before: " + e.getMessage(), e);
        }
    }

    /** An upstream that dies in the middle of a transaction: its partition stands still until that times out. */
    private static String openTransaction(ChaosCluster cluster, RandomGenerator random) throws InterruptedException {
        Map<String, Object> settings = new HashMap<>();
        settings.put("transactional.id", "chaos-upstream-" + random.nextInt(1_000_000));
        settings.put("transaction.timeout.ms", OPEN_TRANSACTION_MS);
        int partition = random.nextInt(ChaosCluster.PARTITIONS);
        try (KafkaProducer<byte[], byte[]> upstream =
                KafkaClients.producer(cluster.config().cluster(), settings)) {
            upstream.initTransactions();
            upstream.beginTransaction();
            var unused = upstream.send(new ProducerRecord<>(
                    cluster.config().topics().name(Topic.RESERVATION_REQUESTS),
                    partition,
                    "1".getBytes(UTF_8),
                    "{}".getBytes(UTF_8)));
            upstream.flush();
            Thread.sleep(OPEN_TRANSACTION_MS + 2_000L);
            upstream.close(Duration.ZERO);
        }
        return "in partition " + partition;
    }
}
