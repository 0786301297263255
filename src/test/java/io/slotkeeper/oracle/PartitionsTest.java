package io.slotkeeper.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Each partition has its own state and its own time. */
class PartitionsTest {

    private final Oracle oracle = new Oracle(OracleSettings.defaults(4));

    private static String calendarOf(int partition) {
        return IntStream.range(0, 1_000)
                .mapToObj(i -> "cal:" + i)
                .filter(key -> Murmur2.partitionOf(key, 4) == partition)
                .findFirst()
                .orElseThrow();
    }

    private List<Output> next(LogRecord record, int partition, long offset) {
        return oracle.next(record.seen(partition, offset));
    }

    private static LogRecord reserve(int keyOf, Instant at) {
        Body body = Body.of("reserve_slot")
                .with("reservation_uid", "u")
                .with("slot_start", "2050-01-01T00:00:00Z")
                .with("slot_duration_minutes", 30);
        return LogRecord.of(InputRecord.RESERVATION_REQUESTS, at, calendarOf(keyOf), body);
    }

    @Test
    void a_request_is_decided_in_the_partition_of_its_key_only() {
        Instant now = Instant.parse("2049-12-31T00:00:00Z");
        for (int partition = 0; partition < 4; partition++) {
            for (int keyOf = 0; keyOf < 4; keyOf++) {
                List<Output> outputs = next(reserve(keyOf, now), partition, keyOf);
                Output outcome = outputs.get(outputs.size() - 1);
                assertThat(outcome.partition()).hasValue(partition);
                assertThat(outcome.content().orElseThrow().get("code"))
                        .isEqualTo(keyOf == partition ? null : "wrong_partition");
                assertThat(outputs).hasSize(keyOf == partition ? 2 : 1);
            }
        }
    }

    @Test
    void time_moves_in_each_by_its_own_records_and_never_back() {
        Instant now = Instant.parse("2049-12-31T00:00:00Z");
        next(reserve(0, now), 0, 0);
        next(reserve(1, now), 1, 0);

        assertThat(next(LogRecord.tick(InputRecord.RESERVATION_REQUESTS, now.plusSeconds(300)), 0, 1))
                .hasSize(1);
        assertThat(next(LogRecord.tick(InputRecord.RESERVATION_REQUESTS, now.plusSeconds(299)), 1, 1))
                .isEmpty();
        List<Output> late = next(reserve(0, now), 0, 2);
        assertThat(late.get(0).at()).isEqualTo(now.plusSeconds(300));
    }

    @Test
    void time_before_1970_is_none() {
        var record = new LogRecord(
                InputRecord.SELECTION_REQUESTS,
                Instant.ofEpochMilli(-5),
                Optional.empty(),
                Optional.empty(),
                OptionalInt.empty());

        assertThat(next(record, 0, 0).get(0).at()).isEqualTo(Instant.EPOCH);
    }
}
