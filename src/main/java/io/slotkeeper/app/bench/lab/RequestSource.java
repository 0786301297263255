package io.slotkeeper.app.bench.lab;

import org.apache.kafka.clients.producer.ProducerRecord;

/** An endless sequence of requests. */
public interface RequestSource {

    /**
     * The request with this number. Asked for in the order of the numbers, each once.
     *
     * @param topic that the record is for; the number of its partitions is {@link Lab#PARTITIONS}
     */
    ProducerRecord<byte[], byte[]> request(String topic, long number);

    /** Sizes of key and value of the first request. */
    default String sizes() {
        ProducerRecord<byte[], byte[]> first = request("-", 0);
        return first.key().length + " B key, " + first.value().length + " B value";
    }

    /**
     * Whether the records bring their timestamps with them, in the place of those that a broker gave them when they
     * came in: a log that was written over minutes can then be a backlog at once.
     */
    default boolean timed() {
        return false;
    }
}
