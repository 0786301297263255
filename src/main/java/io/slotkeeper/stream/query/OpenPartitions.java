package io.slotkeeper.stream.query;

import io.slotkeeper.process.PartitionStateMachine;
import io.slotkeeper.topics.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What is known only to the processors of this instance's partitions and is asked by other threads: log time, and where
 * holds stand. A partition is here from the moment its processor is initialised until it is closed.
 */
public final class OpenPartitions {

    private record Name(Topic input, int partition) {}

    private final Map<Name, OpenPartition> open = new ConcurrentHashMap<>();

    /** Half a session: while its thread looks around this often, its group can't have given it to another instance. */
    private static final Duration SURE = Duration.ofSeconds(3);

    /** A consumer whose session ended hears of it with its next heartbeat, and gives up its partitions. */
    private static final Duration FINDING_OUT = Duration.ofSeconds(2);

    /** One partition while its processor is open. */
    public static final class OpenPartition {
        private final Name name;
        private final PartitionStateMachine machine;
        private volatile Instant logTime = Instant.EPOCH;
        private volatile long lookedAt;
        private volatile long doubtedUntil;

        private OpenPartition(Name name, PartitionStateMachine machine, long nanoTime) {
            this.name = name;
            this.machine = machine;
            this.lookedAt = nanoTime;
            this.doubtedUntil = nanoTime;
        }

        /** Its thread runs. To be said by it alone. */
        public void looked(long nanoTime) {
            if (nanoTime - lookedAt > SURE.toNanos()) {
                doubtedUntil = nanoTime + FINDING_OUT.toNanos();
            }
            lookedAt = nanoTime;
        }

        /**
         * Whether the partition is still this instance's. A process that was stopped for longer than its session doesn't
         * know yet that another one has its partitions, and its state is behind.
         */
        boolean isSure(long nanoTime) {
            return nanoTime - lookedAt <= SURE.toNanos() && nanoTime - doubtedUntil >= 0;
        }

        int number() {
            return name.partition();
        }

        PartitionStateMachine machine() {
            return machine;
        }

        /** The beginning of 1970 before the first record since it was opened. */
        Instant logTime() {
            return logTime;
        }

        public void moved(Instant now) {
            logTime = now;
        }
    }

    public OpenPartition open(Topic input, int partition, PartitionStateMachine machine) {
        var opened = new OpenPartition(new Name(input, partition), machine, System.nanoTime());
        open.put(opened.name, opened);
        return opened;
    }

    /** A task may have been opened again before its former life is closed: only that one goes. */
    public void close(OpenPartition closed) {
        open.remove(closed.name, closed);
    }

    Optional<OpenPartition> find(Topic input, int partition) {
        return Optional.ofNullable(open.get(new Name(input, partition)));
    }
}
