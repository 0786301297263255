package io.slotkeeper.stream;

import java.util.Locale;

/** Where the processors forward to: the sinks of a sub-topology. */
enum Channel {
    SNAPSHOTS,
    OUTCOMES,
    EDGE_OUTCOMES,
    REFUSED,
    /** Back into the own source topic. */
    TICKS;

    /** The name of the sink that follows this processor. */
    String sinkOf(String processor) {
        return processor + "-" + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
