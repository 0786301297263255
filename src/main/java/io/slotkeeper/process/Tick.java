package io.slotkeeper.process;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The record that moves log time and asks for nothing else: one fixed value, any key. */
public final class Tick {

    private static final byte[] VALUE = "{\"type\":\"tick\"}".getBytes(StandardCharsets.US_ASCII);

    private Tick() {}

    static boolean is(byte @Nullable [] value) {
        return Arrays.equals(VALUE, value);
    }

    /** Into the partition whose time it is to move. */
    public static OutputRecord into(int partition) {
        return new OutputRecord(
                OutputChannel.TICKS, "tick".getBytes(StandardCharsets.US_ASCII), VALUE.clone(), partition);
    }
}
