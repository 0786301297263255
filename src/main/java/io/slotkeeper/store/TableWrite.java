package io.slotkeeper.store;

import org.jspecify.annotations.Nullable;

/**
 * An encoded put or delete. All errors that it could contain were detected before it was made.
 *
 * @param value null to delete
 */
public record TableWrite(KeyValueTable store, byte[] key, byte @Nullable [] value) {

    public void apply() {
        if (value == null) {
            store.delete(key);
        } else {
            store.put(key, value);
        }
    }
}
