package io.slotkeeper.stream;

import io.slotkeeper.logtime.Overflow;
import io.slotkeeper.process.PartitionState;
import io.slotkeeper.store.KeyValueTable;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;

/** The state of one task: its stores in Kafka Streams, and an overflow in its folder. Not thread-safe. */
final class TaskState implements PartitionState, AutoCloseable {

    private final ProcessorContext<?, ?> context;
    private final List<Overflow> opened = new ArrayList<>();

    TaskState(ProcessorContext<?, ?> context) {
        this.context = context;
    }

    @Override
    public KeyValueTable table(String name) {
        KeyValueStore<byte[], byte[]> store = context.getStateStore(name);
        return StateStores.table(store);
    }

    @Override
    public Overflow overflow() {
        Overflow overflow = OverflowOnDisk.open(context.stateDir().toPath().resolve("deadlines"));
        opened.add(overflow);
        return overflow;
    }

    @Override
    public void close() {
        opened.forEach(Overflow::close);
        opened.clear();
    }
}
