package io.slotkeeper.topics;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.utils.Utils;

/** Assigns the keys of requests to partitions (docs/spec/topics.md#topics). */
public final class KeyPartition {

    private KeyPartition() {}

    /**
     * The partition of a request with this key, as Kafka's Java producer computes it. In any other partition a second
     * owner could grant the same slot.
     *
     * @param key printable ASCII
     * @param partitions number of partitions of the topic
     */
    public static int of(String key, int partitions) {
        return Utils.toPositive(Utils.murmur2(key.getBytes(StandardCharsets.US_ASCII))) % partitions;
    }
}
