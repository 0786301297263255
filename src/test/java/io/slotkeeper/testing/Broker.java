package io.slotkeeper.testing;

import io.slotkeeper.app.broker.EmbeddedBroker;
import io.slotkeeper.topics.TopicNames;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Assumptions;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.kafka.KafkaContainer;

/**
 * A real broker for tests, one for all test classes of a JVM, closed with it. The embedded one by default; with
 * {@code -Dslotkeeper.broker=testcontainers} Apache's image, where Docker runs, and otherwise the tests are aborted.
 *
 * <p>Test classes keep out of each other's way by {@linkplain #topics topics of their own}.
 */
public final class Broker {

    private static final String IMAGE = "apache/kafka:4.3.1";

    private static final boolean CONTAINER = "testcontainers".equals(System.getProperty("slotkeeper.broker"));

    /** Started once, by whoever asks first; the others wait for it, and a failure is everybody's. */
    private static final FutureTask<String> STARTED =
            new FutureTask<>(CONTAINER ? Broker::container : Broker::embedded);

    private Broker() {}

    /** Where clients connect to; starts the broker when it is asked for the first time. */
    public static String bootstrap() {
        if (CONTAINER) {
            Assumptions.assumeTrue(
                    DockerClientFactory.instance().isDockerAvailable(),
                    "no Docker here to run " + IMAGE + ", which -Dslotkeeper.broker=testcontainers asks for");
        }
        STARTED.run();
        try {
            return STARTED.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("the tests' broker doesn't start", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** What a request to the broker gives; a failure is the {@linkplain Throwable#getCause() cause} of what is thrown. */
    static <T> T join(Future<T> request) {
        try {
            return request.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    public static Admin admin() {
        return Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap()));
    }

    /** Reads what is committed, of partitions that are assigned to it, from wherever it is told to. */
    public static Consumer<byte[], byte[]> reader() {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                bootstrap(),
                "isolation.level",
                "read_committed",
                "auto.offset.reset",
                "earliest",
                // Closing waits for the fetch that is under way.
                "fetch.max.wait.ms",
                50);
        return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /** Topic names (none of them made yet) that no other test uses, unless it gives the same class and case. */
    public static TopicNames topics(Class<?> test, String testCase) {
        String name = test.getSimpleName() + "." + testCase + ".";
        return TopicNames.withPrefix(name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9._-]", "-"));
    }

    @SuppressWarnings("MustBeClosed")
    private static String embedded() {
        EmbeddedBroker broker = EmbeddedBroker.temporary();
        Runtime.getRuntime().addShutdownHook(new Thread(broker::close, "close-broker"));
        return broker.bootstrap();
    }

    /** With the embedded broker's settings. Testcontainers itself removes the container when this JVM ends. */
    @SuppressWarnings("resource")
    private static String container() {
        var kafka = new KafkaContainer(IMAGE)
                .withEnv("KAFKA_TRANSACTION_ABORT_TIMED_OUT_TRANSACTION_CLEANUP_INTERVAL_MS", "1000")
                .withEnv("KAFKA_TRANSACTION_MAX_TIMEOUT_MS", "10000")
                .withEnv("KAFKA_ADD_PARTITIONS_TO_TXN_RETRY_BACKOFF_MS", "2")
                .withEnv("KAFKA_ADD_PARTITIONS_TO_TXN_RETRY_BACKOFF_MAX_MS", "1000")
                .withEnv("KAFKA_TRANSACTION_STATE_LOG_NUM_PARTITIONS", "4")
                .withEnv("KAFKA_OFFSETS_TOPIC_NUM_PARTITIONS", "1")
                .withEnv("KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS", "0")
                .withEnv("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false")
                .withEnv("KAFKA_MESSAGE_MAX_BYTES", "8388608");
        kafka.start();
        return kafka.getBootstrapServers();
    }
}
