package io.slotkeeper.stream.query;

import io.slotkeeper.process.PartitionStateMachine;
import io.slotkeeper.topics.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The partitions that this instance processes, and what other threads may ask their processors: log time, and the
 * documents of holds. A partition is registered from the initialisation of its processor until it is closed.
 * Thread-safe.
 */
public final class OpenPartitions {

    private record PartitionName(Topic input, int partition) {}

    private final Map<PartitionName, OpenPartition> open = new ConcurrentHashMap<>();

    /**
     * Half a session: while the thread of a partition runs this often, the group can't have assigned it to another
     * instance.
     */
    private static final Duration CERTAINTY = Duration.ofSeconds(3);

    /** A consumer whose session ended learns of it with its next heartbeat, and gives up its partitions. */
    private static final Duration DOUBT = Duration.ofSeconds(2);

    /** One partition while its processor is open. */
    public static final class OpenPartition {
        private final PartitionName name;
        private final PartitionStateMachine machine;
        private final Thread thread = Thread.currentThread();
        private volatile Instant logTime = Instant.EPOCH;
        private volatile long ranAt;
        private volatile long doubtedUntil;

        private OpenPartition(PartitionName name, PartitionStateMachine machine, long nanoTime) {
            this.name = name;
            this.machine = machine;
            this.ranAt = nanoTime;
            this.doubtedUntil = nanoTime;
        }

        /** Written by the thread of the partition only. */
        private void ran(long nanoTime) {
            if (nanoTime - ranAt > CERTAINTY.toNanos()) {
                doubtedUntil = nanoTime + DOUBT.toNanos();
            }
            ranAt = nanoTime;
        }

        /**
         * Whether the partition certainly belongs to this instance. A process that was suspended for longer than its
         * session doesn't know yet that another instance has its partitions, and its state is behind.
         */
        boolean isSure(long nanoTime) {
            return nanoTime - ranAt <= CERTAINTY.toNanos() && nanoTime - doubtedUntil >= 0;
        }

        int number() {
            return name.partition();
        }

        PartitionStateMachine machine() {
            return machine;
        }

        /** Log time; the epoch before the first record since the partition was opened. */
        Instant logTime() {
            return logTime;
        }

        /** Log time has moved to {@code now}. */
        public void moved(Instant now) {
            logTime = now;
        }
    }

    /** The calling thread runs, and so do its partitions. To be called after each poll and each record. */
    public void ran(long nanoTime) {
        for (OpenPartition partition : open.values()) {
            if (partition.thread == Thread.currentThread()) {
                partition.ran(nanoTime);
            }
        }
    }

    /** Registers a partition, which belongs to the calling thread until it is closed. */
    public OpenPartition open(Topic input, int partition, PartitionStateMachine machine) {
        var opened = new OpenPartition(new PartitionName(input, partition), machine, System.nanoTime());
        open.put(opened.name, opened);
        return opened;
    }

    /** Removes a partition, unless it was opened again before this processor was closed. */
    public void close(OpenPartition closed) {
        open.remove(closed.name, closed);
    }

    Optional<OpenPartition> find(Topic input, int partition) {
        return Optional.ofNullable(open.get(new PartitionName(input, partition)));
    }
}
