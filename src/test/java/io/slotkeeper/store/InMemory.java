package io.slotkeeper.store;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;

/** Stores without files and changelogs. */
public final class InMemory {

    private static final MockProcessorContext<Void, Void> CONTEXT = new MockProcessorContext<>();

    private InMemory() {}

    public static KeyValueStore<byte[], byte[]> store(String name) {
        KeyValueStore<byte[], byte[]> store = org.apache.kafka.streams.state.Stores.keyValueStoreBuilder(
                        org.apache.kafka.streams.state.Stores.inMemoryKeyValueStore(name),
                        Serdes.ByteArray(),
                        Serdes.ByteArray())
                .withLoggingDisabled()
                .build();
        store.init(CONTEXT.getStateStoreContext(), store);
        return store;
    }

    public static List<String> keys(KeyValueStore<byte[], byte[]> store) {
        List<String> keys = new ArrayList<>();
        try (var all = store.all()) {
            all.forEachRemaining(entry -> keys.add(HexFormat.of().formatHex(entry.key)));
        }
        return keys;
    }
}
