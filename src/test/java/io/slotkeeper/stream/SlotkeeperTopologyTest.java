package io.slotkeeper.stream;

import static io.slotkeeper.stream.Driver.START;
import static io.slotkeeper.topics.Topic.CONVERSATION_SNAPSHOTS;
import static io.slotkeeper.topics.Topic.EDGE_OUTCOMES;
import static io.slotkeeper.topics.Topic.REFUSED_RECORDS;
import static io.slotkeeper.topics.Topic.REQUEST_OUTCOMES;
import static io.slotkeeper.topics.Topic.RESERVATION_REQUESTS;
import static io.slotkeeper.topics.Topic.RESERVATION_SNAPSHOTS;
import static io.slotkeeper.topics.Topic.SELECTION_REQUESTS;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Comparator.comparing;
import static org.assertj.core.api.Assertions.assertThat;

import io.slotkeeper.store.StoreNames;
import io.slotkeeper.stream.Driver.Out;
import io.slotkeeper.topics.ReplyPartition;
import io.slotkeeper.topics.Topic;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The wiring of one partition: what comes out where, in which order, and what a failure costs
 * (docs/spec/log-time.md).
 */
class SlotkeeperTopologyTest {

    private static final String SLOT = "2050-05-03T10:00:00Z";
    private static final Duration DEFAULT_HOLD = Duration.ofMinutes(5);
    private static final String TICK = "{'type':'tick'}";

    private static final String EVENT_TYPE = Driver.eventTypes(1).get(0);
    private static final String CALENDAR = Driver.calendars(1).get(0);
    private static final String CONVERSATION = Driver.conversations(1).get(0);

    private Driver driver;

    SlotkeeperTopologyTest(@TempDir Path state) {
        driver = new Driver(state);
    }

    @AfterEach
    void close() {
        driver.close();
    }

    private static String reserve(String uid, String start, String more) {
        return "{'type':'reserve_slot','reservation_uid':'" + uid + "','slot_start':'" + start
                + "','slot_duration_minutes':30" + more + "}";
    }

    private static String reserve(String uid) {
        return reserve(uid, SLOT, "");
    }

    private static String create(String start, String end) {
        return "{'type':'create_conversation','participants':[{'participant_id':'@grace','slots':"
                + "{'selection_method':'auto'}},{'participant_id':'@karl'}],'tzid':'America/Chicago',"
                + "'required_duration':{'minutes':60},'available_periods':[{'start':'" + start + "','end':'" + end
                + "'}],'selection_expires_after':{'minutes':5}}";
    }

    private static final String CREATE = create("2050-05-03T09:00:00Z", "2050-05-03T18:00:00Z");

    private static String select(Instant slot) {
        return "{'type':'select_slots','participant':'@karl','selected_slots':[{'slot_id':'slt_" + slot.getEpochSecond()
                + "'}]}";
    }

    private Out ask(Topic topic, String key, String json, Instant timestamp) {
        return driver.ask(topic, key, json, timestamp);
    }

    private static String result(Out outcome) {
        return outcome.at("/request_type") + " " + outcome.at("/status") + " " + outcome.at("/code");
    }

    /** A snapshot's key, status, revision and the offset of the record that announced it. */
    private static String told(Out snapshot) {
        return snapshot.isTombstone()
                ? snapshot.key() + " forgotten"
                : snapshot.key() + " " + snapshot.at("/status") + " " + snapshot.at("/revision") + " @"
                        + snapshot.at("/cause/offset");
    }

    // One outcome each.

    @Test
    void each_request_about_reservations_has_one_outcome_in_its_order() {
        List<String> requests = List.of(
                "{'type':'define_event_type','length_minutes':30,'lengths_minutes':[30],'request_id':'r1'}",
                reserve("u1"),
                reserve("u2"),
                "{'type':'update_reservation','reservation_uid':'u1','slot_start':'2050-05-03T11:00:00Z'}",
                reserve("u2"),
                "{'type':'release_reservation','reservation_uid':'u2'}",
                "{'type':'book_slot','booking_uid':'b1','reservation_uid':'u1'}",
                "{'type':'record_booking','booking_uid':'b2','start':'" + SLOT
                        + "','end':'2050-05-03T10:30:00Z','status':'accepted'}",
                "{'type':'cancel_booking','booking_uid':'b2'}",
                "{'type':'remove_event_type'}",
                reserve("u3"));
        requests.forEach(it -> driver.send(RESERVATION_REQUESTS, EVENT_TYPE, it, START));
        List<Out> outcomes = driver.read(REQUEST_OUTCOMES);
        assertThat(outcomes.stream().map(SlotkeeperTopologyTest::result))
                .containsExactly(
                        "define_event_type accepted null",
                        "reserve_slot accepted null",
                        "reserve_slot refused already_reserved",
                        "update_reservation accepted null",
                        "reserve_slot accepted null",
                        "release_reservation accepted null",
                        "book_slot accepted null",
                        "record_booking accepted null",
                        "cancel_booking accepted null",
                        "remove_event_type accepted null",
                        "reserve_slot refused event_type_not_found");
        for (int i = 0; i < outcomes.size(); i++) {
            Out outcome = outcomes.get(i);
            assertThat(outcome.key()).isEqualTo(EVENT_TYPE);
            assertThat(outcome.at("/key")).isEqualTo(EVENT_TYPE);
            assertThat(outcome.at("/source/topic")).isEqualTo("reservation-requests");
            assertThat(outcome.at("/source/partition")).isEqualTo("0");
            assertThat(outcome.at("/source/offset")).isEqualTo(Integer.toString(i));
            assertThat(outcome.at("/request_id")).isEqualTo(i == 0 ? "r1" : "0-" + i);
        }
        assertThat(outcomes.get(6).at("/booking/booking_uid")).isEqualTo("b1");
        assertThat(driver.read(RESERVATION_SNAPSHOTS).stream().map(SlotkeeperTopologyTest::told))
                .containsExactly(
                        EVENT_TYPE + "/u1 held 1 @1",
                        EVENT_TYPE + "/u1 held 2 @3",
                        EVENT_TYPE + "/u2 held 1 @4",
                        EVENT_TYPE + "/u2 released 2 @5",
                        EVENT_TYPE + "/u1 booked 3 @6");
        assertThat(driver.read(REFUSED_RECORDS)).isEmpty();
        assertThat(driver.read(EDGE_OUTCOMES)).isEmpty();
    }

