package io.slotkeeper.stream;

import static io.slotkeeper.stream.Driver.START;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.slotkeeper.conversation.Conversation;
import io.slotkeeper.conversation.ConversationSettings;
import io.slotkeeper.logtime.Overflow;
import io.slotkeeper.logtime.OverflowInMemory;
import io.slotkeeper.process.DecisionSettings;
import io.slotkeeper.process.PartitionState;
import io.slotkeeper.process.PartitionStateMachine;
import io.slotkeeper.reservation.ReservationSettings;
import io.slotkeeper.reservation.calendar.ReservationStatus;
import io.slotkeeper.reservation.view.ReservationEvent;
import io.slotkeeper.store.KeyValueTable;
import io.slotkeeper.stream.query.OpenPartitions;
import io.slotkeeper.testing.TestProgram;
import io.slotkeeper.topics.Topic;
import io.slotkeeper.wire.Outcome;
import io.slotkeeper.wire.OutputFormat;
import io.slotkeeper.wire.RefusedRecord;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What costs an output that can't be encoded: docs/spec/log-time.md, after the list of what a record does. */
class EncodingFailureTest {

    private static final StreamMeters METERS = new StreamMeters(new SimpleMeterRegistry());
    private static final String KEY = Driver.calendars(1).get(0);

    private final MockProcessorContext<byte[], SinkValue> context = new MockProcessorContext<>();
    private final Map<String, KeyValueStore<byte[], byte[]>> stores = new HashMap<>();
    private final LogProcessor processor = new LogProcessor(
            Topic.RESERVATION_REQUESTS,
            SlotkeeperTopology.sinks("reservations", Topic.RESERVATION_REQUESTS),
            Ticks.SENT,
            any -> PartitionStateMachine.of(Topic.RESERVATION_REQUESTS)
                    .open(
                            new DecisionSettings(
                                    Driver.PARTITIONS, ConversationSettings.DEFAULT, ReservationSettings.DEFAULT),
                            new State(),
                            new Failing(),
                            METERS.decisions()),
            METERS,
            new OpenPartitions());
    private long offset;

    private final class State implements PartitionState {

        @Override
        public KeyValueTable table(String name) {
            return StateStores.table(store(name));
        }

        @Override
        public Overflow overflow() {
            return new OverflowInMemory();
        }
    }

    /** Fails at the end of reservations whose uid begins with "bad", and at the outcome of a request called "bad". */
    private static final class Failing implements OutputFormat {
        private final OutputFormat json = JSON;

        @Override
        public byte[] conversation(Conversation conversation) {
            return json.conversation(conversation);
        }

        @Override
        public byte[] reservation(ReservationEvent.Snapshot reservation) {
            if (reservation.uid().value().startsWith("bad") && reservation.status() != ReservationStatus.HELD) {
                throw new IllegalStateException("planted");
            }
            return json.reservation(reservation);
        }

        @Override
        public byte[] outcome(Outcome outcome) {
            byte[] encoded = json.outcome(outcome);
            if (outcome.requestId().equals("bad")
                    && !new String(encoded, StandardCharsets.UTF_8).contains("internal_error")) {
                throw new IllegalStateException("planted");
            }
            return encoded;
        }

        @Override
        public byte[] refused(RefusedRecord refused) {
            return json.refused(refused);
        }
    }

    private KeyValueStore<byte[], byte[]> store(String name) {
        return stores.computeIfAbsent(name, it -> {
            KeyValueStore<byte[], byte[]> store = org.apache.kafka.streams.state.Stores.keyValueStoreBuilder(
                            org.apache.kafka.streams.state.Stores.inMemoryKeyValueStore(it),
                            Serdes.ByteArray(),
                            Serdes.ByteArray())
                    .withLoggingDisabled()
                    .build();
            store.init(context.getStateStoreContext(), store);
            return store;
        });
    }

    @BeforeEach
    void start() {
        context.setCurrentSystemTimeMs(START.toEpochMilli());
        processor.init(context);
    }

