package io.slotkeeper.stream;

import java.util.Map;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Cache;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.WriteBufferManager;

/**
 * Bounds the memory of all RocksDB stores of the process together. By default each of the stores, four per partition,
 * would take its own 50 MB of cache and 48 MB of write buffers.
 */
public final class RocksDbMemory implements RocksDBConfigSetter {

    static {
        RocksDB.loadLibrary();
    }

    /** Blocks, indexes, filters and write buffers together. */
    private static final long TOTAL_BYTES = 96L * 1024 * 1024;
    /** The part of them for records that are not in a file yet. */
    private static final long WRITE_BUFFER_BYTES = 48L * 1024 * 1024;

    private static final long WRITE_BUFFER_BYTES_PER_STORE = 8L * 1024 * 1024;

    private static final Cache CACHE = new LRUCache(TOTAL_BYTES);
    private static final WriteBufferManager WRITE_BUFFERS = new WriteBufferManager(WRITE_BUFFER_BYTES, CACHE);

    @Override
    public void setConfig(String storeName, Options options, Map<String, Object> configs) {
        var table = (BlockBasedTableConfig) options.tableFormatConfig();
        table.setBlockCache(CACHE);
        table.setCacheIndexAndFilterBlocks(true);
        table.setPinL0FilterAndIndexBlocksInCache(true);
        options.setTableFormatConfig(table);
        options.setWriteBufferManager(WRITE_BUFFERS);
        options.setWriteBufferSize(WRITE_BUFFER_BYTES_PER_STORE);
        options.setMaxWriteBufferNumber(2);
    }

    /** Options of a database beside the stores, whose memory is part of theirs. */
    static Options shared(Options options) {
        var table = new BlockBasedTableConfig();
        table.setBlockCache(CACHE);
        table.setCacheIndexAndFilterBlocks(true);
        options.setTableFormatConfig(table);
        options.setWriteBufferManager(WRITE_BUFFERS);
        options.setWriteBufferSize(WRITE_BUFFER_BYTES_PER_STORE);
        options.setMaxWriteBufferNumber(2);
        return options;
    }

    /** Closes nothing: the memory is shared and lives as long as the process. */
    @Override
    public void close(String storeName, Options options) {}
}
