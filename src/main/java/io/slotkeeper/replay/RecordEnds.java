package io.slotkeeper.replay;

import io.slotkeeper.replay.LogReader.Range;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/**
 * Finds where the records of logs end: the offsets before the end of a log may belong to transaction markers or aborted
 * records.
 */
public final class RecordEnds {

    private static final long FIRST_LOOK = 64;
    private static final int FARTHER = 16;

    private RecordEnds() {}

    /**
     * The offset after the last committed record before another offset; 0 if there is none.
     *
     * @param readers create consumers of committed records, without a group; each is closed here
     * @param before an offset of each log, possibly beyond its end
     * @throws TruncatedLogException if the beginning of a log is gone
     */
    public static Map<TopicPartition, Long> of(
            Supplier<Consumer<byte[], byte[]>> readers, Map<TopicPartition, Long> before) {
        var ends = new HashMap<TopicPartition, Long>();
        LogReader.ranges(readers, before.keySet()).forEach((log, all) -> {
            if (all.start() > 0) {
                throw new TruncatedLogException(log, all.start());
            }
            ends.put(log, end(readers, log, Math.min(all.end(), before.getOrDefault(log, all.end()))));
        });
        return ends;
    }

    private static long end(Supplier<Consumer<byte[], byte[]>> readers, TopicPartition log, long before) {
        long end = 0;
        long to = before;
        for (long look = FIRST_LOOK; end == 0 && to > 0; look *= FARTHER) {
            long from = Math.max(0, to - look);
            try (var reader = new LogReader(readers, log, new Range(from, to))) {
                while (reader.peek().isPresent()) {
                    end = reader.take().offset() + 1;
                }
            }
            to = from;
        }
        return end;
    }
}
