package io.slotkeeper.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.slotkeeper.conversation.ConversationSettings;
import io.slotkeeper.process.DecisionSettings;
import io.slotkeeper.process.PartitionState;
import io.slotkeeper.process.PartitionStateMachine;
import io.slotkeeper.reservation.ReservationSettings;
import io.slotkeeper.stream.query.OpenPartitions;
import io.slotkeeper.topics.Topic;
import io.slotkeeper.wire.OutputFormat;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.junit.jupiter.api.Test;

/** What a partition that moved away leaves behind. Streams keeps its processor as long as its task may come back. */
class ClosedProcessorTest {

    private static final DecisionSettings SETTINGS =
            new DecisionSettings(1, ConversationSettings.DEFAULT, ReservationSettings.DEFAULT);

    @Test
    void the_state_of_a_closed_processor_is_given_back_however_many_there_were() {
        var open = new OpenPartitions();
        var meters = new StreamMeters(new SimpleMeterRegistry());
        List<LogProcessor> processors = new ArrayList<>();
        List<WeakReference<PartitionStateMachine>> machines = new ArrayList<>();
        for (Topic input : Topic.inputs()) {
            for (int i = 0; i < 8; i++) {
                var processor = new LogProcessor(
                        input,
                        Map.of(),
                        Ticks.SENT,
                        state -> {
                            PartitionStateMachine machine = PartitionStateMachine.of(input)
                                    .open(SETTINGS, PartitionState.inMemory(), OutputFormat.AVRO, meters.decisions());
                            machines.add(new WeakReference<>(machine));
                            return machine;
                        },
                        meters,
                        open);
                var context = new MockProcessorContext<byte[], SinkValue>();
                context.setCurrentSystemTimeMs(0);
                processor.init(context);
                processors.add(processor);
            }
        }
        assertThat(machines).hasSize(16).noneMatch(machine -> machine.get() == null);

        processors.forEach(LogProcessor::close);

        await().until(() -> {
            System.gc();
            return machines.stream().allMatch(machine -> machine.get() == null);
        });
        assertThat(processors).as("as Streams keeps them").hasSize(16);
    }
}
