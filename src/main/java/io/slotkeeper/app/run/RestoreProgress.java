package io.slotkeeper.app.run;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.StateRestoreListener;

/** How much state is still to be restored from the changelogs. Thread-safe. */
final class RestoreProgress implements StateRestoreListener {

    private record Restoring(long from, long to, long done) {}

    private final Map<TopicPartition, Restoring> restoring = new ConcurrentHashMap<>();

    @Override
    public void onRestoreStart(TopicPartition changelog, String store, long from, long to) {
        restoring.put(changelog, new Restoring(from, to, 0));
    }

    @Override
    public void onBatchRestored(TopicPartition changelog, String store, long end, long count) {
        restoring.computeIfPresent(changelog, (same, it) -> new Restoring(it.from(), it.to(), it.done() + count));
    }

    @Override
    public void onRestoreEnd(TopicPartition changelog, String store, long total) {
        restoring.remove(changelog);
    }

    @Override
    public void onRestoreSuspended(TopicPartition changelog, String store, long total) {
        restoring.remove(changelog);
    }

    /** Behind the state of the streams; empty while nothing is restored. */
    String text() {
        long all =
                restoring.values().stream().mapToLong(it -> it.to() - it.from()).sum();
        long done = restoring.values().stream().mapToLong(Restoring::done).sum();
        return all == 0 ? "" : ", " + done + " of " + all + " changelog records restored";
    }
}
