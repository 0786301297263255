package io.slotkeeper.stream;

import io.slotkeeper.process.ConversationPartition;
import io.slotkeeper.process.DecisionSettings;
import io.slotkeeper.process.OutputChannel;
import io.slotkeeper.process.ReservationPartition;
import io.slotkeeper.process.StreamMeters;
import io.slotkeeper.store.KeyValueTable;
import io.slotkeeper.store.StoreNames;
import io.slotkeeper.stream.query.OpenPartitions;
import io.slotkeeper.topics.Topic;
import io.slotkeeper.topics.TopicNames;
import io.slotkeeper.wire.OutputFormat;
import java.util.List;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The two sub-topologies: one source, one processor, its stores and its sinks each. One source only, so that the order
 * of one partition is the whole order; keys and values arrive as bytes, because a deserializer that throws would drop
 * records where we can't see it (log-time.md, "Log time").
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
        builder.addConversations();
        builder.addReservations();
        return builder.topology;
    }

    private void addConversations() {
        add(
                CONVERSATIONS,
                Topic.SELECTION_REQUESTS,
                StoreNames.OF_CONVERSATIONS,
                () -> new LogProcessor<>(
                        Topic.SELECTION_REQUESTS,
                        CONVERSATIONS,
                        settings.partitions(),
                        ticks,
                        context -> ConversationPartition.open(settings, name -> store(context, name), format),
                        format,
                        meters,
                        open));
    }

    private void addReservations() {
        add(
                RESERVATIONS,
                Topic.RESERVATION_REQUESTS,
                StoreNames.OF_RESERVATIONS,
                () -> new LogProcessor<>(
                        Topic.RESERVATION_REQUESTS,
                        RESERVATIONS,
                        settings.partitions(),
                        ticks,
                        context -> ReservationPartition.open(settings, name -> store(context, name), format),
                        format,
                        meters,
                        open));
    }

    private static KeyValueTable store(ProcessorContext<byte[], SinkValue> context, String name) {
        KeyValueStore<byte[], byte[]> store = context.getStateStore(name);
        return StateStores.table(store);
    }

    private void add(
            String name,
            Topic requests,
            List<String> stores,
            ProcessorSupplier<byte[], byte[], byte[], SinkValue> processor) {
        String source = name + "-requests";
        topology.addSource(source, new ByteArrayDeserializer(), new ByteArrayDeserializer(), topics.name(requests));
        topology.addProcessor(name, processor, source);
        stores.forEach(store -> topology.addStateStore(StateStores.builder(store), name));
        for (OutputChannel channel : OutputChannel.values()) {
            topology.addSink(
                    channel.sinkOf(name),
                    topics.name(channel.topic(requests)),
                    new ByteArraySerializer(),
                    SinkValue.SERIALIZER,
                    SinkValue.PARTITIONER,
                    name);
        }
    }
}
