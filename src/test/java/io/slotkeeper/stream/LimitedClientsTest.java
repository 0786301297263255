package io.slotkeeper.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** A consumer for which a log ends where it is told to. */
class LimitedClientsTest {

    private static final TopicPartition ENDED = new TopicPartition("log", 0);
    private static final TopicPartition OPEN = new TopicPartition("log", 1);
    private static final List<TopicPartition> BOTH = List.of(ENDED, OPEN);

    private final MockConsumer<byte[], byte[]> consumer = new LimitedMock();

    /** What {@link LimitedClients} makes of Kafka's consumer. */
    private static final class LimitedMock extends MockConsumer<byte[], byte[]> {
        private final ReadLimit limit = new ReadLimit(Map.of(ENDED, 3L), this);

        LimitedMock() {
            super("earliest");
        }

        @Override
        public synchronized ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
            return limit.cut(super.poll(timeout));
        }

        @Override
        public synchronized void resume(Collection<TopicPartition> partitions) {
            super.resume(partitions);
            limit.pauseReached();
        }
    }

    private void assign() {
        consumer.assign(BOTH);
        consumer.updateBeginningOffsets(Map.of(ENDED, 0L, OPEN, 0L));
    }

    private void append(TopicPartition partition, int from, int to) {
        for (int offset = from; offset < to; offset++) {
            consumer.addRecord(
                    new ConsumerRecord<>(partition.topic(), partition.partition(), offset, new byte[0], new byte[0]));
        }
    }

    private ConsumerRecords<byte[], byte[]> poll() {
        return consumer.poll(Duration.ZERO);
    }

    @Test
    void shows_what_comes_before_the_end_and_commits_the_end() {
        assign();
        append(ENDED, 0, 6);
        append(OPEN, 0, 2);
        ConsumerRecords<byte[], byte[]> polled = poll();
        assertThat(polled.records(ENDED)).extracting(ConsumerRecord::offset).containsExactly(0L, 1L, 2L);
        assertThat(polled.records(OPEN)).hasSize(2);
        assertThat(polled.nextOffsets())
                .hasEntrySatisfying(ENDED, next -> assertThat(next.offset()).isEqualTo(3))
                .hasEntrySatisfying(OPEN, next -> assertThat(next.offset()).isEqualTo(2));
        assertThat(consumer.position(ENDED)).isEqualTo(3);
    }

    @Test
    void goes_on_elsewhere_when_one_log_has_ended_and_does_not_read_on_when_it_is_resumed() {
        assign();
        append(ENDED, 0, 6);
        poll();
        assertThat(consumer.paused()).containsExactly(ENDED);
        consumer.resume(BOTH);
        assertThat(consumer.paused()).containsExactly(ENDED);
        append(OPEN, 0, 2);
        ConsumerRecords<byte[], byte[]> polled = poll();
        assertThat(polled.records(ENDED)).isEmpty();
        assertThat(polled.records(OPEN)).hasSize(2);
    }

    @Test
    void a_log_that_is_read_in_parts_ends_all_the_same() {
        assign();
        append(ENDED, 0, 2);
        assertThat(poll().records(ENDED)).hasSize(2);
        append(ENDED, 2, 5);
        assertThat(poll().records(ENDED)).extracting(ConsumerRecord::offset).containsExactly(2L);
        assertThat(poll().isEmpty()).isTrue();
    }
}
