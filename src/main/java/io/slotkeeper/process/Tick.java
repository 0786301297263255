package io.slotkeeper.process;

import io.slotkeeper.topics.Topic;
import io.slotkeeper.topics.TraceContext;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The record that moves log time and does nothing else: one fixed value, any key. */
public final class Tick {

    private static final byte[] KEY = "tick".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] VALUE = "{\"type\":\"tick\"}".getBytes(StandardCharsets.US_ASCII);

    private Tick() {}

    static boolean is(byte @Nullable [] value) {
        return Arrays.equals(VALUE, value);
    }

    /** A tick for the partition whose log time is to move. */
    public static OutputRecord into(Topic input, int partition, Instant timestamp) {
        return new OutputRecord(input, partition, KEY.clone(), VALUE.clone(), timestamp, TraceContext.NONE);
    }
}
