package io.slotkeeper.store;

import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * A store of one partition, as far as the program needs it: bytes by key. Narrower than the interface of Kafka Streams,
 * so that a log can also be processed without Streams.
 */
public interface KeyValueTable extends ReadableTable {

    void put(byte[] key, byte[] value);

    void delete(byte[] key);

    /** Passes every entry to {@code reader}, in no particular order. */
    void forEach(BiConsumer<byte[], byte[]> reader);

    /** An empty table in memory. */
    static KeyValueTable inMemory() {
        NavigableMap<Bytes, byte[]> entries = new TreeMap<>();
        return new KeyValueTable() {
            @Override
            public byte @Nullable [] get(byte[] key) {
                return entries.get(Bytes.wrap(key));
            }

            @Override
            public void put(byte[] key, byte[] value) {
                entries.put(Bytes.wrap(key), value);
            }

            @Override
            public void delete(byte[] key) {
                entries.remove(Bytes.wrap(key));
            }

            @Override
            public void forEach(BiConsumer<byte[], byte[]> reader) {
                entries.forEach((key, value) -> reader.accept(key.get(), value));
            }

            @Override
            public void range(byte[] first, byte[] last, BiConsumer<byte[], byte[]> reader) {
                entries.subMap(Bytes.wrap(first), true, Bytes.wrap(last), true)
                        .forEach((key, value) -> reader.accept(key.get(), value));
            }
        };
    }
}