    /** What came out: sink, then what tells records apart. */
    private List<String> send(String json, Instant now) {
        context.resetForwards();
        context.setRecordMetadata("reservation-requests", 0, offset++);
        processor.process(new Record<>(TestProgram.bytes(KEY), Driver.bytes(json), now.toEpochMilli()));
        List<String> result = new ArrayList<>();
        context.forwarded().forEach(it -> {
            var value = TestProgram.json(
                    new String(Objects.requireNonNull(it.record().value().bytes()), StandardCharsets.UTF_8));
            result.add(it.childName().orElseThrow().replace("reservations-", "") + " "
                    + value.path("reservation_uid")
                            .asText(value.path("request_type").asText()) + " "
                    + value.path("status").asText(value.path("code").asText())
                    + (value.path("code").isTextual() && value.has("status")
                            ? " " + value.get("code").asText()
                            : ""));
        });
        return result;
    }

    /** One document per hold: they are four hours apart. */
    private static String reserve(String uid, int place) {
        return "{'type':'reserve_slot','reservation_uid':'" + uid + "','slot_start':'"
                + START.plus(Duration.ofHours(24 + 4L * place)) + "','slot_duration_minutes':30}";
    }

    @Test
    void an_announcement_that_cannot_be_encoded_costs_neither_the_others_nor_the_request() {
        List<String> uids = List.of("a", "bad1", "b", "c", "d", "bad2", "e");
        for (int i = 0; i < uids.size(); i++) {
            send(reserve(uids.get(i), i), START);
        }
        Instant due = START.plus(Duration.ofMinutes(5));
        assertThat(send("{'type':'cancel_booking','booking_uid':'x'}", due))
                .containsExactly(
                        "snapshots a expired",
                        "snapshots b expired",
                        "snapshots c expired",
                        "snapshots d expired",
                        "snapshots e expired",
                        "refused  announce_failed",
                        "refused  announce_failed",
                        "outcomes cancel_booking accepted");
        assertThat(send("{'type':'cancel_booking','booking_uid':'x'}", due))
                .containsExactly("outcomes cancel_booking accepted");
    }

    @Test
    void an_entry_that_is_set_aside_stays_there_and_is_in_the_way_of_nobody() {
        send(reserve("bad1", 0), START);
        Instant due = START.plus(Duration.ofMinutes(5));
        assertThat(send(reserve("a", 0), due))
                .containsExactly("refused  announce_failed", "snapshots a held", "outcomes reserve_slot accepted");
        assertThat(send("{'type':'cancel_booking','booking_uid':'x'}", due.plus(Duration.ofMinutes(5))))
                .containsExactly("snapshots a expired", "outcomes cancel_booking accepted");
        assertThat(send("{'type':'update_reservation','reservation_uid':'bad1'}", due.plus(Duration.ofMinutes(6))))
                .as("its end can't be announced with a request that names it either")
                .containsExactly("outcomes update_reservation refused internal_error");
        assertThat(send("{'type':'cancel_booking','booking_uid':'x'}", due.plus(Duration.ofMinutes(7))))
                .containsExactly("outcomes cancel_booking accepted");
    }

    @Test
    void a_snapshot_or_outcome_that_cannot_be_encoded_refuses_the_request_and_nothing_changes() {
        send(reserve("bad1", 0), START);
        assertThat(send("{'type':'release_reservation','reservation_uid':'bad1'}", START))
                .containsExactly("outcomes release_reservation refused internal_error");
        assertThat(send(reserve("a", 1).replace("}", ",'request_id':'bad'}"), START))
                .containsExactly("outcomes reserve_slot refused internal_error");
        assertThat(send(reserve("b", 1), START)).containsExactly("snapshots b held", "outcomes reserve_slot accepted");
        assertThat(send(reserve("c", 0), START)).containsExactly("outcomes reserve_slot refused already_reserved");
    }
}
