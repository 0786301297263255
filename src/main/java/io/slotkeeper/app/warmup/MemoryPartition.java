package io.slotkeeper.app.warmup;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.zip.CRC32C;

/**
 * The end of a partition: batches as they were sent, with their offsets. What is long past is forgotten. The numbers are
 * places in a batch of Kafka's format 2 (https://kafka.apache.org/documentation/#recordbatch). Guarded by its broker.
 */
final class MemoryPartition {

    /** Nobody is so far behind: that would be seconds. With some ten topics it is a tenth of the heap. */
    private static final int MOST_BYTES = 4 * 1024 * 1024;

    private static final int BASE_OFFSET = 0;
    private static final int CHECKSUM = 17;
    private static final int ATTRIBUTES = 21;
    private static final int LAST_OFFSET_DELTA = 23;
    private static final int MAX_TIMESTAMP = 35;
    private static final short LOG_APPEND_TIME = 0x08;

    private final boolean logAppendTime;
    /** By their last offsets. */
    private final NavigableMap<Long, byte[]> batches = new TreeMap<>();

    private long end;
    private int size;

    /** @param logAppendTime whether records get the time at which they are appended, as those of inputs do */
    MemoryPartition(boolean logAppendTime) {
        this.logAppendTime = logAppendTime;
    }

    /** The offset of the next record. */
    long end() {
        return end;
    }

    /** Appends a batch and returns its first offset. */
    long append(ByteBuffer records, long now) {
        byte[] bytes = new byte[records.remaining()];
        records.duplicate().get(bytes);
        ByteBuffer batch = ByteBuffer.wrap(bytes);
        long first = end;
        batch.putLong(BASE_OFFSET, first);
        if (logAppendTime) {
            batch.putShort(ATTRIBUTES, (short) (batch.getShort(ATTRIBUTES) | LOG_APPEND_TIME));
            batch.putLong(MAX_TIMESTAMP, now);
            var checksum = new CRC32C();
            checksum.update(bytes, ATTRIBUTES, bytes.length - ATTRIBUTES);
            batch.putInt(CHECKSUM, (int) checksum.getValue());
        }
        end = first + batch.getInt(LAST_OFFSET_DELTA) + 1;
        batches.put(end - 1, bytes);
        size += bytes.length;
        while (size > MOST_BYTES && batches.size() > 1) {
            size -= batches.pollFirstEntry().getValue().length;
        }
        return first;
    }

    /** Whole batches from that with this offset on; at least one if there is one. */
    ByteBuffer read(long offset, int maxBytes) {
        List<byte[]> read = new ArrayList<>();
        int total = 0;
        for (byte[] batch : batches.tailMap(offset, true).values()) {
            if (total > 0 && total + batch.length > maxBytes) {
                break;
            }
            read.add(batch);
            total += batch.length;
        }
        ByteBuffer records = ByteBuffer.allocate(total);
        read.forEach(records::put);
        return records.flip();
    }
}
