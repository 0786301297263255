package io.slotkeeper.store;

import java.util.function.BiConsumer;

/**
 * A store of one partition, as far as the program needs it: bytes by key. Narrower than the interface of Kafka Streams,
 * so that a log can also be processed without Streams. Every method throws {@link StoreFailedException} when the store
 * can't do what it says.
 */
public interface KeyValueTable extends ReadableTable {

    void put(byte[] key, byte[] value);

    void delete(byte[] key);

    /** Passes every entry to {@code reader}, in no particular order. */
    void forEach(BiConsumer<byte[], byte[]> reader);

    /** An empty table in memory. */
    static KeyValueTable inMemory() {
        return new TableInMemory();
    }
}