    @Test
    void each_request_about_conversations_has_one_outcome_in_its_order() {
        Instant slot = Instant.parse("2050-05-03T10:00:00Z");
        String pair = CREATE.replace("'slots':{'selection_method':'auto'}", "'common_name':'Grace'");
        List<String> requests = List.of(
                select(slot),
                pair,
                pair,
                CREATE,
                select(slot),
                select(slot),
                "{'type':'withdraw_selection','participant':'@karl'}",
                "{'type':'withdraw_selection','participant':'@karl'}",
                "{'type':'cancel_conversation'}",
                select(slot));
        requests.forEach(it -> driver.send(SELECTION_REQUESTS, CONVERSATION, it, START));
        List<Out> outcomes = driver.read(REQUEST_OUTCOMES);
        assertThat(outcomes.stream().map(SlotkeeperTopologyTest::result))
                .containsExactly(
                        "select_slots refused conversation_not_found",
                        "create_conversation accepted null",
                        "create_conversation accepted repeated",
                        "create_conversation refused already_exists",
                        "select_slots accepted null",
                        "select_slots accepted repeated",
                        "withdraw_selection accepted null",
                        "withdraw_selection accepted null",
                        "cancel_conversation accepted null",
                        "select_slots refused conversation_cancelled");
        assertThat(outcomes).allSatisfy(it -> assertThat(it.key()).isEqualTo(CONVERSATION));
        assertThat(outcomes.stream().map(it -> it.at("/source/topic")).distinct())
                .containsExactly("selection-requests");
        assertThat(outcomes.stream().map(it -> it.at("/revision")))
                .containsExactly("null", "1", "1", "1", "2", "2", "3", "3", "4", "4");
        assertThat(driver.read(CONVERSATION_SNAPSHOTS).stream().map(SlotkeeperTopologyTest::told))
                .containsExactly(
                        CONVERSATION + " in_progress 1 @1",
                        CONVERSATION + " in_progress 2 @4",
                        CONVERSATION + " in_progress 3 @6",
                        CONVERSATION + " cancelled 4 @8");
        assertThat(driver.read(REFUSED_RECORDS)).isEmpty();
    }

    @Test
    void an_outcome_carries_the_snapshot_only_where_it_was_asked_for() {
        Out with = ask(RESERVATION_REQUESTS, CALENDAR, reserve("u1", SLOT, ",'include_snapshot':true"), START);
        Out snapshot = driver.read(RESERVATION_SNAPSHOTS).get(0);
        assertThat(with.value().get("snapshot")).isEqualTo(snapshot.value());
        assertThat(ask(RESERVATION_REQUESTS, CALENDAR, reserve("u2", "2050-05-03T11:00:00Z", ""), START)
                        .at("/snapshot"))
                .isEqualTo("null");
        Out repeated = ask(RESERVATION_REQUESTS, CALENDAR, reserve("u1", SLOT, ",'include_snapshot':true"), START);
        assertThat(result(repeated)).isEqualTo("reserve_slot accepted repeated");
        assertThat(repeated.value().get("snapshot")).isEqualTo(snapshot.value());
    }

    @Test
    void an_envelope_that_is_wrong_is_an_outcome_and_nothing_is_decided() {
        Out outcome = ask(
                RESERVATION_REQUESTS, CALENDAR, reserve("u1", SLOT, ",'request_id':'" + "x".repeat(65) + "'"), START);
        assertThat(outcome.at("/status")).isEqualTo("refused");
        assertThat(outcome.at("/request_id")).isEqualTo("0-0");
        assertThat(outcome.at("/errors/request_id/0/key")).isEqualTo("errors.invalid_format");
        assertThat(driver.read(RESERVATION_SNAPSHOTS)).isEmpty();
    }

    // Records as such.

    private static Headers secrets() {
        return new RecordHeaders()
                .add("authorization", "Bearer secret".getBytes(UTF_8))
                .add("traceparent", "00-1".getBytes(UTF_8));
    }

    @Test
    void what_comes_out_has_log_time_as_its_timestamp_and_no_headers() {
        Instant at = START.plusMillis(123);
        driver.send(RESERVATION_REQUESTS, CALENDAR, reserve("u1"), at, secrets());
        driver.send(SELECTION_REQUESTS, CONVERSATION, CREATE, at, secrets());
        driver.send(SELECTION_REQUESTS, CONVERSATION, "no json", at, secrets());
        Headers reply = secrets().add(ReplyPartition.HEADER, "3".getBytes(UTF_8));
        driver.send(SELECTION_REQUESTS, CONVERSATION, CREATE, at, reply);
        List<Out> all = new ArrayList<>();
        for (Topic topic : Topic.values()) {
            if (topic.role() == Topic.Role.OUTPUT) {
                List<Out> records = driver.read(topic);
                assertThat(records).as(topic.logicalName()).isNotEmpty();
                all.addAll(records);
            }
        }
        assertThat(all).hasSize(6).allSatisfy(record -> {
            assertThat(record.headers().toArray()).isEmpty();
            assertThat(record.timestamp()).isEqualTo(at);
            assertThat(record.text()).contains("2050-05-02T08:00:00.123Z").doesNotContain("secret");
        });
    }

