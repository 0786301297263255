package io.slotkeeper.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import io.slotkeeper.stream.DriverProgram;
import io.slotkeeper.testing.RandomHistories;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Test;

/**
 * The program against the oracle, record by record, output by output. More histories:
 *
 * <pre>mvn test -Dtest=OracleTest -Dslotkeeper.histories=5000</pre>
 */
class OracleTest {

    /** Each needs a test driver of its own, which takes longer than the history itself. */
    private static final int HISTORIES = 60;

    /** As a history of thousands of records, roughly. */
    private static final int IN_THE_TIME_OF_A_LONG_ONE = 100;

    @Test
    void reservations_come_out_as_the_specification_says() {
        judge(HISTORIES, ReservationLog::of);
    }

    @Test
    void conversations_come_out_as_the_specification_says() {
        judge(HISTORIES, ConversationLog::of);
    }

    @Test
    void more_holds_end_than_a_tick_announces() {
        judgeLong(CrowdedLog::ofManyHolds);
    }

    @Test
    void more_conversations_end_than_a_tick_announces() {
        judgeLong(CrowdedLog::ofManyConversations);
    }

    @Test
    void a_document_is_full_of_live_entries() {
        judgeLong(CrowdedLog::ofAFullDocument);
    }

    @Test
    void a_document_is_full_of_closed_names() {
        judgeLong(CrowdedLog::ofClosedNames);
    }

    private static final String CALENDAR = RandomLog.keys("cal:", 1).get(0);
    private static final LogRecord HOLD = request(
            CALENDAR,
            "{'type':'reserve_slot','reservation_uid':'a','slot_start':'2050-09-05T20:00:00Z','slot_duration_minutes':20}");

    /** topics.md, "RequestOutcome". */
    @Test
    @Disabled("the program names what differs from the hold after what is wrong in itself")
    void errors_of_book_slot_stand_in_the_order_of_its_fields() {
        judge(List.of(
                HOLD,
                request(
                        CALENDAR,
                        "{'type':'book_slot','booking_uid':'x','reservation_uid':'a',"
                                + "'slot_start':'2050-09-05T20:10:00Z','slot_duration_minutes':1441}")));
    }

    /** reservations.md, row 1. */
    @Test
    @Disabled("the program answers internal_error")
    void a_slot_duration_of_book_slot_that_is_beyond_all_sense_is_invalid() {
        judge(List.of(
                HOLD,
                request(
                        CALENDAR,
                        "{'type':'book_slot','booking_uid':'x','reservation_uid':'a',"
                                + "'slot_duration_minutes':9223372036854775807}")));
    }

    private static LogRecord request(String key, String json) {
        return new LogRecord(
                Seen.RESERVATION_REQUESTS,
                ReservationLog.BEGIN,
                Optional.of(key),
                Optional.of(json.replace('\'', '"')),
                OptionalInt.empty());
    }

    private static void judge(int histories, Function<RandomGenerator, List<LogRecord>> generator) {
        RandomHistories.of(histories, generator, OracleTest::judge).run();
    }

    private static void judgeLong(Function<RandomGenerator, List<LogRecord>> generator) {
        RandomHistories.oneInsteadOf(IN_THE_TIME_OF_A_LONG_ONE, HISTORIES, generator, OracleTest::judge)
                .run();
    }

    static void judge(List<LogRecord> history) {
        var oracle = new Oracle(RandomLog.SETTINGS);
        try (LogProgram program = DriverProgram.start(RandomLog.SETTINGS)) {
            long offset = 0;
            for (LogRecord record : history) {
                List<Output> expected = new ArrayList<>(oracle.next(record.seen(LogProgram.PARTITION, offset)));
                offset++;
                List<Output> came = program.process(record);
                for (int ticks = program.followingTicks(); ticks > 0; ticks--) {
                    LogRecord tick = LogRecord.tick(record.topic(), record.at());
                    expected.addAll(oracle.next(tick.seen(LogProgram.PARTITION, offset)));
                    offset++;
                }
                assertThat(Output.differences(expected, came))
                        .as("offset %d: %s", offset - 1, record)
                        .isEmpty();
            }
        }
    }
}
