package io.slotkeeper.stream;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.OptionalLong;

/** Stub: measures nothing. */
public final class StreamMeters {
    public StreamMeters(MeterRegistry registry) {}

    public OptionalLong leadMillis() {
        return OptionalLong.empty();
    }
}
