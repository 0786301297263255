package io.slotkeeper.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogTimeExtractorTest {

    /** Streams gives -1 as the partition time before the first record. */
    @ParameterizedTest(name = "a record of {0} in a partition at {1} is at {2}")
    @CsvSource({
        "1000, -1, 1000",
        "0, -1, 0",
        "1000, 1000, 1000",
        "1001, 1000, 1001",
        "999, 1000, 1000",
        "-1, -1, 0",
        "-1, 1000, 1000",
        "-9223372036854775808, -1, 0",
        "9223372036854775807, 1000, 9223372036854775807",
        "5, 9223372036854775807, 9223372036854775807"
    })
    void never_goes_back_and_is_never_negative(long timestamp, long partitionTime, long expected) {
        assertThat(new LogTimeExtractor().extract(record(timestamp), partitionTime))
                .isEqualTo(expected);
    }

    private static ConsumerRecord<Object, Object> record(long timestamp) {
        return new ConsumerRecord<>(
                "topic",
                0,
                0,
                timestamp,
                TimestampType.LOG_APPEND_TIME,
                0,
                0,
                "key",
                "value",
                new RecordHeaders(),
                Optional.empty());
    }
}
