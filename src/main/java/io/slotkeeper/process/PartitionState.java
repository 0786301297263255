package io.slotkeeper.process;

import io.slotkeeper.logtime.Overflow;
import io.slotkeeper.logtime.OverflowInMemory;
import io.slotkeeper.store.KeyValueTable;
import io.slotkeeper.store.StoreNames;
import java.util.HashMap;
import java.util.Map;

/** The stores of one partition, and the place of derived data for which there is no memory. */
public interface PartitionState {

    /** @param name one of {@link StoreNames} */
    KeyValueTable table(String name);

    /** An empty overflow, which this state closes. To be asked for once. */
    Overflow overflow();

    /** Empty state in memory. */
    static PartitionState inMemory() {
        Map<String, KeyValueTable> tables = new HashMap<>();
        return new PartitionState() {
            @Override
            public KeyValueTable table(String name) {
                return tables.computeIfAbsent(name, it -> KeyValueTable.inMemory());
            }

            @Override
            public Overflow overflow() {
                return new OverflowInMemory();
            }
        };
    }
}
