package io.slotkeeper.stream.query;

import java.util.function.BiConsumer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;

/** Entries of a store of Kafka Streams. */
public final class StoreEntries {

    private StoreEntries() {}

    /** Passes all entries to {@code reader} and closes the iterator. */
    public static void pass(KeyValueIterator<byte[], byte[]> entries, BiConsumer<byte[], byte[]> reader) {
        try (entries) {
            while (entries.hasNext()) {
                KeyValue<byte[], byte[]> entry = entries.next();
                reader.accept(entry.key, entry.value);
            }
        }
    }
}
