package io.slotkeeper.app.warmup;

import io.slotkeeper.topics.Topic;
import io.slotkeeper.topics.TopicNames;
import java.io.IOException;

/** An instance whose cluster is in memory: everything in it is real. Ends when it is closed, and leaves nothing. */
public interface Rehearsal extends AutoCloseable {

    /**
     * What it is opened with.
     *
     * @param topics of one partition each, which exist
     * @param token that it lets in, and nobody else
     */
    record MemoryCluster(String bootstrap, TopicNames topics, String token) {}

    /** Makes one. */
    interface Opening {
        Rehearsal open(MemoryCluster cluster) throws IOException;
    }

    /** Whether it processes its partitions. */
    boolean isRunning();

    int httpPort();

    /** Writes a request to the log, without an edge. */
    void send(Topic input, String key, byte[] request);

    @Override
    void close();
}
