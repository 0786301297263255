package io.slotkeeper.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import io.slotkeeper.stream.DriverProgram;
import io.slotkeeper.testing.RandomHistories;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The program against the oracle, record by record, output by output. */
class OracleTest {

    @Test
    void reservations_come_out_as_the_specification_says() {
        RandomHistories.of(150, ReservationLog::of, OracleTest::judge).run();
    }

    @Test
    void conversations_come_out_as_the_specification_says() {
        RandomHistories.of(150, ConversationLog::of, OracleTest::judge).run();
    }

    static void judge(List<LogRecord> history) {
        var oracle = new Oracle(RandomLog.SETTINGS);
        try (LogProgram program = DriverProgram.start(RandomLog.SETTINGS)) {
            long offset = 0;
            for (LogRecord record : history) {
                List<Output> expected = new ArrayList<>(oracle.next(record.seen(LogProgram.PARTITION, offset)));
                offset++;
                List<Output> came = program.process(record);
                for (int i = program.followingTicks(); i > 0; i--) {
                    expected.addAll(oracle.next(
                            LogRecord.tick(record.topic(), record.at()).seen(LogProgram.PARTITION, offset)));
                    offset++;
                }
                assertThat(Output.differences(expected, came))
                        .as("offset %d: %s", offset - 1, record)
                        .isEmpty();
            }
        }
    }
}