    @Test
    void log_time_never_goes_back_when_timestamps_do() {
        Instant later = START.plusSeconds(10);
        driver.send(RESERVATION_REQUESTS, CALENDAR, reserve("u1"), later);
        driver.send(RESERVATION_REQUESTS, CALENDAR, reserve("u2", "2050-05-03T11:00:00Z", ""), START);
        driver.send(RESERVATION_REQUESTS, CALENDAR, "no json", Instant.EPOCH);
        assertThat(driver.read(REQUEST_OUTCOMES)).hasSize(2).allSatisfy(outcome -> {
            assertThat(outcome.timestamp()).isEqualTo(later);
            assertThat(outcome.at("/at")).isEqualTo("2050-05-02T08:00:10.000Z");
        });
        assertThat(driver.read(RESERVATION_SNAPSHOTS))
                .hasSize(2)
                .allSatisfy(snapshot ->
                        assertThat(snapshot.at("/reservation_until")).isEqualTo("2050-05-02T08:05:10.000Z"));
        assertThat(driver.read(REFUSED_RECORDS))
                .singleElement()
                .satisfies(refused -> assertThat(refused.at("/at")).isEqualTo("2050-05-02T08:00:10.000Z"));
    }

    static Stream<Arguments> refusedRecords() {
        return Stream.of(
                Arguments.of(null, "{'type':'cancel_conversation'}", "key_missing"),
                Arguments.of("", "{'type':'cancel_conversation'}", "key_not_canonical"),
                Arguments.of("a/b", "{'type':'cancel_conversation'}", "key_not_canonical"),
                Arguments.of("a b", "{'type':'cancel_conversation'}", "key_not_canonical"),
                Arguments.of("x".repeat(129), "{'type':'cancel_conversation'}", "key_not_canonical"),
                Arguments.of("é", "{'type':'cancel_conversation'}", "key_not_canonical"),
                Arguments.of(CONVERSATION, null, "value_missing"),
                Arguments.of(CONVERSATION, "", "value_missing"),
                Arguments.of(CONVERSATION, "hello", "format_unknown"),
                Arguments.of(CONVERSATION, "{", "json_malformed"),
                Arguments.of(CONVERSATION, "{}", "type_missing"),
                Arguments.of(CONVERSATION, "{'type':'x'}", "type_unknown"),
                Arguments.of(CONVERSATION, "{'type':'reserve_slot'}", "type_unknown"),
                Arguments.of(CONVERSATION, "{'type': 'tick'}", "type_unknown"),
                Arguments.of(CONVERSATION, "{}" + " ".repeat(65_535), "value_too_large"));
    }

    @ParameterizedTest(name = "{2}")
    @MethodSource("refusedRecords")
    void what_is_no_request_has_a_refused_record_without_a_key_and_no_outcome(String key, String value, String code) {
        driver.send(SELECTION_REQUESTS, key, value, START);
        assertThat(driver.read(REFUSED_RECORDS)).singleElement().satisfies(refused -> {
            assertThat(refused.key()).isNull();
            assertThat(refused.at("/code")).isEqualTo(code);
            assertThat(refused.at("/topic")).isEqualTo("selection-requests");
            assertThat(refused.at("/partition")).isEqualTo("0");
            assertThat(refused.at("/offset")).isEqualTo("0");
        });
        assertThat(driver.read(REQUEST_OUTCOMES)).isEmpty();
        assertThat(driver.count("slotkeeper.records.refused", "code", code)).isEqualTo(1);
        assertThat(result(ask(SELECTION_REQUESTS, CONVERSATION, CREATE, START)))
                .isEqualTo("create_conversation accepted null");
    }

    @ParameterizedTest
    @ValueSource(strings = {"007", "-1", "+1", "1.0", "9007199254740992", "x", "cal:", "cal:a/b", "Cal:a", " 1", "٣"})
    void a_key_that_is_no_event_type_is_refused(String key) {
        driver.send(RESERVATION_REQUESTS, key, reserve("u"), START);
        assertThat(driver.read(REFUSED_RECORDS))
                .singleElement()
                .satisfies(refused -> assertThat(refused.at("/code")).isEqualTo("key_not_canonical"));
        assertThat(driver.read(REQUEST_OUTCOMES)).isEmpty();
    }

    @Test
    void a_key_that_is_not_utf8_is_refused() {
        driver.sendBytes(
                RESERVATION_REQUESTS,
                new byte[] {'c', 'a', 'l', ':', (byte) 0xff},
                Driver.bytes(reserve("u")),
                START,
                new RecordHeaders());
        assertThat(driver.read(REFUSED_RECORDS))
                .singleElement()
                .satisfies(refused -> assertThat(refused.at("/code")).isEqualTo("key_not_canonical"));
    }

    /** murmur2 as the Java producer has it: 21 is its published value -973932308 (Kafka's own test). */
    @Test
    void a_request_in_a_partition_that_is_not_its_keys_is_refused_naming_the_right_one() {
        int expected = (-973_932_308 & 0x7fff_ffff) % Driver.PARTITIONS;
        assertThat(expected).isNotZero();
        Out outcome = ask(SELECTION_REQUESTS, "21", CREATE, START);
        assertThat(result(outcome)).isEqualTo("create_conversation refused wrong_partition");
        assertThat(outcome.at("/message")).contains("partition " + expected).contains("partition 0");
        assertThat(outcome.at("/revision")).isEqualTo("null");
        assertThat(driver.read(CONVERSATION_SNAPSHOTS)).isEmpty();
        try (var all = driver.store(StoreNames.CONVERSATIONS).all()) {
            assertThat(all.hasNext()).isFalse();
        }
    }

