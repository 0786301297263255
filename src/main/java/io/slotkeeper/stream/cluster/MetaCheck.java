package io.slotkeeper.stream.cluster;

import io.slotkeeper.store.Meta;
import io.slotkeeper.store.MetaStore;
import io.slotkeeper.store.StateMismatchException;
import io.slotkeeper.store.StoreNames;
import io.slotkeeper.topics.TopicNames;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * Compares the meta records on the cluster with that of this program, before it joins the group. A task compares again
 * when it has restored its state, but only that would be too late for an instance that has only standbys at first.
 */
public final class MetaCheck {

    private static final List<String> STORES = StoreNames.OF_META;
    private static final Duration POLL_TIMEOUT = Duration.ofMillis(100);
    private static final Duration READ_TIMEOUT = Duration.ofSeconds(10);

    private MetaCheck() {}

    /**
     * Compares the meta records on the cluster.
     *
     * @param consumer of committed records; closed by the caller
     * @return one sentence for each difference; empty if there is none, or no state yet
     * @throws KafkaException if the cluster doesn't answer
     */
    public static List<String> objections(Consumer<byte[], byte[]> consumer, TopicNames topics, Meta own) {
        return read(consumer, topics).stream()
                .flatMap(stored -> objectionsTo(stored, own).stream())
                .distinct()
                .toList();
    }

    /**
     * The meta records on the cluster, without duplicates; more than one only while an upgrade is under way.
     *
     * @param consumer of committed records; closed by the caller
     * @throws StateMismatchException if a newer version wrote one
     * @throws KafkaException if the cluster doesn't answer
     */
    public static List<Meta> stored(Consumer<byte[], byte[]> consumer, TopicNames topics) {
        return read(consumer, topics).stream()
                .flatMap(value -> MetaStore.ifReadable(value).stream())
                .distinct()
                .toList();
    }

    /** Reads whole changelogs: they have a record or two per partition. */
    private static Collection<byte[]> read(Consumer<byte[], byte[]> consumer, TopicNames topics) {
        List<TopicPartition> partitions = STORES.stream()
                .flatMap(store -> Stream.ofNullable(consumer.partitionsFor(changelog(topics, store)))
                        .flatMap(List::stream))
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        return readToEnd(consumer, consumer.endOffsets(partitions)).values();
    }

    private static String changelog(TopicNames topics, String store) {
        return topics.applicationId() + "-" + store + "-changelog";
    }

    private static Map<TopicPartition, byte[]> readToEnd(
            Consumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends) {
        var latest = new HashMap<TopicPartition, byte[]>();
        long deadline = System.nanoTime() + READ_TIMEOUT.toNanos();
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            if (System.nanoTime() > deadline) {
                throw new KafkaException(
                        "the state's meta records can't be read within " + READ_TIMEOUT.toSeconds() + " s");
            }
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL_TIMEOUT)) {
                if (record.value() != null) {
                    latest.put(new TopicPartition(record.topic(), record.partition()), record.value());
                }
            }
        }
        return latest;
    }

    private static List<String> objectionsTo(byte[] stored, Meta own) {
        try {
            return MetaStore.ifReadable(stored).map(own::objectionsTo).orElse(List.of());
        } catch (StateMismatchException e) {
            return List.of(String.valueOf(e.getMessage()));
        }
    }
}
