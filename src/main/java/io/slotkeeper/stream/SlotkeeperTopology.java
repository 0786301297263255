package io.slotkeeper.stream;

import io.slotkeeper.process.DecisionSettings;
import io.slotkeeper.process.PartitionStateMachine;
import io.slotkeeper.store.StoreNames;
import io.slotkeeper.stream.query.OpenPartitions;
import io.slotkeeper.topics.Topic;
import io.slotkeeper.topics.TopicNames;
import io.slotkeeper.wire.OutputFormat;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;

/**
 * Builds the topology: two sub-topologies, each of one source, one processor, its stores and its sinks. There is only
 * one source so that the order of a partition is the whole order. Keys and values are bytes, because a deserializer
 * that throws would drop records outside the program's own code (docs/spec/log-time.md#log-time).
 */
public final class SlotkeeperTopology {

    private static final String CONVERSATIONS = "conversations";
    private static final String RESERVATIONS = "reservations";

    private final DecisionSettings settings;
    private final TopicNames topics;
    private final StreamMeters meters;
    private final OutputFormat format;
    private final Ticks ticks;
    private final OpenPartitions open;
    private final Topology topology = new Topology();

    private SlotkeeperTopology(
            DecisionSettings settings,
            TopicNames topics,
            OutputFormat format,
            Ticks ticks,
            StreamMeters meters,
            OpenPartitions open) {
        this.ticks = ticks;
        this.open = open;
        this.format = format;
        this.settings = settings;
        this.topics = topics;
        this.meters = meters;
    }

    public static Topology create(
            DecisionSettings settings,
            TopicNames topics,
            OutputFormat format,
            Ticks ticks,
            StreamMeters meters,
            OpenPartitions open) {
        var builder = new SlotkeeperTopology(settings, topics, format, ticks, meters, open);
        builder.add(CONVERSATIONS, Topic.SELECTION_REQUESTS, StoreNames.OF_CONVERSATIONS);
        builder.add(RESERVATIONS, Topic.RESERVATION_REQUESTS, StoreNames.OF_RESERVATIONS);
        return builder.topology;
    }

    private void add(String name, Topic requests, List<String> stores) {
        Map<Topic, String> sinks = sinks(name, requests);
        add(
                name,
                requests,
                stores,
                sinks,
                () -> new LogProcessor(
                        requests,
                        sinks,
                        ticks,
                        state -> PartitionStateMachine.of(requests).open(settings, state, format, meters.decisions()),
                        meters,
                        open));
    }

    /**
     * Names of the sinks by topic, for all records that an input may lead to; the sink of the input itself is that of
     * ticks.
     */
    static Map<Topic, String> sinks(String processor, Topic requests) {
        var sinks = new EnumMap<Topic, String>(Topic.class);
        sinks.put(requests.snapshots(), processor + "-snapshots");
        sinks.put(Topic.REQUEST_OUTCOMES, processor + "-outcomes");
        sinks.put(Topic.EDGE_OUTCOMES, processor + "-edge-outcomes");
        sinks.put(Topic.REFUSED_RECORDS, processor + "-refused");
        sinks.put(requests, processor + "-ticks");
        return sinks;
    }

    private void add(
            String name,
            Topic requests,
            List<String> stores,
            Map<Topic, String> sinks,
            ProcessorSupplier<byte[], byte[], byte[], SinkValue> processor) {
        String source = name + "-requests";
        topology.addSource(source, new ByteArrayDeserializer(), new ByteArrayDeserializer(), topics.name(requests));
        topology.addProcessor(name, processor, source);
        stores.forEach(store -> topology.addStateStore(StateStores.builder(store), name));
        sinks.forEach((topic, sink) -> topology.addSink(
                sink,
                topics.name(topic),
                new ByteArraySerializer(),
                SinkValue.SERIALIZER,
                SinkValue.PARTITIONER,
                name));
    }
}