    // Reply partitions.

    private void sendWithReply(String partition) {
        driver.send(
                SELECTION_REQUESTS,
                CONVERSATION,
                CREATE,
                START,
                new RecordHeaders().add(ReplyPartition.HEADER, partition.getBytes(UTF_8)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1", "7"})
    void a_reply_partition_sends_the_outcome_to_the_edge_instead(String partition) {
        sendWithReply(partition);
        assertThat(driver.read(REQUEST_OUTCOMES)).isEmpty();
        assertThat(driver.read(EDGE_OUTCOMES)).singleElement().satisfies(outcome -> {
            assertThat(outcome.key()).isEqualTo(CONVERSATION);
            assertThat(outcome.at("/status")).isEqualTo("accepted");
        });
        assertThat(driver.read(CONVERSATION_SNAPSHOTS)).hasSize(1);
        assertThat(driver.count("slotkeeper.reply.partitions.ignored")).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-1",
                "8",
                "10",
                "1 ",
                " 1",
                "+1",
                "007",
                "00",
                "",
                "x",
                "1.0",
                "0x1",
                "٣",
                "2147483648",
                "99999999999999999999"
            })
    void a_reply_partition_that_does_not_exist_is_ignored_and_counted(String partition) {
        sendWithReply(partition);
        assertThat(driver.read(EDGE_OUTCOMES)).isEmpty();
        assertThat(driver.read(REQUEST_OUTCOMES)).hasSize(1);
        assertThat(driver.count("slotkeeper.reply.partitions.ignored")).isEqualTo(1);
    }

    @Test
    void a_reply_header_without_a_value_is_ignored_and_counted() {
        driver.send(
                SELECTION_REQUESTS, CONVERSATION, CREATE, START, new RecordHeaders().add(ReplyPartition.HEADER, null));
        assertThat(driver.read(REQUEST_OUTCOMES)).hasSize(1);
        assertThat(driver.count("slotkeeper.reply.partitions.ignored")).isEqualTo(1);
    }

    private static final String TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    private static Headers traced(String parent, String state) {
        return new RecordHeaders()
                .add("authorization", "Bearer secret".getBytes(UTF_8))
                .add("traceparent", parent.getBytes(UTF_8))
                .add("tracestate", state.getBytes(UTF_8));
    }

    private static List<String> headers(Out record) {
        return Arrays.stream(record.headers().toArray())
                .map(header -> header.key() + "=" + new String(header.value(), UTF_8))
                .toList();
    }

    @Test
    void a_requests_trace_goes_to_its_outcome_and_its_snapshot_and_to_nothing_that_is_announced_with_it() {
        ask(RESERVATION_REQUESTS, CALENDAR, reserve("u1"), START);
        driver.forgetOutput();
        driver.send(RESERVATION_REQUESTS, CALENDAR, reserve("u2"), START.plus(DEFAULT_HOLD), traced(TRACE, "vendor=1"));
        assertThat(driver.read(RESERVATION_SNAPSHOTS))
                .extracting(it -> told(it) + " " + headers(it))
                .containsExactly(
                        CALENDAR + "/u1 expired 2 @1 []",
                        CALENDAR + "/u2 held 1 @1 [traceparent=" + TRACE + ", tracestate=vendor=1]");
        assertThat(driver.read(REQUEST_OUTCOMES))
                .singleElement()
                .satisfies(outcome ->
                        assertThat(headers(outcome)).containsExactly("traceparent=" + TRACE, "tracestate=vendor=1"));
    }

    @ParameterizedTest
    @CsvSource({
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01, 513, 1",
        "00-4BF92F3577B34DA6A3CE929D0E0E4736-00F067AA0BA902B7-01, 5, 0",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-011, 5, 0",
        "00-secret, 5, 0",
    })
    void what_is_no_trace_stays_behind(String parent, int stateLength, int passed) {
        driver.send(RESERVATION_REQUESTS, CALENDAR, reserve("u1"), START, traced(parent, "x".repeat(stateLength)));
        assertThat(driver.read(REQUEST_OUTCOMES))
                .singleElement()
                .satisfies(outcome -> assertThat(headers(outcome)).hasSize(passed));
    }

    // Announcing.

    @Test
    void a_tick_announces_what_is_due_and_nothing_answers_it() {
        ask(RESERVATION_REQUESTS, CALENDAR, reserve("u1"), START);
        driver.forgetOutput();
        driver.send(
                RESERVATION_REQUESTS, "any key", TICK, START.plus(DEFAULT_HOLD).minusMillis(1), secrets());
        assertThat(driver.read(RESERVATION_SNAPSHOTS)).isEmpty();
        driver.send(RESERVATION_REQUESTS, null, TICK, START.plus(DEFAULT_HOLD), secrets());
        assertThat(driver.read(RESERVATION_SNAPSHOTS)).singleElement().satisfies(snapshot -> {
            assertThat(told(snapshot)).isEqualTo(CALENDAR + "/u1 expired 2 @2");
            assertThat(snapshot.at("/cause/type")).isEqualTo("reservation_expired");
            assertThat(snapshot.at("/cause/request_id")).isEqualTo("null");
            assertThat(snapshot.timestamp()).isEqualTo(START.plus(DEFAULT_HOLD));
            assertThat(snapshot.headers().toArray()).isEmpty();
        });
        assertThat(driver.read(REQUEST_OUTCOMES)).isEmpty();
        assertThat(driver.read(REFUSED_RECORDS)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"no json", "{'type':'reserve_slot'}", "{'type':'cancel_booking','booking_uid':'b'}"})
    void any_record_announces_what_is_due(String record) {
        ask(RESERVATION_REQUESTS, CALENDAR, reserve("u1"), START);
        driver.forgetOutput();
        driver.send(RESERVATION_REQUESTS, CALENDAR, record, START.plus(DEFAULT_HOLD));
        assertThat(driver.read(RESERVATION_SNAPSHOTS).stream().map(SlotkeeperTopologyTest::told))
                .containsExactly(CALENDAR + "/u1 expired 2 @1");
    }

    @Test
    void a_record_for_another_partition_and_one_without_a_key_announce_too_what_is_due_here() {
        ask(RESERVATION_REQUESTS, CALENDAR, reserve("u1"), START);
        ask(RESERVATION_REQUESTS, CALENDAR, reserve("u2", "2050-05-03T11:00:00Z", ""), START.plusMillis(1));
        driver.forgetOutput();
        driver.send(RESERVATION_REQUESTS, "21", reserve("x"), START.plus(DEFAULT_HOLD));
        assertThat(driver.read(RESERVATION_SNAPSHOTS).stream().map(Out::key)).containsExactly(CALENDAR + "/u1");
        driver.send(
                RESERVATION_REQUESTS,
                null,
                reserve("x"),
                START.plus(DEFAULT_HOLD).plusMillis(1));
        assertThat(driver.read(RESERVATION_SNAPSHOTS).stream().map(Out::key)).containsExactly(CALENDAR + "/u2");
    }

    /** A hold, and when it is announced. */
    private record Held(Instant deadline, String key, Instant start, String uid) {
        long part() {
            return start.toEpochMilli() / Duration.ofHours(4).toMillis();
        }

        String name() {
            return key + "/" + uid;
        }
    }

    /** (deadline, document key, uid): docs/spec/log-time.md#what-a-record-does-in-order. */
    private static List<String> inOrder(List<Held> holds) {
        return holds.stream()
                .sorted(comparing(Held::deadline)
                        .thenComparing(Held::key)
                        .thenComparing(Held::part)
                        .thenComparing(Held::uid))
                .map(Held::name)
                .toList();
    }

    /** In several documents, in no order, many with the same deadline. */
    private List<Held> holds(int count) {
        var random = new Random(count);
        List<String> calendars = Driver.calendars(1 + count / 40);
        Instant day = Instant.parse("2050-05-04T00:00:00Z");
        List<Held> holds = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            holds.add(new Held(
                    START.plus(Duration.ofMinutes(1 + random.nextInt(4))),
                    calendars.get(i % calendars.size()),
                    day.plus(Duration.ofMinutes(30L * (i / calendars.size()))),
                    "u" + random.nextInt(1_000_000) + "-" + i));
        }
        Collections.shuffle(holds, random);
        for (Held hold : holds) {
            driver.send(
                    RESERVATION_REQUESTS,
                    hold.key(),
                    reserve(
                            hold.uid(),
                            hold.start().toString(),
                            ",'reservation_duration_minutes':"
                                    + Duration.between(START, hold.deadline()).toMinutes()),
                    START);
        }
        assertThat(driver.read(RESERVATION_SNAPSHOTS)).hasSize(count);
        driver.forgetOutput();
        return holds;
    }

    private List<String> expired() {
        List<Out> snapshots = driver.read(RESERVATION_SNAPSHOTS);
        assertThat(snapshots).allSatisfy(it -> assertThat(it.at("/status")).isEqualTo("expired"));
        return snapshots.stream().map(it -> String.valueOf(it.key())).toList();
    }

    @Test
    void a_request_announces_the64_earliest_in_order_and_the_next_goes_on() {
        List<String> expected = inOrder(holds(150));
        Instant later = START.plus(Duration.ofMinutes(10));
        ask(RESERVATION_REQUESTS, EVENT_TYPE, "{'type':'remove_event_type'}", later);
        assertThat(expired()).isEqualTo(expected.subList(0, 64));
        driver.send(RESERVATION_REQUESTS, EVENT_TYPE, "no json", later);
        assertThat(expired()).isEqualTo(expected.subList(64, 128));
        driver.send(RESERVATION_REQUESTS, EVENT_TYPE, TICK, later);
        assertThat(expired()).isEqualTo(expected.subList(128, 150));
        assertThat(driver.count("slotkeeper.deadlines.announced")).isEqualTo(150);
    }

    @Test
    void a_tick_announces2048_reservations_and_another_follows_at_once_for_the_rest() {
        List<String> expected = inOrder(holds(2_100));
        driver.send(RESERVATION_REQUESTS, null, TICK, START.plus(Duration.ofMinutes(10)));
        List<Out> snapshots = driver.read(RESERVATION_SNAPSHOTS);
        assertThat(snapshots.stream().map(Out::key)).isEqualTo(expected);
        assertThat(snapshots.stream()
                        .limit(2_048)
                        .map(it -> it.at("/cause/offset"))
                        .distinct())
                .containsExactly("2100");
        assertThat(snapshots.stream()
                        .skip(2_048)
                        .map(it -> it.at("/cause/offset"))
                        .distinct())
                .containsExactly("2101");
        assertThat(driver.count("slotkeeper.ticks")).isEqualTo(1);
    }

    @Test
    void a_tick_announces128_conversations_and_another_follows_at_once_for_the_rest() {
        List<String> ids = Driver.conversations(130);
        List<String> shuffled = new ArrayList<>(ids);
        Collections.shuffle(shuffled, new Random(1));
        String create = create("2050-05-02T09:00:00Z", "2050-05-02T10:00:00Z");
        shuffled.forEach(id -> driver.send(SELECTION_REQUESTS, id, create, START));
        driver.forgetOutput();
        driver.send(SELECTION_REQUESTS, null, TICK, Instant.parse("2050-05-02T09:00:00Z"));
        List<Out> snapshots = driver.read(CONVERSATION_SNAPSHOTS);
        assertThat(snapshots.stream().map(Out::key)).isEqualTo(ids);
        assertThat(snapshots.stream().map(it -> it.at("/status")).distinct()).containsExactly("expired");
        assertThat(snapshots.stream()
                        .limit(128)
                        .map(it -> it.at("/cause/offset"))
                        .distinct())
                .containsExactly("130");
        assertThat(snapshots.stream()
                        .skip(128)
                        .map(it -> it.at("/cause/offset"))
                        .distinct())
                .containsExactly("131");
    }

    @Test
    void a_request_announces64_conversations() {
        List<String> ids = Driver.conversations(66);
        String create = create("2050-05-02T09:00:00Z", "2050-05-02T10:00:00Z");
        ids.forEach(id -> driver.send(SELECTION_REQUESTS, id, create, START));
        driver.forgetOutput();
        driver.send(SELECTION_REQUESTS, null, "{}", Instant.parse("2050-05-02T09:00:00Z"));
        assertThat(driver.read(CONVERSATION_SNAPSHOTS).stream().map(Out::key)).isEqualTo(ids.subList(0, 64));
    }

    @Test
    void the_conversation_that_a_request_names_announces_its_own_deadlines_however_many_are_due_before() {
        List<String> ids = Driver.conversations(70);
        Instant nine = Instant.parse("2050-05-02T09:00:00Z");
        String create = create("2050-05-02T09:00:00Z", "2050-05-02T10:00:00Z");
        ids.forEach(id -> driver.send(SELECTION_REQUESTS, id, create, START));
        driver.forgetOutput();
        String last = ids.get(69);
        Out outcome = ask(SELECTION_REQUESTS, last, select(nine), nine);
        assertThat(result(outcome)).isEqualTo("select_slots refused conversation_expired");
        assertThat(outcome.at("/revision")).isEqualTo("2");
        List<String> announced = new ArrayList<>(ids.subList(0, 64));
        announced.add(last);
        assertThat(driver.read(CONVERSATION_SNAPSHOTS).stream().map(SlotkeeperTopologyTest::told))
                .isEqualTo(announced.stream().map(id -> id + " expired 2 @70").toList());
    }

    @Test
    void the_reservation_that_a_request_names_announces_its_own_deadline_however_many_are_due_before() {
        List<Held> holds = holds(70);
        List<String> expected = new ArrayList<>(inOrder(holds));
        Held last = holds.stream()
                .filter(it -> it.name().equals(expected.get(69)))
                .findFirst()
                .orElseThrow();
        Out outcome = ask(
                RESERVATION_REQUESTS,
                last.key(),
                "{'type':'update_reservation','reservation_uid':'" + last.uid() + "'}",
                START.plus(Duration.ofMinutes(10)));
        assertThat(result(outcome)).isEqualTo("update_reservation refused reservation_not_found");
        List<String> announced = new ArrayList<>(expected.subList(0, 64));
        announced.add(last.name());
        assertThat(expired()).isEqualTo(announced);
    }

    @Test
    void each_deadline_of_the_named_conversation_has_its_own_revision() {
        Instant nine = Instant.parse("2050-05-02T09:00:00Z");
        String pair = create("2050-05-02T09:00:00Z", "2050-05-02T12:00:00Z")
                .replace("'slots':{'selection_method':'auto'}", "'common_name':'Grace'");
        ask(SELECTION_REQUESTS, CONVERSATION, pair, START);
        ask(SELECTION_REQUESTS, CONVERSATION, select(nine), START);
        driver.forgetOutput();
        Instant muchLater = nine.plus(Duration.ofDays(1));
        Out outcome = ask(SELECTION_REQUESTS, CONVERSATION, "{'type':'cancel_conversation'}", muchLater);
        assertThat(result(outcome)).isEqualTo("cancel_conversation refused conversation_expired");
        List<Out> snapshots = driver.read(CONVERSATION_SNAPSHOTS);
        assertThat(snapshots.stream().map(it -> told(it) + " " + it.at("/cause/type")))
                .containsExactly(
                        CONVERSATION + " in_progress 3 @2 selection_expired",
                        CONVERSATION + " expired 4 @2 conversation_expired");
        driver.send(SELECTION_REQUESTS, null, TICK, nine.plus(Duration.ofDays(32)));
        assertThat(driver.read(CONVERSATION_SNAPSHOTS).stream().map(SlotkeeperTopologyTest::told))
                .containsExactly(CONVERSATION + " forgotten");
        assertThat(result(ask(SELECTION_REQUESTS, CONVERSATION, select(nine), muchLater)))
                .isEqualTo("select_slots refused conversation_not_found");
    }

    @Test
    void an_expiry_is_not_swallowed_by_the_request_that_takes_the_slot() {
        ask(RESERVATION_REQUESTS, CALENDAR, reserve("u1"), START);
        driver.forgetOutput();
        assertThat(result(ask(RESERVATION_REQUESTS, CALENDAR, reserve("u2"), START.plus(DEFAULT_HOLD))))
                .isEqualTo("reserve_slot accepted null");
        assertThat(driver.read(RESERVATION_SNAPSHOTS).stream().map(SlotkeeperTopologyTest::told))
                .containsExactly(CALENDAR + "/u1 expired 2 @1", CALENDAR + "/u2 held 1 @1");
    }

    @Test
    void an_expiry_is_not_swallowed_by_a_late_duplicate_or_a_late_update() {
        ask(RESERVATION_REQUESTS, CALENDAR, reserve("u1"), START);
        driver.forgetOutput();
        assertThat(result(ask(RESERVATION_REQUESTS, CALENDAR, reserve("u1"), START.plus(DEFAULT_HOLD))))
                .isEqualTo("reserve_slot refused reservation_uid_in_use");
        assertThat(driver.read(RESERVATION_SNAPSHOTS).stream().map(SlotkeeperTopologyTest::told))
                .containsExactly(CALENDAR + "/u1 expired 2 @1");
    }

    @Test
    void an_extension_in_time_is_honoured_and_one_at_the_deadline_is_not() {
        String update = "{'type':'update_reservation','reservation_uid':'u1'}";
        ask(RESERVATION_REQUESTS, CALENDAR, reserve("u1"), START);
        Instant inTime = START.plus(DEFAULT_HOLD).minusMillis(1);
        assertThat(result(ask(RESERVATION_REQUESTS, CALENDAR, update, inTime)))
                .isEqualTo("update_reservation accepted null");
        assertThat(result(ask(RESERVATION_REQUESTS, CALENDAR, update, inTime.plus(DEFAULT_HOLD))))
                .isEqualTo("update_reservation refused reservation_not_found");
        assertThat(driver.read(RESERVATION_SNAPSHOTS).stream().map(SlotkeeperTopologyTest::told))
                .containsExactly(CALENDAR + "/u1 held 1 @0", CALENDAR + "/u1 held 2 @1", CALENDAR + "/u1 expired 3 @2");
    }

    @Test
    void a_tombstone_follows_when_the_retention_of_a_closed_reservation_ends() {
        ask(RESERVATION_REQUESTS, CALENDAR, reserve("u1"), START);
        driver.forgetOutput();
        Instant muchLater = START.plus(Duration.ofHours(2));
        driver.send(RESERVATION_REQUESTS, null, TICK, muchLater);
        assertThat(driver.read(RESERVATION_SNAPSHOTS).stream().map(SlotkeeperTopologyTest::told))
                .containsExactly(CALENDAR + "/u1 expired 2 @1", CALENDAR + "/u1 forgotten");
        List<String> left = new ArrayList<>();
        StateStores.table(driver.store(StoreNames.CALENDAR_DOCUMENTS))
                .forEach((key, value) -> left.add(new String(key, UTF_8)));
        assertThat(left).isEmpty();
    }

    // Failures.

    private static final byte[] GARBAGE = {(byte) 0xC3, 1, 2, 3};

    private void damage(String store, String keyBegins) {
        KeyValueStore<byte[], byte[]> entries = driver.store(store);
        List<byte[]> keys = new ArrayList<>();
        try (var all = entries.all()) {
            all.forEachRemaining(entry -> keys.add(entry.key));
        }
        List<byte[]> found = keys.stream()
                .filter(key -> new String(key, UTF_8).startsWith(keyBegins))
                .toList();
        assertThat(found).hasSize(1);
        entries.put(found.get(0), GARBAGE);
    }

    @Test
    void a_document_that_cannot_be_announced_costs_neither_the_others_nor_the_request_and_is_set_aside() {
        List<String> calendars = Driver.calendars(5);
        calendars.forEach(key -> ask(RESERVATION_REQUESTS, key, reserve("u"), START));
        driver.forgetOutput();
        damage(StoreNames.CALENDAR_DOCUMENTS, calendars.get(1) + "/");
        damage(StoreNames.CALENDAR_DOCUMENTS, calendars.get(3) + "/");
        Instant due = START.plus(DEFAULT_HOLD);
        assertThat(result(ask(RESERVATION_REQUESTS, calendars.get(0), reserve("v"), due)))
                .isEqualTo("reserve_slot accepted null");
        assertThat(driver.read(RESERVATION_SNAPSHOTS).stream().map(SlotkeeperTopologyTest::told))
                .containsExactly(
                        calendars.get(0) + "/u expired 2 @5",
                        calendars.get(2) + "/u expired 2 @5",
                        calendars.get(4) + "/u expired 2 @5",
                        calendars.get(0) + "/v held 1 @5");
        assertThat(driver.read(REFUSED_RECORDS)).hasSize(2).allSatisfy(refused -> {
            assertThat(refused.key()).isNull();
            assertThat(refused.at("/code")).isEqualTo("announce_failed");
            assertThat(refused.at("/offset")).isEqualTo("5");
        });
        assertThat(driver.count("slotkeeper.records.refused", "code", "announce_failed"))
                .isEqualTo(2);
        driver.send(RESERVATION_REQUESTS, null, TICK, due.plusSeconds(1));
        assertThat(driver.read(REFUSED_RECORDS)).isEmpty();
        assertThat(driver.read(RESERVATION_SNAPSHOTS)).isEmpty();
        assertThat(driver.count("slotkeeper.deadlines.announced")).isEqualTo(3);
    }

    @Test
    void a_conversation_that_cannot_be_announced_costs_neither_the_others_nor_the_request_and_is_set_aside() {
        List<String> ids = Driver.conversations(3);
        Instant nine = Instant.parse("2050-05-02T09:00:00Z");
        String create = create("2050-05-02T09:00:00Z", "2050-05-02T10:00:00Z");
        ids.forEach(id -> ask(SELECTION_REQUESTS, id, create, START));
        driver.forgetOutput();
        driver.store(StoreNames.CONVERSATIONS).put(ids.get(0).getBytes(UTF_8), GARBAGE);
        assertThat(result(ask(SELECTION_REQUESTS, ids.get(2), select(nine), nine)))
                .isEqualTo("select_slots refused conversation_expired");
        assertThat(driver.read(CONVERSATION_SNAPSHOTS).stream().map(SlotkeeperTopologyTest::told))
                .containsExactly(ids.get(1) + " expired 2 @3", ids.get(2) + " expired 2 @3");
        assertThat(driver.read(REFUSED_RECORDS))
                .singleElement()
                .satisfies(refused -> assertThat(refused.at("/code")).isEqualTo("announce_failed"));
        driver.send(SELECTION_REQUESTS, null, TICK, nine.plusSeconds(1));
        assertThat(driver.read(REFUSED_RECORDS)).isEmpty();
    }

    @Test
    void a_request_that_cannot_be_decided_is_refused_changes_nothing_and_the_partition_goes_on() {
        List<String> calendars = Driver.calendars(2);
        calendars.forEach(key -> ask(RESERVATION_REQUESTS, key, reserve("u"), START));
        driver.forgetOutput();
        damage(StoreNames.CALENDAR_DOCUMENTS, calendars.get(0) + "/");
        Out outcome = ask(
                RESERVATION_REQUESTS,
                calendars.get(0),
                "{'type':'release_reservation','reservation_uid':'u'}".replace('\'', '"'),
                START);
        assertThat(result(outcome)).isEqualTo("release_reservation refused internal_error");
        assertThat(outcome.at("/revision")).isEqualTo("null");
        assertThat(driver.read(RESERVATION_SNAPSHOTS)).isEmpty();
        assertThat(result(ask(RESERVATION_REQUESTS, calendars.get(1), reserve("v", "2050-05-03T11:00:00Z", ""), START)))
                .isEqualTo("reserve_slot accepted null");
        assertThat(result(ask(RESERVATION_REQUESTS, calendars.get(0), reserve("v", "2050-05-04T11:00:00Z", ""), START)))
                .isEqualTo("reserve_slot accepted null");
    }

    @Test
    void a_failed_decision_keeps_what_was_announced_before_it() {
        List<String> ids = Driver.conversations(2);
        Instant nine = Instant.parse("2050-05-02T09:00:00Z");
        ask(SELECTION_REQUESTS, ids.get(0), create("2050-05-02T09:00:00Z", "2050-05-02T10:00:00Z"), START);
        ask(SELECTION_REQUESTS, ids.get(1), CREATE, START);
        driver.forgetOutput();
        driver.store(StoreNames.CONVERSATIONS).put(ids.get(1).getBytes(UTF_8), GARBAGE);
        assertThat(result(ask(SELECTION_REQUESTS, ids.get(1), select(nine), nine)))
                .isEqualTo("select_slots refused internal_error");
        assertThat(driver.read(CONVERSATION_SNAPSHOTS).stream().map(SlotkeeperTopologyTest::told))
                .containsExactly(ids.get(0) + " expired 2 @2");
        assertThat(driver.read(REFUSED_RECORDS)).isEmpty();
        assertThat(result(ask(SELECTION_REQUESTS, ids.get(0), select(nine), nine)))
                .isEqualTo("select_slots refused conversation_expired");
        assertThat(driver.read(CONVERSATION_SNAPSHOTS)).isEmpty();
    }

    // Ticks of our own.

    @Test
    void a_deadline_sends_a_tick_to_the_own_topic_once_it_is_due_and_nobody_else_writes() {
        ask(RESERVATION_REQUESTS, CALENDAR, reserve("u1"), START);
        driver.forgetOutput();
        driver.advance(Duration.ofMillis(50));
        driver.advance(DEFAULT_HOLD.minusMillis(51));
        assertThat(driver.read(RESERVATION_REQUESTS)).isEmpty();
        assertThat(driver.read(RESERVATION_SNAPSHOTS)).isEmpty();
        driver.advance(Duration.ofMillis(50));
        assertThat(driver.read(RESERVATION_REQUESTS)).singleElement().satisfies(tick -> {
            assertThat(tick.text()).isEqualTo(TICK.replace('\'', '"'));
            assertThat(tick.headers().toArray()).isEmpty();
        });
        assertThat(driver.read(RESERVATION_SNAPSHOTS).stream().map(SlotkeeperTopologyTest::told))
                .containsExactly(CALENDAR + "/u1 expired 2 @1");
        assertThat(driver.read(SELECTION_REQUESTS)).isEmpty();
        assertThat(driver.count("slotkeeper.ticks")).isEqualTo(1);
        driver.advance(Duration.ofSeconds(1));
        assertThat(driver.read(RESERVATION_REQUESTS)).isEmpty();
    }

    @Test
    void a_conversations_deadline_sends_a_tick_to_its_own_topic() {
        ask(SELECTION_REQUESTS, CONVERSATION, create("2050-05-02T09:00:00Z", "2050-05-02T10:00:00Z"), START);
        driver.forgetOutput();
        driver.advance(Duration.ofMillis(50));
        driver.advance(Duration.ofHours(1));
        assertThat(driver.read(SELECTION_REQUESTS)).hasSize(1);
        assertThat(driver.read(RESERVATION_REQUESTS)).isEmpty();
        assertThat(driver.read(CONVERSATION_SNAPSHOTS).stream().map(SlotkeeperTopologyTest::told))
                .containsExactly(CONVERSATION + " expired 2 @1");
    }

    @Test
    void a_punctuation_changes_no_state_while_records_come_in_that_announce_themselves() {
        ask(RESERVATION_REQUESTS, CALENDAR, reserve("u1"), START);
        driver.advance(DEFAULT_HOLD.minusMillis(10));
        ask(RESERVATION_REQUESTS, CALENDAR, reserve("u1"), START);
        driver.forgetOutput();
        driver.advance(Duration.ofMillis(10));
        assertThat(driver.read(RESERVATION_REQUESTS)).isEmpty();
        assertThat(driver.read(RESERVATION_SNAPSHOTS)).isEmpty();
        driver.advance(Duration.ofMillis(50));
        assertThat(driver.read(RESERVATION_REQUESTS)).hasSize(1);
    }
}
