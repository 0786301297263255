package io.slotkeeper.stream;

import org.apache.kafka.streams.Topology;

/** Stub: reads the inputs and does nothing. */
public final class SlotkeeperTopology {
    private SlotkeeperTopology() {}

    public static Topology create(TopologySettings settings, Topics topics, StreamMeters meters) {
        var topology = new Topology();
        for (Topic input : Topic.inputs()) {
            topology.addSource(input.logicalName(), topics.name(input));
        }
        return topology;
    }
}
