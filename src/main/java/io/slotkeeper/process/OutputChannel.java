package io.slotkeeper.process;

import io.slotkeeper.topics.Topic;
import java.util.Locale;

/** Where the processors forward to: the sinks of a sub-topology. */
public enum OutputChannel {
    SNAPSHOTS,
    OUTCOMES,
    EDGE_OUTCOMES,
    REFUSED,
    /** Back into the own source topic. */
    TICKS;

    /** The name of the sink that follows this processor. */
    public String sinkOf(String processor) {
        return processor + "-" + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The topic of the sink. */
    public Topic topic(Topic requests) {
        return switch (this) {
            case SNAPSHOTS -> requests.snapshots();
            case OUTCOMES -> Topic.REQUEST_OUTCOMES;
            case EDGE_OUTCOMES -> Topic.EDGE_OUTCOMES;
            case REFUSED -> Topic.REFUSED_RECORDS;
            case TICKS -> requests;
        };
    }
}
