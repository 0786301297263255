package io.slotkeeper.store;

import org.jspecify.annotations.Nullable;

/**
 * A put or a delete, encoded. Everything that can be wrong with it has been found out by the time it exists.
 *
 * @param value null: delete
 */
record TableWrite(KeyValueTable store, byte[] key, byte @Nullable [] value) {

    void apply() {
        if (value == null) {
            store.delete(key);
        } else {
            store.put(key, value);
        }
    }
}
