package io.slotkeeper.replay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.slotkeeper.process.OutputRecord;
import io.slotkeeper.replay.LogReader.Range;
import io.slotkeeper.topics.Topic;
import io.slotkeeper.topics.TraceContext;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What may be gone from an output topic, and what must not be, or be otherwise. */
class OutputsTest {

    private static final String OURS = Topic.RESERVATION_REQUESTS.logicalName();
    private static final String OTHERS = Topic.SELECTION_REQUESTS.logicalName();
    private static final TopicPartition PARTITION = new TopicPartition("outputs", 0);

    private final List<OutputRecord> emitted = new ArrayList<>();
    private final List<ConsumerRecord<byte[], byte[]>> held = new ArrayList<>();

    private static byte @Nullable [] bytes(@Nullable String text) {
        return text == null ? null : text.getBytes(UTF_8);
    }

    /** The n-th record of the log emits this, at n seconds. */
    private void emits(String key, @Nullable String value) {
        int n = emitted.size();
        emitted.add(new OutputRecord(
                Topic.RESERVATION_SNAPSHOTS, 0, bytes(key), bytes(value), Instant.ofEpochSecond(n), TraceContext.NONE));
    }

    private void holds(int offset, String key, @Nullable String value, int second) {
        held.add(new ConsumerRecord<>(
                "outputs",
                0,
                offset,
                second * 1_000L,
                TimestampType.CREATE_TIME,
                0,
                0,
                bytes(key),
                bytes(value),
                new RecordHeaders(),
                Optional.empty()));
    }

    private LogReader reader(long start) {
        var consumer = new MockConsumer<byte[], byte[]>("none");
        long end = held.isEmpty() ? start : held.get(held.size() - 1).offset() + 1;
        consumer.assign(List.of(PARTITION));
        consumer.updateBeginningOffsets(Map.of(PARTITION, start));
        consumer.updateEndOffsets(Map.of(PARTITION, end));
        consumer.seek(PARTITION, start);
        held.forEach(consumer::addRecord);
        return new LogReader(() -> consumer, PARTITION, new Range(start, end));
    }

    private Optional<Mismatch> compare(Outputs outputs) {
        try (outputs) {
            for (int n = 0; n < emitted.size(); n++) {
                Optional<Mismatch> mismatch = outputs.expect(emitted.get(n), n);
                if (mismatch.isPresent()) {
                    return mismatch;
                }
            }
            return outputs.end();
        }
    }

    private Optional<Mismatch> compacted() {
        return compare(new CompactedOutputs(reader(0), emitted.size(), false));
    }

    private Optional<Mismatch> timed(long start) {
        return compare(new TimedOutputs(reader(start), Topic.RESERVATION_REQUESTS, 0, emitted.size()));
    }

    private static String made(String topic, int offset) {
        return "{\"source\":{\"topic\":\"" + topic + "\",\"partition\":0,\"offset\":" + offset + "}}";
    }

    private static String text(Mismatch mismatch) {
        return mismatch.expected()
                        .map(it -> "expected " + (it.value() == null ? "null" : new String(it.value(), UTF_8)))
                        .orElse("nothing")
                + ", found "
                + mismatch.found()
                        .map(it -> it.value() == null ? "null" : new String(it.value(), UTF_8))
                        .orElse("nothing");
    }

    @Test
    void of_a_compacted_topic_earlier_records_of_a_key_may_be_gone_and_tombstones_too() {
        emits("a", "a1");
        emits("b", "b1");
        emits("a", "a2");
        emits("c", "c1");
        emits("c", null);
        emits("b", "b2");
        holds(2, "a", "a2", 2);
        holds(9, "b", "b2", 5);
        assertThat(compacted()).isEmpty();
    }

    @Test
    void of_a_compacted_topic_the_last_record_of_a_key_must_be_there() {
        emits("a", "a1");
        emits("b", "b1");
        emits("a", "a2");
        holds(0, "a", "a1", 0);
        holds(1, "b", "b1", 1);
        assertThat(compacted()).map(OutputsTest::text).contains("expected a2, found nothing");
    }

