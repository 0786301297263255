package io.slotkeeper.store;

import io.slotkeeper.state.MetaState;
import io.slotkeeper.state.SettingState;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** The store of one partition's meta record. Not thread-safe. */
public final class MetaStore {

    private static final byte[] KEY = "meta".getBytes(StandardCharsets.US_ASCII);
    static final StateCodec<Meta, MetaState> CODEC =
            new StateCodec<>(MetaState.getClassSchema(), MetaStore::toState, MetaStore::fromState);

    private final KeyValueTable store;
    private final Meta own;
    private boolean written;

    private MetaStore(KeyValueTable store, Meta own, boolean written) {
        this.store = store;
        this.own = own;
        this.written = written;
    }

    /** @throws StateMismatchException if the state was made with other settings, or by a newer version */
    public static MetaStore open(KeyValueTable store, Meta own) {
        Optional<Meta> stored = Optional.ofNullable(store.get(KEY)).flatMap(MetaStore::ifReadable);
        List<String> objections = stored.map(own::objectionsTo).orElse(List.of());
        if (!objections.isEmpty()) {
            throw new StateMismatchException(String.join("; ", objections));
        }
        return new MetaStore(store, own, stored.filter(own::equals).isPresent());
    }

    /**
     * Writes the meta record if it isn't there. To be called with each record, so that it is committed together with
     * the offset of the first one.
     */
    public void ensureWritten() {
        if (!written) {
            store.put(KEY, CODEC.encode(own));
            written = true;
        }
    }

    /**
     * Decodes a meta record, of a store or of its changelog; empty if it is none: nobody of ours wrote it.
     *
     * @throws StateMismatchException if a newer version wrote it
     */
    public static Optional<Meta> ifReadable(byte[] value) {
        return CODEC.ifReadable(value);
    }

    private static MetaState toState(Meta meta) {
        return new MetaState(
                meta.format(),
                meta.partitions(),
                meta.settings().entrySet().stream()
                        .map(setting -> new SettingState(setting.getKey(), setting.getValue()))
                        .toList());
    }

    private static Meta fromState(MetaState state) {
        var settings = new TreeMap<String, String>();
        state.getSettings().forEach(setting -> settings.put(setting.getName(), setting.getValue()));
        return new Meta(state.getFormat(), state.getPartitions(), settings);
    }
}
