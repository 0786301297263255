package io.slotkeeper.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Byte by byte against Avro's own writer; {@link OutputFormatTest} says what the bytes mean. */
class AvroFormatTest {

    private static final int VALUES = 5_000;

    private final RandomOutputs random = new RandomOutputs(Long.getLong("slotkeeper.seed", 1));
    private final OutputFormat written = OutputFormat.AVRO;
    private final OutputFormat expected = new GeneratedClassesFormat();

    private static <T> void compare(Supplier<T> values, Function<T, byte[]> written, Function<T, byte[]> expected) {
        for (int i = 0; i < VALUES; i++) {
            T value = values.get();
            assertThat(written.apply(value)).as("%s", value).isEqualTo(expected.apply(value));
        }
    }

    @Test
    void writes_conversations_as_avro_does() {
        compare(random::conversation, written::conversation, expected::conversation);
    }

    @Test
    void writes_reservations_as_avro_does() {
        compare(random::reservation, written::reservation, expected::reservation);
    }

    @Test
    void writes_outcomes_as_avro_does() {
        compare(random::outcome, written::outcome, expected::outcome);
    }

    @Test
    void writes_refused_records_as_avro_does() {
        compare(random::refused, written::refused, expected::refused);
    }

    @Test
    void some_fields_are_read_as_when_all_are() {
        Set<String> some = Set.of("source", "cause", "offset", "key", "snapshot", "participants");
        for (int i = 0; i < VALUES; i++) {
            for (byte[] value : List.of(
                    written.conversation(random.conversation()),
                    written.reservation(random.reservation()),
                    written.outcome(random.outcome()),
                    written.refused(random.refused()))) {
                var wanted = new LinkedHashMap<>(
                        OutputReader.tree(value).orElseThrow().fields());
                wanted.keySet().retainAll(some);
                assertThat(OutputReader.fields(value, some)).contains(new Json.Obj(wanted));
                assertThat(OutputReader.fields(Arrays.copyOf(value, value.length - 1), some))
                        .isEmpty();
            }
        }
    }
}
