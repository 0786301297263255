package io.slotkeeper.replay;

import io.slotkeeper.replay.LogReader.Range;
import java.util.List;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/** Finds the last record of a part of a log: offsets before its end may be markers of transactions, or aborted. */
public final class LastRecord {

    private static final long FIRST_LOOK = 64;
    private static final int FARTHER = 16;

    private LastRecord() {}

    /**
     * The offset of the last committed record before an offset, or -1 when there is none.
     *
     * @param readers of what is committed, without a group; each is closed here
     */
    public static long before(Supplier<Consumer<byte[], byte[]>> readers, TopicPartition partition, long end) {
        Range all = LogReader.ranges(readers, List.of(partition)).getOrDefault(partition, new Range(0, 0));
        long last = -1;
        long to = Math.min(end, all.end());
        for (long look = FIRST_LOOK; last < 0 && to > all.start(); look *= FARTHER) {
            long from = Math.max(all.start(), to - look);
            last = last(new LogReader(readers, partition, new Range(from, to)));
            to = from;
        }
        return last;
    }

    private static long last(LogReader reader) {
        long last = -1;
        try (reader) {
            while (reader.peek().isPresent()) {
                last = reader.take().offset();
            }
        }
        return last;
    }
}
