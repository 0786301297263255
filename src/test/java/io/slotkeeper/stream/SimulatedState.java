package io.slotkeeper.stream;

import io.slotkeeper.logtime.Overflow;
import io.slotkeeper.logtime.OverflowInMemory;
import io.slotkeeper.process.PartitionState;
import io.slotkeeper.store.KeyValueTable;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** The stores of a partition as one instance has them: a copy of what is committed, and what it wrote since then. */
final class SimulatedState implements PartitionState {

    private final Map<String, NavigableMap<byte[], byte[]>> tables = new HashMap<>();
    private final SimulatedFuse fuse;

    SimulatedState(SimulatedFuse fuse) {
        this.fuse = fuse;
    }

    /** A copy that goes its own way; values are never changed in place. */
    SimulatedState copy(SimulatedFuse other) {
        var copy = new SimulatedState(other);
        tables.forEach((name, entries) -> copy.tables.put(name, new TreeMap<>(entries)));
        return copy;
    }

    /** Whether both hold the same bytes. */
    boolean sameAs(SimulatedState other) {
        return tables.keySet().equals(other.tables.keySet())
                && tables.entrySet().stream()
                        .allMatch(table -> same(table.getValue(), other.tables.get(table.getKey())));
    }

    private static boolean same(NavigableMap<byte[], byte[]> one, @Nullable NavigableMap<byte[], byte[]> other) {
        return other != null
                && one.size() == other.size()
                && one.entrySet().stream()
                        .allMatch(entry -> Arrays.equals(entry.getValue(), other.get(entry.getKey())));
    }

    @Override
    public KeyValueTable table(String name) {
        return new Table(tables.computeIfAbsent(name, it -> new TreeMap<>(Arrays::compareUnsigned)), fuse);
    }

    @Override
    public Overflow overflow() {
        return new OverflowInMemory();
    }

    private record Table(NavigableMap<byte[], byte[]> entries, SimulatedFuse fuse) implements KeyValueTable {

        @Override
        public byte @Nullable [] get(byte[] key) {
            fuse.pass();
            return entries.get(key);
        }

        @Override
        public void put(byte[] key, byte[] value) {
            fuse.pass();
            entries.put(key, value);
        }

        @Override
        public void delete(byte[] key) {
            fuse.pass();
            entries.remove(key);
        }

        @Override
        public void forEach(BiConsumer<byte[], byte[]> reader) {
            fuse.pass();
            entries.forEach(reader);
        }

        @Override
        public void range(byte[] first, byte[] last, BiConsumer<byte[], byte[]> reader) {
            fuse.pass();
            entries.subMap(first, true, last, true).forEach(reader);
        }
    }
}
