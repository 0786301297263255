package io.slotkeeper.store;

import java.util.HashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * A table in memory. Its keys are put in order when a range is asked for the first time, and kept in order from then on:
 * most logs never ask, and keeping the order takes a quarter of the time to decide them.
 */
final class TableInMemory implements KeyValueTable {

    private final Map<Bytes, byte[]> entries = new HashMap<>();
    private @Nullable NavigableSet<Bytes> inOrder;

    @Override
    public byte @Nullable [] get(byte[] key) {
        return entries.get(Bytes.wrap(key));
    }

    @Override
    public void put(byte[] key, byte[] value) {
        Bytes bytes = Bytes.wrap(key);
        entries.put(bytes, value);
        if (inOrder != null) {
            inOrder.add(bytes);
        }
    }

    @Override
    public void delete(byte[] key) {
        Bytes bytes = Bytes.wrap(key);
        entries.remove(bytes);
        if (inOrder != null) {
            inOrder.remove(bytes);
        }
    }

    @Override
    public void forEach(BiConsumer<byte[], byte[]> reader) {
        entries.forEach((key, value) -> reader.accept(key.get(), value));
    }

    @Override
    public void range(byte[] first, byte[] last, BiConsumer<byte[], byte[]> reader) {
        if (inOrder == null) {
            inOrder = new TreeSet<>(entries.keySet());
        }
        for (Bytes key : inOrder.subSet(Bytes.wrap(first), true, Bytes.wrap(last), true)) {
            byte[] value = entries.get(key);
            if (value != null) {
                reader.accept(key.get(), value);
            }
        }
    }
}
