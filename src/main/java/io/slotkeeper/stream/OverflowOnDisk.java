package io.slotkeeper.stream;

import io.slotkeeper.logtime.Due;
import io.slotkeeper.logtime.Overflow;
import io.slotkeeper.store.StoreFailedException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.rocksdb.Options;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Slice;
import org.rocksdb.WriteOptions;

/**
 * An overflow in a RocksDB of its own, without a changelog and a write-ahead log: it is made anew whenever its partition
 * is opened. Its memory is part of that of all stores.
 */
final class OverflowOnDisk implements Overflow {

    static {
        RocksDB.loadLibrary();
    }

    private static final byte[] NOTHING = {};

    private final Path folder;
    private final Options options;
    private final WriteOptions write = new WriteOptions().setDisableWAL(true);
    private final RocksDB database;

    /** Nothing is before it. An iterator that begins here passes over no deleted deadlines. */
    private byte[] start = NOTHING;

    private OverflowOnDisk(Path folder, Options options, RocksDB database) {
        this.folder = folder;
        this.options = options;
        this.database = database;
    }

    /**
     * Opens an empty one.
     *
     * @param folder what is in it is deleted
     */
    static OverflowOnDisk open(Path folder) {
        Options options = RocksDbMemory.shared(new Options().setCreateIfMissing(true));
        try {
            RocksDB.destroyDB(folder.toString(), options);
            return new OverflowOnDisk(folder, options, RocksDB.open(options, folder.toString()));
        } catch (RocksDBException e) {
            options.close();
            throw new StoreFailedException("the database for deadlines in " + folder, e);
        }
    }

    private interface Operation {
        void run() throws RocksDBException;
    }

    private static void run(Operation operation) {
        try {
            operation.run();
        } catch (RocksDBException e) {
            throw new StoreFailedException("the database for deadlines", e);
        }
    }

    @Override
    public void add(Due due) {
        byte[] key = due.toBytes();
        if (start.length > 0 && Arrays.compareUnsigned(key, start) < 0) {
            start = key;
        }
        run(() -> database.put(write, key, NOTHING));
    }

    @Override
    public void remove(Due due) {
        run(() -> database.delete(write, due.toBytes()));
    }

    @Override
    public List<Due> take(int count) {
        List<Due> taken = new ArrayList<>();
        try (var lower = new Slice(start);
                var options = new ReadOptions().setIterateLowerBound(lower);
                RocksIterator iterator = database.newIterator(options)) {
            for (iterator.seekToFirst(); iterator.isValid() && taken.size() < count; iterator.next()) {
                taken.add(Due.of(iterator.key()));
            }
            run(iterator::status);
        }
        if (!taken.isEmpty()) {
            byte[] first = taken.get(0).toBytes();
            // The end of the range is exclusive.
            byte[] end = after(taken.get(taken.size() - 1).toBytes());
            run(() -> database.deleteRange(write, first, end));
            start = end;
        }
        return taken;
    }

    private static byte[] after(byte[] key) {
        return Arrays.copyOf(key, key.length + 1);
    }

    @Override
    public void close() {
        database.close();
        write.close();
        run(() -> RocksDB.destroyDB(folder.toString(), options));
        options.close();
    }
}