    @Test
    void another_value_or_time_is_a_difference_with_what_was_emitted_for_its_key() {
        emits("a", "a1");
        emits("b", "b1");
        emits("c", "c1");
        holds(0, "a", "a1", 0);
        holds(1, "b", "other", 1);
        holds(2, "c", "c1", 2);
        assertThat(compacted()).map(OutputsTest::text).contains("expected b1, found other");
        held.set(1, held.get(0));
        held.clear();
        holds(0, "a", "a1", 0);
        holds(1, "b", "b1", 0);
        holds(2, "c", "c1", 2);
        assertThat(compacted()).isPresent();
    }

    @Test
    void another_order_and_a_record_too_many_are_differences() {
        emits("a", "a1");
        emits("b", "b1");
        holds(0, "b", "b1", 1);
        holds(1, "a", "a1", 0);
        assertThat(compacted()).isPresent();
        held.clear();
        holds(0, "a", "a1", 0);
        holds(1, "b", "b1", 1);
        holds(2, "b", "b1", 1);
        assertThat(compacted()).map(OutputsTest::text).contains("nothing, found b1");
        held.remove(2);
        holds(2, "b", null, 1);
        assertThat(compacted()).map(OutputsTest::text).contains("nothing, found null");
    }

    @Test
    void of_a_topic_with_a_retention_the_beginning_may_be_gone_and_nothing_else() {
        for (int n = 0; n < 4; n++) {
            emits("a", made(OURS, n));
        }
        holds(12, "a", made(OTHERS, 7), 1);
        holds(13, "a", made(OURS, 2), 2);
        holds(14, "a", made(OTHERS, 8), 2);
        holds(15, "a", made(OURS, 3), 3);
        assertThat(timed(12)).isEmpty();
        assertThat(timed(0)).as("nothing was deleted").isPresent();
        held.remove(3);
        assertThat(timed(12)).map(OutputsTest::text).contains("expected " + made(OURS, 3) + ", found nothing");
    }

    @Test
    void an_outcome_that_differs_is_one_also_when_it_is_the_first_that_is_left() {
        for (int n = 0; n < 4; n++) {
            emits("a", made(OURS, n));
        }
        String forged = made(OURS, 2).replace("}}", "},\"x\":1}");
        holds(13, "a", forged, 2);
        holds(15, "a", made(OURS, 3), 3);
        assertThat(timed(12)).map(OutputsTest::text).contains("expected " + made(OURS, 2) + ", found " + forged);
        held.remove(1);
        assertThat(timed(12)).as("and when it is the only one").isPresent();
    }

    @Test
    void what_says_nothing_of_its_source_is_noticed() {
        emits("a", made(OURS, 0));
        holds(5, "a", "no JSON", 0);
        holds(6, "a", made(OURS, 0), 0);
        assertThat(timed(5)).map(it -> it.found().isPresent()).contains(true);
    }

    @Test
    void what_quotes_the_name_of_another_input_is_noticed_by_its_source() {
        emits("a", made(OURS, 0));
        String quoting = made(OURS, 0).replace("}}", "},\"request_id\":\"" + OTHERS + "\"}");
        holds(0, "a", quoting, 0);
        assertThat(timed(0)).map(OutputsTest::text).contains("expected " + made(OURS, 0) + ", found " + quoting);
        held.clear();
        holds(0, "a", made(OTHERS, 0).replace("}}", "},\"request_id\":\"" + OURS + "\"}"), 0);
        holds(1, "a", made(OURS, 0).replace("\"partition\":0", "\"partition\":1"), 0);
        holds(2, "a", made(OURS, 0), 0);
        assertThat(timed(0))
                .as("another input's, another partition's, and ours")
                .isEmpty();
    }

    @Test
    void what_names_the_other_input_and_no_source_is_noticed_there() {
        holds(0, "a", "no JSON of " + OTHERS, 0);
        assertThat(timed(0)).as("here it isn't decoded").isEmpty();
        assertThat(compare(new TimedOutputs(reader(0), Topic.SELECTION_REQUESTS, 0, 0)))
                .map(it -> it.found().isPresent())
                .contains(true);
    }

    @Test
    void what_was_made_for_later_records_is_not_compared() {
        emits("a", made(OURS, 0));
        holds(0, "a", made(OURS, 0), 0);
        holds(1, "a", made(OURS, 1), 9);
        assertThat(timed(0)).isEmpty();
    }
}
