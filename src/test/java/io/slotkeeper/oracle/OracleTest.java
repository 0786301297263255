package io.slotkeeper.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import io.slotkeeper.testing.RandomHistories;
import io.slotkeeper.wire.OutputFormat;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The program against the oracle, record by record, output by output. More histories:
 *
 * <pre>mvn test -Dtest=OracleTest -Dslotkeeper.histories=50000</pre>
 */
class OracleTest {

    /** Of each kind. */
    private static final int HISTORIES = 1_000;

    private static final int STRICT_HISTORIES = 200;

    private static final int ANONYMOUS_HISTORIES = 200;

    private static final int FULL_HISTORIES = 200;

    /** A history of thousands of records takes as long as hundreds of short ones, and finds its one thing at once. */
    private static final int IN_THE_TIME_OF_A_LONG_ONE = 1_000;

    @Test
    void reservations_come_out_as_the_specification_says() {
        judge(HISTORIES, ReservationLog::of);
    }

    @Test
    void reservations_with_strict_holds_come_out_as_the_specification_says() {
        OracleSettings usual = RandomLog.SETTINGS;
        var strict = new OracleSettings(
                        usual.partitions(),
                        usual.conversationRetention(),
                        usual.maxParticipants(),
                        usual.defaultHold(),
                        usual.maxHold(),
                        usual.maxTotalHold(),
                        usual.closedRetention(),
                        usual.bookingRetention(),
                        true)
                .limiting(
                        usual.mostHeld(),
                        usual.mostExtensions(),
                        usual.mostHeldByAnonymous(),
                        usual.anonymousTotalHold());
        RandomHistories.of(STRICT_HISTORIES, ReservationLog::of, history -> judge(strict, history))
                .run();
    }

    @Test
    void what_anonymous_clients_hold_comes_out_as_the_specification_says() {
        judge(ANONYMOUS_HISTORIES, ReservationLog::ofAnonymous);
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
    void thousands_of_holds_beside_each_other_come_out_as_the_specification_says() {
        judgeLong(CrowdedLog::ofAFullDocument);
    }

    @Test
    void a_full_partition_comes_out_as_the_specification_says() {
        OracleSettings small = RandomLog.SETTINGS.withRoomFor(4);
        RandomHistories.of(FULL_HISTORIES, ReservationLog::of, history -> judge(small, history))
                .run();
    }

    @Test
    void windows_are_full_of_closed_names() {
        judgeLong(CrowdedLog::ofClosedNames);
    }

    private static final String CALENDAR = RandomLog.keys("cal:", 1).get(0);
    private static final LogRecord HOLD = request(
            CALENDAR,
            "{'type':'reserve_slot','reservation_uid':'a','slot_start':'2050-09-05T20:00:00Z','slot_duration_minutes':20}");

    /** docs/spec/topics.md#requestoutcome. */
    @Test
    void errors_of_book_slot_stand_in_the_order_of_its_fields() {
        judge(List.of(
                HOLD,
                request(
                        CALENDAR,
                        "{'type':'book_slot','booking_uid':'x','reservation_uid':'a',"
                                + "'slot_start':'2050-09-05T20:10:00Z','slot_duration_minutes':1441}")));
    }

    /** docs/spec/reservations.md, row 1. */
    @Test
    void a_slot_duration_of_book_slot_that_is_beyond_all_sense_is_invalid() {
        judge(List.of(
                HOLD,
                request(
                        CALENDAR,
                        "{'type':'book_slot','booking_uid':'x','reservation_uid':'a',"
                                + "'slot_duration_minutes':9223372036854775807}")));
    }

    /** docs/spec/reservations.md: live until its deadline, and a request announces 64 of those that are due. */
    @Test
    void a_hold_that_is_due_is_not_honoured_before_its_end_is_announced() {
        List<LogRecord> holds = IntStream.rangeClosed(0, 64)
                .mapToObj(i -> request(CALENDAR, minute("r" + i, i)))
                .toList();
        Instant deadline = ReservationLog.BEGIN.plus(Duration.ofMinutes(5));
        for (int i = 0; i < holds.size(); i++) {
            String book = "{'type':'book_slot','booking_uid':'b','reservation_uid':'r" + i + "'}";
            judge(Stream.concat(holds.stream(), Stream.of(request(deadline, CALENDAR, book)))
                    .toList());
        }
    }

    /** The same for somebody else's request: r9 is the last of those that are due, in the order of uids. */
    @Test
    void a_hold_that_is_due_keeps_nobody_out_before_its_end_is_announced() {
        List<LogRecord> history = new ArrayList<>();
        for (int i = 0; i <= 64; i++) {
            history.add(request(ReservationLog.BEGIN, CALENDAR, minute("r" + i, i)));
        }
        history.add(request(ReservationLog.BEGIN.plus(Duration.ofMinutes(5)), CALENDAR, minute("other", 9)));
        judge(history);
    }

    private static String minute(String uid, int number) {
        return "{'type':'reserve_slot','reservation_uid':'" + uid + "','reservation_duration_minutes':5,'slot_start':'"
                + ReservationLog.BEGIN.plusSeconds(3_600 + 60L * number) + "','slot_duration_minutes':1}";
    }

    private static LogRecord request(String key, String json) {
        return request(ReservationLog.BEGIN, key, json);
    }

    private static LogRecord request(Instant at, String key, String json) {
        return new LogRecord(
                InputRecord.RESERVATION_REQUESTS,
                at,
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
        judge(RandomLog.SETTINGS, history);
    }

    private static void judge(OracleSettings settings, List<LogRecord> history) {
        var oracle = new Oracle(settings);
        var program = new OfflineProgram(settings, OutputFormat.JSON);
        Map<String, Long> offsets = new HashMap<>();
        for (LogRecord record : history) {
            long offset = offsets.merge(record.topic(), 1L, Long::sum) - 1;
            List<Output> expected = oracle.next(record.seen(LogProgram.PARTITION, offset));
            List<Output> came = program.process(record);
            assertThat(Output.differences(expected, came))
                    .as("offset %d: %s", offset, record)
                    .isEmpty();
        }
    }
}
