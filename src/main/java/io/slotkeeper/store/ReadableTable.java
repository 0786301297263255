package io.slotkeeper.store;

import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Read access to a store of one partition: bytes by key. */
public interface ReadableTable {

    byte @Nullable [] get(byte[] key);

    /**
     * Passes the entries with keys from {@code first} to {@code last}, both inclusive, to {@code reader}, in the order of
     * the keys byte by byte as unsigned numbers.
     */
    void range(byte[] first, byte[] last, BiConsumer<byte[], byte[]> reader);
}
