package io.slotkeeper.stream;

import io.slotkeeper.conversation.ConversationMachine;
import io.slotkeeper.reservation.ReservationMachine;
import io.slotkeeper.store.ConversationStore;
import io.slotkeeper.store.MetaStore;
import io.slotkeeper.store.ReservationStore;
import io.slotkeeper.store.Stores;
import io.slotkeeper.wire.OutputFormat;
import java.util.List;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;

/**
 * The two sub-topologies: one source, one processor, its stores and its sinks each. One source only, so that the order
 * of one partition is the whole order; keys and values arrive as bytes, because a deserializer that throws would drop
 * records where we can't see it (log-time.md, "Log time").
 */
public final class SlotkeeperTopology {

    private static final String CONVERSATIONS = "conversations";
    private static final String RESERVATIONS = "reservations";

    private final TopologySettings settings;
    private final Topics topics;
    private final StreamMeters meters;
    private final OutputFormat format;
    private final Topology topology = new Topology();

    private SlotkeeperTopology(TopologySettings settings, Topics topics, OutputFormat format, StreamMeters meters) {
        this.format = format;
        this.settings = settings;
        this.topics = topics;
        this.meters = meters;
    }

    public static Topology create(TopologySettings settings, Topics topics, OutputFormat format, StreamMeters meters) {
        var builder = new SlotkeeperTopology(settings, topics, format, meters);
        builder.addConversations();
        builder.addReservations();
        return builder.topology;
    }

    private void addConversations() {
        var machine = new ConversationMachine(settings.conversations());
        add(
                CONVERSATIONS,
                Topic.SELECTION_REQUESTS,
                Topic.CONVERSATION_SNAPSHOTS,
                Stores.ofConversations(),
                () -> new LogProcessor<>(
                        Topic.SELECTION_REQUESTS,
                        CONVERSATIONS,
                        settings.partitions(),
                        context -> {
                            MetaStore meta = meta(context, Stores.CONVERSATION_META);
                            var store = new ConversationStore(store(context, Stores.CONVERSATIONS), machine);
                            store.rebuild();
                            return ConversationTurn.shard(machine, store, format, meta);
                        },
                        format,
                        meters));
    }

    private void addReservations() {
        var machine = new ReservationMachine(settings.reservations());
        add(
                RESERVATIONS,
                Topic.RESERVATION_REQUESTS,
                Topic.RESERVATION_SNAPSHOTS,
                Stores.ofReservations(),
                () -> new LogProcessor<>(
                        Topic.RESERVATION_REQUESTS,
                        RESERVATIONS,
                        settings.partitions(),
                        context -> {
                            MetaStore meta = meta(context, Stores.RESERVATION_META);
                            var store = new ReservationStore(
                                    store(context, Stores.CALENDAR_DOCUMENTS),
                                    store(context, Stores.EVENT_TYPES),
                                    store(context, Stores.BOOKING_PLACES),
                                    machine);
                            store.rebuild();
                            return ReservationTurn.shard(machine, store, format, meta);
                        },
                        format,
                        meters));
    }

    /** Before anything else is read: state that is not for us must not even be decoded. */
    private MetaStore meta(ProcessorContext<byte[], Payload> context, String name) {
        return MetaStore.open(store(context, name), settings.meta());
    }

    private static KeyValueStore<byte[], byte[]> store(ProcessorContext<byte[], Payload> context, String name) {
        return context.getStateStore(name);
    }

    private void add(
            String name,
            Topic requests,
            Topic snapshots,
            List<StoreBuilder<KeyValueStore<byte[], byte[]>>> stores,
            ProcessorSupplier<byte[], byte[], byte[], Payload> processor) {
        String source = name + "-requests";
        topology.addSource(source, new ByteArrayDeserializer(), new ByteArrayDeserializer(), topics.name(requests));
        topology.addProcessor(name, processor, source);
        stores.forEach(store -> topology.addStateStore(store, name));
        for (Channel channel : Channel.values()) {
            topology.addSink(
                    channel.sinkOf(name),
                    topics.name(sink(channel, requests, snapshots)),
                    new ByteArraySerializer(),
                    Payload.SERIALIZER,
                    Payload.PARTITIONER,
                    name);
        }
    }

    private static Topic sink(Channel channel, Topic requests, Topic snapshots) {
        return switch (channel) {
            case SNAPSHOTS -> snapshots;
            case OUTCOMES -> Topic.REQUEST_OUTCOMES;
            case EDGE_OUTCOMES -> Topic.EDGE_OUTCOMES;
            case REFUSED -> Topic.REFUSED_RECORDS;
            case TICKS -> requests;
        };
    }
}
