package io.slotkeeper.stream;

import io.slotkeeper.store.KeyValueTable;
import io.slotkeeper.store.StoreFailedException;
import io.slotkeeper.store.StoreNames;
import java.util.Arrays;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
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
        return new StreamsTable(store);
    }

    private static final class StreamsTable implements KeyValueTable {

        /**
         * Behind all keys, which begin with ASCII. Kafka's iterators over RocksDB end where a file is damaged as if there
         * were nothing more: only who knows what comes last can tell. {@code get} does tell.
         */
        private static final byte[] LAST = {(byte) 0xFF};

        private static final byte[] NOTHING = {};

        private final KeyValueStore<byte[], byte[]> store;
        private boolean hasLast;

        StreamsTable(KeyValueStore<byte[], byte[]> store) {
            this.store = store;
        }

        @Override
        public byte @Nullable [] get(byte[] key) {
            try {
                return store.get(key);
            } catch (RuntimeException e) {
                throw failed(e);
            }
        }

        @Override
        public void put(byte[] key, byte[] value) {
            try {
                if (!hasLast && store.persistent()) {
                    putLast();
                }
                store.put(key, value);
            } catch (RuntimeException e) {
                throw failed(e);
            }
        }

        /** Stores of former versions are without it until something is written. */
        private void putLast() {
            if (store.get(LAST) == null) {
                store.put(LAST, NOTHING);
            }
            hasLast = true;
        }

        @Override
        public void delete(byte[] key) {
            try {
                store.delete(key);
            } catch (RuntimeException e) {
                throw failed(e);
            }
        }

        /** Reads every block of the store's files, so what is damaged is noticed before anything is decided with it. */
        @Override
        public void forEach(BiConsumer<byte[], byte[]> reader) {
            hasLast = get(LAST) != null;
            boolean[] complete = {!hasLast};
            pass(store::all, (key, value) -> {
                if (Arrays.equals(key, LAST)) {
                    complete[0] = true;
                } else {
                    reader.accept(key, value);
                }
            });
            if (!complete[0]) {
                throw new StoreFailedException("the store " + store.name() + " ends before its last entry");
            }
        }

        @Override
        public void range(byte[] first, byte[] last, BiConsumer<byte[], byte[]> reader) {
            pass(() -> store.range(first, last), reader);
        }

        /** What the reader throws is no fault of the store's. */
        private void pass(Supplier<KeyValueIterator<byte[], byte[]>> entries, BiConsumer<byte[], byte[]> reader) {
            try (KeyValueIterator<byte[], byte[]> iterator = tried(entries)) {
                while (tried(iterator::hasNext)) {
                    KeyValue<byte[], byte[]> entry = tried(iterator::next);
                    reader.accept(entry.key, entry.value);
                }
            }
        }

        private <T> T tried(Supplier<T> operation) {
            try {
                return operation.get();
            } catch (RuntimeException e) {
                throw failed(e);
            }
        }

        private StoreFailedException failed(RuntimeException e) {
            return new StoreFailedException("the store " + store.name(), e);
        }
    }
}
