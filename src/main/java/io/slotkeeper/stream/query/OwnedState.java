package io.slotkeeper.stream.query;

import io.slotkeeper.conversation.Conversation;
import io.slotkeeper.conversation.ConversationId;
import io.slotkeeper.request.Refusal;
import io.slotkeeper.request.RequestInfo;
import io.slotkeeper.reservation.Explanation;
import io.slotkeeper.reservation.ReservationRequest.ReserveSlot;
import io.slotkeeper.reservation.calendar.CalendarDocument;
import io.slotkeeper.reservation.calendar.DocumentKey;
import io.slotkeeper.reservation.calendar.EventType;
import io.slotkeeper.reservation.calendar.EventTypeKey;
import io.slotkeeper.reservation.calendar.Hold;
import io.slotkeeper.reservation.calendar.ReservationUid;
import io.slotkeeper.reservation.calendar.Window;
import io.slotkeeper.store.ReadableTable;
import io.slotkeeper.store.StateReader;
import io.slotkeeper.store.StoreNames;
import io.slotkeeper.store.calendar.CalendarReader;
import io.slotkeeper.store.calendar.StoredTables;
import io.slotkeeper.stream.query.OpenPartitions.OpenPartition;
import io.slotkeeper.topics.KeyPartition;
import io.slotkeeper.topics.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KeyQueryMetadata;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.state.HostInfo;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Reads the state of keys that this instance owns, and finds the owners of others. Thread-safe.
 *
 * <p>What is read may be ahead of the last commit by up to one commit interval, because Kafka's stores aren't
 * transactional. It is never behind a committed outcome: only the active task of a partition is read, and an instance
 * that was suspended for so long that it may have lost its partitions refuses to read until it knows.
 */
public final class OwnedState {

    private final KafkaStreams streams;
    private final HostInfo self;
    private final OpenPartitions partitions;
    private final int count;

    /**
     * @param self address by which other instances know this one
     * @param count number of partitions of each topic
     */
    public OwnedState(KafkaStreams streams, HostInfo self, OpenPartitions partitions, int count) {
        this.streams = streams;
        this.self = self;
        this.partitions = partitions;
        this.count = count;
    }

    /** The instance that owns a key. */
    public sealed interface Owner {
        /** This instance. */
        record Here() implements Owner {}

        /** Another instance, with this address. */
        record There(String host, int port) implements Owner {}

        /** No instance, or an unknown one: a partition is moving, or no instance runs yet. */
        record Nobody() implements Owner {}
    }

    /** @param key of a request */
    public Owner owner(Topic input, String key) {
        String store = input == Topic.SELECTION_REQUESTS ? StoreNames.CONVERSATIONS : StoreNames.CALENDAR_DOCUMENTS;
        KeyQueryMetadata metadata;
        try {
            metadata = streams.queryMetadataForKey(
                    store, key.getBytes(StandardCharsets.US_ASCII), new ByteArraySerializer());
        } catch (IllegalStateException | InvalidStateStoreException e) {
            return new Owner.Nobody();
        }
        if (metadata == null || metadata.equals(KeyQueryMetadata.NOT_AVAILABLE)) {
            return new Owner.Nobody();
        }
        HostInfo host = metadata.activeHost();
        if (host.equals(self)) {
            return new Owner.Here();
        }
        return host.equals(HostInfo.unavailable()) ? new Owner.Nobody() : new Owner.There(host.host(), host.port());
    }

    /** The conversation with this id after the last record processed. */
    public Optional<Conversation> conversation(ConversationId id) throws StateElsewhereException {
        OpenPartition partition = open(Topic.SELECTION_REQUESTS, id.value());
        StateReader.Values conversations = values(StoreNames.CONVERSATIONS, partition);
        return reading(partition, () -> StateReader.conversation(conversations, id));
    }

    /**
     * What {@code select_slots} would be refused for at {@code now}, by the code that decides it; empty if there is no such
     * conversation, or no such participant in it.
     */
    public Optional<List<Refusal>> explain(ConversationId id, int participant, String slotId, Instant now)
            throws StateElsewhereException {
        OpenPartition partition = open(Topic.SELECTION_REQUESTS, id.value());
        return conversation(id)
                .filter(conversation ->
                        participant < conversation.participants().size())
                .flatMap(conversation -> partition.machine().explain(conversation, participant, slotId, now));
    }

    /** The state of one event type. */
    public final class OfEventType {
        private final EventTypeKey key;
        private final OpenPartition partition;
        private final ReadableTable entries;
        private final ReadableTable eventTypes;

