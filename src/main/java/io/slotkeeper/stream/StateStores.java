package io.slotkeeper.stream;

import io.slotkeeper.store.KeyValueTable;
import io.slotkeeper.store.StoreNames;
import io.slotkeeper.stream.query.StoreEntries;
import java.util.function.BiConsumer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;

/**
 * The state stores in Kafka Streams, all with a changelog: RocksDB, except for the meta records, which are in memory.
 */
public final class StateStores {

    private StateStores() {}

    /**
     * Stores of bytes: values are encoded before the first write, when a failure can still become a refusal.
     *
     * @param name one of {@link StoreNames}
     */
    static StoreBuilder<KeyValueStore<byte[], byte[]>> builder(String name) {
        return Stores.keyValueStoreBuilder(
                        StoreNames.OF_META.contains(name)
                                ? Stores.inMemoryKeyValueStore(name)
                                : Stores.persistentKeyValueStore(name),
                        Serdes.ByteArray(),
                        Serdes.ByteArray())
                .withCachingDisabled();
    }

    /** A store of Streams as a {@link KeyValueTable}. */
    public static KeyValueTable table(KeyValueStore<byte[], byte[]> store) {
        return new KeyValueTable() {
            @Override
            public byte @Nullable [] get(byte[] key) {
                return store.get(key);
            }

            @Override
            public void put(byte[] key, byte[] value) {
                store.put(key, value);
            }

            @Override
            public void delete(byte[] key) {
                store.delete(key);
            }

            @Override
            public void forEach(BiConsumer<byte[], byte[]> reader) {
                StoreEntries.pass(store.all(), reader);
            }

            @Override
            public void range(byte[] first, byte[] last, BiConsumer<byte[], byte[]> reader) {
                StoreEntries.pass(store.range(first, last), reader);
            }
        };
    }
}
