package io.slotkeeper.topics;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.utils.Utils;

/** Whose key is whose. */
public final class KeyPartition {

    private KeyPartition() {}

    /**
     * The partition of a request with this key, as the Java producer computes it. Anywhere else a second owner could
     * grant the same slot.
     *
     * @param key printable ASCII
     */
    public static int of(String key, int partitions) {
        return Utils.toPositive(Utils.murmur2(key.getBytes(StandardCharsets.US_ASCII))) % partitions;
    }
}
