package io.slotkeeper.store;

import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * What the program needs of a store of one partition: bytes by key. Narrower than Streams' own interface, so that a log
 * can be processed without Streams too.
 */
public interface KeyValueTable {

    byte @Nullable [] get(byte[] key);

    void put(byte[] key, byte[] value);

    void delete(byte[] key);

    /** Every entry, in no particular order. */
    void forEach(BiConsumer<byte[], byte[]> reader);

    /** Empty, and gone with the process. */
    static KeyValueTable inMemory() {
        Map<Bytes, byte[]> entries = new HashMap<>();
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
        };
    }
}