        private OfEventType(EventTypeKey key) throws StateElsewhereException {
            this.key = key;
            this.partition = open(Topic.RESERVATION_REQUESTS, key.value());
            this.entries = table(StoreNames.CALENDAR_DOCUMENTS, partition);
            this.eventTypes = table(StoreNames.EVENT_TYPES, partition);
        }

        /** The definition; empty if it is not defined or removed. */
        public Optional<EventType> definition() throws StateElsewhereException {
            return reading(partition, () -> CalendarReader.eventType(eventTypes, key))
                    .filter(type -> !type.removed());
        }

        /** The holds and bookings that overlap a window, and others around it. */
        public List<CalendarDocument> occupied(Window window) throws StateElsewhereException {
            return reading(partition, () -> CalendarReader.occupied(entries, key, window));
        }

        /** What {@code reserve_slot} would be answered at {@code now}, by the code that decides it. */
        public Explanation explain(ReserveSlot request, RequestInfo info, Instant now) throws StateElsewhereException {
            var tables = new StoredTables(entries, eventTypes, table(StoreNames.BOOKING_PLACES, partition));
            return undisturbed(() -> partition.machine().explain(tables, key, request, info, now));
        }

        /** The hold with this uid, if it is stored: live, or ended but not announced yet. */
        public Optional<Hold> hold(ReservationUid uid) throws StateElsewhereException {
            var search = new PartSearch(uid);
            return undisturbed(() ->
                    partition.machine().findHold(key, uid, search::in) ? Optional.of(search.found) : Optional.empty());
        }

        /** @param attempt empty: a record was processed meanwhile */
        private <T> T undisturbed(Supplier<Optional<T>> attempt) throws StateElsewhereException {
            for (int count = 0; count < MAX_ATTEMPTS; count++) {
                Optional<T> read = reading(partition, attempt);
                if (read.isPresent()) {
                    return read.get();
                }
                Thread.onSpinWait();
            }
            throw new StateElsewhereException("the partition changes all the time");
        }

        private final class PartSearch {
            private final ReservationUid uid;
            private Optional<Hold> found = Optional.empty();

            PartSearch(ReservationUid uid) {
                this.uid = uid;
            }

            boolean in(int part) {
                found = CalendarReader.hold(entries, new DocumentKey(key, part), uid);
                return found.isPresent();
            }
        }
    }

    /** A write between two attempts takes microseconds; after this many the caller has to try again. */
    private static final int MAX_ATTEMPTS = 1_000;

    public OfEventType eventType(EventTypeKey key) throws StateElsewhereException {
        return new OfEventType(key);
    }

    /** Log time of the key's partition, or this instance's clock if that is later. */
    public Instant now(Topic input, String key) throws StateElsewhereException {
        Instant logTime = open(input, key).logTime();
        Instant clock = Instant.now();
        return logTime.isAfter(clock) ? logTime : clock;
    }

    private OpenPartition open(Topic input, String key) throws StateElsewhereException {
        return partitions
                .find(input, KeyPartition.of(key, count))
                .orElseThrow(() -> new StateElsewhereException("the partition is not open here"));
    }

    private StateReader.Values values(String store, OpenPartition partition) throws StateElsewhereException {
        return store(store, partition)::get;
    }

    private ReadableTable table(String name, OpenPartition partition) throws StateElsewhereException {
        ReadOnlyKeyValueStore<byte[], byte[]> store = store(name, partition);
        return new ReadableTable() {
            @Override
            public byte @Nullable [] get(byte[] key) {
                return store.get(key);
            }

            @Override
            public void range(byte[] first, byte[] last, BiConsumer<byte[], byte[]> reader) {
                StoreEntries.pass(store.range(first, last), reader);
            }
        };
    }

    private ReadOnlyKeyValueStore<byte[], byte[]> store(String name, OpenPartition partition)
            throws StateElsewhereException {
        return here(() -> streams.store(
                StoreQueryParameters.fromNameAndType(name, QueryableStoreTypes.<byte[], byte[]>keyValueStore())
                        .withPartition(partition.number())));
    }

    /** Checks ownership before and after: the process may be suspended in between. */
    private static <T> T reading(OpenPartition partition, Supplier<T> read) throws StateElsewhereException {
        requireSure(partition);
        T value = here(read);
        requireSure(partition);
        return value;
    }

    private static void requireSure(OpenPartition partition) throws StateElsewhereException {
        if (!partition.isSure(System.nanoTime())) {
            throw new StateElsewhereException("this instance may have lost the partition");
        }
    }

    private static <T> T here(Supplier<T> read) throws StateElsewhereException {
        try {
            return read.get();
        } catch (InvalidStateStoreException e) {
            throw new StateElsewhereException(e);
        }
    }
}
