package io.slotkeeper.stream;

import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.streams.processor.StreamPartitioner;
import org.jspecify.annotations.Nullable;

/**
 * An encoded value on its way to a sink, with its partition: a sink's partitioner gets only topic, key and value, and
 * the partition of a record is already decided.
 *
 * @param bytes null for a tombstone
 */
record SinkValue(byte @Nullable [] bytes, int partition) {

    static final Serializer<SinkValue> SERIALIZER = new Serializer<>() {
        @Override
        public byte @Nullable [] serialize(String topic, SinkValue payload) {
            return payload.bytes();
        }
    };

    static final StreamPartitioner<byte[], SinkValue> PARTITIONER =
            (topic, key, payload, count) -> Optional.of(Set.of(payload.partition()));
}
