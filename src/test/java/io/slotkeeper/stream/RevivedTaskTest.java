package io.slotkeeper.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.slotkeeper.conversation.ConversationSettings;
import io.slotkeeper.process.DecisionSettings;
import io.slotkeeper.process.PartitionState;
import io.slotkeeper.process.PartitionStateMachine;
import io.slotkeeper.reservation.ReservationSettings;
import io.slotkeeper.stream.query.OpenPartitions;
import io.slotkeeper.testing.TestProgram;
import io.slotkeeper.topics.Topic;
import io.slotkeeper.wire.OutputFormat;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.junit.jupiter.api.Test;

/** Streams gives a task its stores as they were committed, and calls init() again, after it aborted a transaction. */
class RevivedTaskTest {

    private static final Instant START = Instant.parse("2050-09-05T08:00:00Z");
    private static final StreamMeters METERS = new StreamMeters(new SimpleMeterRegistry());
    private static final String KEY = Driver.calendars(1).get(0);
    private static final DecisionSettings SETTINGS =
            new DecisionSettings(Driver.PARTITIONS, ConversationSettings.DEFAULT, ReservationSettings.DEFAULT);

    private final MockProcessorContext<byte[], SinkValue> context = new MockProcessorContext<>();
    private PartitionState state = PartitionState.inMemory();
    private final LogProcessor processor = new LogProcessor(
            Topic.RESERVATION_REQUESTS,
            SlotkeeperTopology.sinks("reservations", Topic.RESERVATION_REQUESTS),
            Ticks.SENT,
            any -> PartitionStateMachine.of(Topic.RESERVATION_REQUESTS)
                    .open(SETTINGS, state, OutputFormat.JSON, METERS.decisions()),
            METERS,
            new OpenPartitions());

    private List<String> send(String json, Instant now) {
        context.resetForwards();
        context.setRecordMetadata("reservation-requests", 0, 0);
        processor.process(new Record<>(TestProgram.bytes(KEY), Driver.bytes(json), now.toEpochMilli()));
        return context.forwarded().stream()
                .map(it -> it.childName().orElseThrow())
                .toList();
    }

    @Test
    void a_revived_task_knows_nothing_of_what_was_rolled_back() {
        context.setCurrentSystemTimeMs(START.toEpochMilli());
        processor.init(context);
        String reserve = "{'type':'reserve_slot','reservation_uid':'a','slot_start':'2050-09-06T10:00:00Z',"
                + "'slot_duration_minutes':30}";
        assertThat(send(reserve, START)).containsExactly("reservations-snapshots", "reservations-outcomes");

        state = PartitionState.inMemory();
        processor.init(context);
        String nothing = "{'type':'cancel_booking','booking_uid':'x'}";
        assertThat(send(nothing, START.plus(Duration.ofHours(1))))
                .as("no expiry of a hold that never was")
                .containsExactly("reservations-outcomes");
        assertThat(send(reserve, START.plus(Duration.ofHours(1))))
                .as("no name that is taken")
                .containsExactly("reservations-snapshots", "reservations-outcomes");
    }

    /** Streams repeats what is scheduled until it is cancelled. */
    @Test
    void at_most_one_commit_is_planned_whatever_the_backlog_does_meanwhile() {
        context.setCurrentSystemTimeMs(START.toEpochMilli());
        processor.init(context);
        for (int i = 0; i < 50; i++) {
            CommitPacer.ofThisThread().polled(3, i % 3 == 0 ? 10_000 : 0, System.nanoTime());
            send("{'type':'cancel_booking','booking_uid':'x'}", START.plusMillis(i));
        }

        assertThat(context.scheduledPunctuators())
                .filteredOn(it -> it.getInterval().equals(CommitPacer.APART) && !it.cancelled())
                .hasSizeLessThanOrEqualTo(1);
    }
}
