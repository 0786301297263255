package io.slotkeeper.app.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slotkeeper.app.cli.ForgedOutputs.Forgery;
import io.slotkeeper.app.console.StopSignal;
import io.slotkeeper.audit.Judged;
import io.slotkeeper.reservation.ReservationSettings;
import io.slotkeeper.testing.Broker;
import io.slotkeeper.testing.CommandRun;
import io.slotkeeper.testing.TestProgram;
import io.slotkeeper.testing.TestProgram.Seen;
import io.slotkeeper.topics.Topic;
import io.slotkeeper.topics.TopicNames;
import io.slotkeeper.wire.OutputReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/** {@code audit} of a log with requests of all types, and of what other programs would have made of it. */
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock("the log of AuditIT")
final class AuditIT {

    private static final int PARTITIONS = 3;
    private static final int RECORDS = 800;

    /** So short that the log sees the end of holds and of what is remembered of them. */
    private static final ReservationSettings SETTINGS = new ReservationSettings(
            Duration.ofSeconds(1),
            Duration.ofMinutes(1),
            Duration.ofMinutes(2),
            Duration.ofSeconds(1),
            Duration.ofSeconds(1));

    /** Of an application without state, which has recorded none. */
    private static final Map<String, String> CONFIGURED = Map.of(
            "SLOTKEEPER_RESERVATION_DEFAULT", "1s",
            "SLOTKEEPER_RESERVATION_MAX", "1m",
            "SLOTKEEPER_RESERVATION_MAX_TOTAL", "2m",
            "SLOTKEEPER_RESERVATION_CLOSED_RETENTION", "1s",
            "SLOTKEEPER_BOOKING_RETENTION", "1s");

    private static final TestProgram WORLD = TestProgram.of(AuditIT.class, "log", PARTITIONS, SETTINGS);

    /** In the middle of the first requests, and of all of them when everything has ended, before the last stop. */
    private static CommandRun whileRunning = new CommandRun(-1, List.of(), List.of());

    private static CommandRun atTheEnd = whileRunning;

    @BeforeAll
    static void process() {
        WORLD.start();
        RandomRequests.fill(WORLD, 1, RECORDS);
        whileRunning = audit(WORLD.topics(), Map.of());
        WORLD.stop();
        RandomRequests.fill(WORLD, 2, RECORDS);
        WORLD.start();
        await().atMost(Duration.ofSeconds(60)).until(() -> open().isEmpty());
        atTheEnd = audit(WORLD.topics(), Map.of(), "--until-end");
        WORLD.stop();
    }

    /** Holds that go on, and closed ones that are not forgotten. */
    private static Map<String, String> open() {
        var open = new TreeMap<String, String>();
        for (Seen it : WORLD.look()) {
            if (it.topic() == Topic.RESERVATION_SNAPSHOTS) {
                open.remove(it.key());
                if (!it.isTombstone() && !it.value().get("status").textValue().equals("booked")) {
                    open.put(String.valueOf(it.key()), "open");
                }
            }
        }
        return open;
    }

    @AfterAll
    static void close() {
        WORLD.close();
    }

    private static CommandRun audit(TopicNames topics, Map<String, String> environment, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "audit",
                "--bootstrap",
                Broker.bootstrap(),
                "--prefix",
                topics.prefix(),
                "--input-prefix",
                topics.inputPrefix()));
        arguments.addAll(List.of(more));
        return CommandRun.command(environment, "", arguments.toArray(String[]::new));
    }

    private static Map<String, Long> faults(CommandRun ran) {
        Map<String, Long> faults = new TreeMap<>();
        figures(ran)
                .forEach(it -> faults.put(
                        it.get("judged").textValue(), it.get("faults").longValue()));
        faults.values().removeIf(it -> it == 0);
        return faults;
    }

    private static List<JsonNode> figures(CommandRun ran) {
        return ran.out().stream()
                .map(TestProgram::json)
                .filter(line -> line.has("total"))
                .toList();
    }

    private static JsonNode conclusion(CommandRun ran) {
        return TestProgram.json(ran.out().get(ran.out().size() - 1));
    }

    private static void assertRight(CommandRun ran) {
        assertThat(ran.status()).as("%s\n%s", ran.out(), ran.err()).isZero();
        assertThat(figures(ran)).hasSize(Judged.values().length);
        assertThat(faults(ran)).isEmpty();
        assertThat(conclusion(ran).get("result").textValue()).isEqualTo("right");
    }

    @Test
    void the_outputs_are_right_while_the_application_runs() {
        assertRight(whileRunning);
    }

    @Test
    void everything_is_right_after_a_restart_and_something_of_each_kind_was_there() {
        assertRight(atTheEnd);
        assertThat(figures(atTheEnd))
                .allSatisfy(it ->
                        assertThat(it.get("total").longValue()).as("%s", it).isPositive());
        assertThat(conclusion(atTheEnd).get("records").longValue()).isGreaterThanOrEqualTo(2L * RECORDS);
        assertThat(atTheEnd.err())
                .filteredOn(line -> line.startsWith("0 of "))
                .hasSize(Judged.values().length)
                .anySatisfy(line -> assertThat(line).contains(" of 1,", "requests without exactly one outcome"));
    }

    // What other programs would have made of it.

    private static CommandRun forged(String testCase, Forgery forgery) throws Exception {
        return audit(ForgedOutputs.write(WORLD, testCase, forgery), CONFIGURED);
    }

    private static ObjectNode json(ProducerRecord<byte[], byte[]> record) {
        return (ObjectNode) TestProgram.json(OutputReader.json(record.value()).orElseThrow());
    }

    private static byte[] bytes(JsonNode value) {
        return value.toString().getBytes(UTF_8);
    }

    /** The first record of a topic that is like this becomes something else. */
    private static Forgery once(Topic wanted, Predicate<ObjectNode> which, Forgery forgery) {
        var done = new ArrayList<Topic>();
        return (topic, record) -> {
            boolean now = done.isEmpty() && topic == wanted && record.value() != null && which.test(json(record));
            if (now) {
                done.add(topic);
            }
            return now ? forgery.of(topic, record) : List.of(record);
        };
    }

    private static Forgery changed(Consumer<ObjectNode> change) {
        return (topic, record) -> {
            ObjectNode value = json(record);
            change.accept(value);
            return List.of(ForgedOutputs.with(record, bytes(value)));
        };
    }

    private static Predicate<ObjectNode> status(String status) {
        return value -> value.get("status").textValue().equals(status);
    }

    private static void assertWrong(CommandRun ran, Topic output, Map<Judged, Long> faults) {
        Map<String, Long> expected = new TreeMap<>();
        faults.forEach((judged, count) -> expected.put(judged.text(), count));
        assertThat(ran.status()).as("%s", ran.err()).isEqualTo(1);
        assertThat(faults(ran)).isEqualTo(expected);
        JsonNode first = conclusion(ran);
        assertThat(first.get("result").textValue()).isEqualTo("wrong");
        assertThat(expected).containsKey(first.get("judged").textValue());
        assertThat(first.at("/output/topic").textValue()).isEqualTo(output.logicalName());
        assertThat(ran.err())
                .last()
                .asString()
                .startsWith("slotkeeper: the first fault: " + output.logicalName() + " partition ");
    }

    @Test
    void the_same_in_the_other_format_is_right() throws Exception {
        assertRight(forged(
                "json",
                (topic, record) -> record.value() == null
                        ? List.of(record)
                        : List.of(ForgedOutputs.with(record, bytes(json(record))))));
    }

    @Test
    void an_outcome_that_says_something_else_is_shown_beside_the_one_that_is_right() throws Exception {
        CommandRun ran = forged(
                "outcome",
                once(
                        Topic.REQUEST_OUTCOMES,
                        it -> it.path("code").asText().equals("already_reserved"),
                        changed(it -> it.put("code", "already_booked"))));
        assertWrong(ran, Topic.REQUEST_OUTCOMES, Map.of(Judged.REQUESTS, 1L));
        JsonNode first = conclusion(ran);
        assertThat(first.at("/expected/value/code").textValue()).isEqualTo("already_reserved");
        assertThat(first.at("/found/value/code").textValue()).isEqualTo("already_booked");
        assertThat(first.at("/source/offset")).isEqualTo(first.at("/found/value/source/offset"));
    }

    @Test
    void a_second_outcome_is_too_many() throws Exception {
        CommandRun ran =
                forged("twice", once(Topic.REQUEST_OUTCOMES, status("accepted"), (topic, it) -> List.of(it, it)));
        assertWrong(ran, Topic.REQUEST_OUTCOMES, Map.of(Judged.REQUESTS, 1L));
        assertThat(conclusion(ran).get("expected").isNull()).isTrue();
    }

    @Test
    void an_outcome_and_a_refused_record_that_are_not_there_are_missed() throws Exception {
        Forgery noOutcome = once(Topic.EDGE_OUTCOMES, any -> true, (topic, it) -> List.of());
        Forgery noRefused = once(Topic.REFUSED_RECORDS, any -> true, (topic, it) -> List.of());
        CommandRun ran = forged(
                "none",
                (topic, record) -> noOutcome.of(topic, record).stream()
                        .flatMap(it -> noRefused.of(topic, it).stream())
                        .toList());
        assertThat(ran.status()).isEqualTo(1);
        assertThat(faults(ran)).isEqualTo(Map.of("requests", 1L, "refused_records", 1L));
        assertThat(conclusion(ran).get("found").isNull()).isTrue();
    }

    @Test
    void an_answer_that_names_no_record_is_too_many() throws Exception {
        CommandRun ran = forged("stray", once(Topic.REQUEST_OUTCOMES, any -> true, (topic, it) -> {
            ObjectNode value = json(it);
            value.withObject("/source").put("topic", "elsewhere");
            return List.of(it, ForgedOutputs.with(it, bytes(value)), ForgedOutputs.with(it, new byte[] {'{'}));
        }));
        assertWrong(ran, Topic.REQUEST_OUTCOMES, Map.of(Judged.REQUESTS, 2L));
    }

    @Test
    void a_snapshot_between_two_others_is_missed() throws Exception {
        Map<String, Integer> snapshots = conversationSnapshots();
        CommandRun ran = forged(
                "gap",
                once(
                        Topic.CONVERSATION_SNAPSHOTS,
                        it -> it.get("revision").intValue() == 2 && snapshots.getOrDefault(conversation(it), 0) > 2,
                        (topic, it) -> List.of()));
        assertWrong(ran, Topic.CONVERSATION_SNAPSHOTS, Map.of(Judged.SNAPSHOTS, 1L, Judged.REVISIONS, 1L));
    }

    /** How many there are of each. */
    private static Map<String, Integer> conversationSnapshots() {
        Map<String, Integer> count = new HashMap<>();
        WORLD.log(Topic.CONVERSATION_SNAPSHOTS)
                .forEach(it -> count.merge(new String(it.key(), UTF_8), 1, Integer::sum));
        return count;
    }

    private static String conversation(ObjectNode snapshot) {
        return snapshot.get("scheduling_conversation_id").textValue();
    }

    @Test
    void the_last_snapshot_of_a_key_is_missed() throws Exception {
        Map<String, Integer> snapshots = conversationSnapshots();
        CommandRun ran = forged(
                "last",
                once(
                        Topic.CONVERSATION_SNAPSHOTS,
                        it -> snapshots.getOrDefault(conversation(it), 0) == 1,
                        (topic, it) -> List.of()));
        assertWrong(ran, Topic.CONVERSATION_SNAPSHOTS, Map.of(Judged.SNAPSHOTS, 1L));
    }

    @Test
    void compaction_is_no_fault() throws Exception {
        Map<String, Integer> left = new HashMap<>();
        for (Topic topic : List.of(Topic.CONVERSATION_SNAPSHOTS, Topic.RESERVATION_SNAPSHOTS)) {
            WORLD.log(topic).forEach(it -> left.merge(new String(it.key(), UTF_8), 1, Integer::sum));
        }
        assertRight(forged("compacted", (topic, record) -> {
            boolean removed = topic.isSnapshots()
                    && (left.merge(new String(record.key(), UTF_8), -1, Integer::sum) > 0 || record.value() == null);
            return removed ? List.of() : List.of(record);
        }));
    }

    @Test
    void a_hold_over_another_exceeds_the_capacity() throws Exception {
        CommandRun ran = forged(
                "overlap",
                once(
                        Topic.RESERVATION_SNAPSHOTS,
                        // Event types that can be divided by 4 have seats.
                        it -> it.get("status").textValue().equals("held")
                                && Integer.parseInt(it.get("event_type").textValue()) % 4 != 0,
                        (topic, it) -> {
                            ObjectNode other =
                                    json(it).put("reservation_uid", "other").put("revision", 1);
                            byte[] key = (other.get("event_type").textValue() + "/other").getBytes(UTF_8);
                            return List.of(it, ForgedOutputs.with(it, key, bytes(other)));
                        }));
        assertThat(ran.status()).isEqualTo(1);
        assertThat(faults(ran))
                .containsOnlyKeys("snapshots", "capacity", "deadlines")
                .containsEntry("snapshots", 1L)
                .containsEntry("deadlines", 1L);
        assertThat(conclusion(ran).at("/found/key").textValue()).endsWith("/other");
    }

    @Test
    void an_early_end_of_a_hold_is_noticed() throws Exception {
        CommandRun ran = forged(
                "early",
                once(
                        Topic.RESERVATION_SNAPSHOTS,
                        status("expired"),
                        changed(it -> it.put("reservation_until", "2050-01-01T00:00:00.000Z"))));
        assertWrong(ran, Topic.RESERVATION_SNAPSHOTS, Map.of(Judged.SNAPSHOTS, 1L, Judged.DEADLINES, 1L));
    }

    @Test
    void a_booking_of_a_hold_that_was_over_is_noticed() throws Exception {
        CommandRun ran = forged(
                "late",
                once(Topic.RESERVATION_SNAPSHOTS, status("expired"), changed(it -> it.put("status", "booked"))));
        assertWrong(ran, Topic.RESERVATION_SNAPSHOTS, Map.of(Judged.SNAPSHOTS, 1L, Judged.HONOURED, 1L));
    }

    @Test
    void a_deadline_that_is_never_announced_is_noticed() throws Exception {
        List<byte[]> forgotten = new ArrayList<>();
        CommandRun ran = forged("forgotten", (topic, record) -> {
            boolean expired = topic == Topic.RESERVATION_SNAPSHOTS
                    && record.value() != null
                    && json(record).get("status").textValue().equals("expired");
            if (forgotten.isEmpty() && expired) {
                forgotten.add(record.key());
            }
            boolean gone = topic.isSnapshots() && forgotten.stream().anyMatch(it -> Arrays.equals(it, record.key()));
            return gone ? List.of() : List.of(record);
        });
        assertThat(ran.status()).isEqualTo(1);
        assertThat(faults(ran)).containsOnlyKeys("snapshots", "deadlines").containsEntry("deadlines", 1L);
    }

    @Test
    void two_selections_of_a_participant_are_noticed() throws Exception {
        CommandRun ran = forged(
                "selections",
                once(
                        Topic.CONVERSATION_SNAPSHOTS,
                        it -> it.at("/participants/0/slots/selected").size() == 1,
                        changed(it -> {
                            var selected = it.withArray("/participants/0/slots/selected");
                            selected.add(selected.get(0));
                        })));
        assertWrong(ran, Topic.CONVERSATION_SNAPSHOTS, Map.of(Judged.SNAPSHOTS, 1L, Judged.SELECTIONS, 1L));
    }

    @Test
    void what_retention_has_deleted_is_not_missed() throws Exception {
        TopicNames topics = ForgedOutputs.write(WORLD, "retention", (topic, record) -> List.of(record));
        var partition = new TopicPartition(topics.name(Topic.REQUEST_OUTCOMES), 0);
        try (Admin admin = Broker.admin()) {
            admin.deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(100)))
                    .all()
                    .get();
        }
        CommandRun ran = audit(topics, CONFIGURED);
        assertRight(ran);
        long all = total(audit(WORLD.topics(), Map.of()), Judged.REQUESTS);
        assertThat(total(ran, Judged.REQUESTS)).isBetween(all - 101, all - 1);
    }

    private static long total(CommandRun ran, Judged judged) {
        return figures(ran).stream()
                .filter(it -> it.get("judged").textValue().equals(judged.text()))
                .mapToLong(it -> it.get("total").longValue())
                .sum();
    }

    // How it ends otherwise.

    @Test
    void a_signal_ends_it() {
        var stop = new StopSignal();
        stop.request("test");
        CommandRun ran = CommandRun.command(
                Map.of("SLOTKEEPER_BOOTSTRAP", Broker.bootstrap()),
                stop,
                "",
                "audit",
                "--prefix",
                WORLD.topics().prefix());
        assertThat(ran).isEqualTo(new CommandRun(1, List.of(), List.of("slotkeeper: stopped before the end")));
    }

    @Test
    void wrong_use_is_said() {
        assertThat(audit(WORLD.topics(), Map.of(), "--until-ends").status()).isEqualTo(2);
        assertThat(audit(WORLD.topics(), Map.of(), "reservations").status()).isEqualTo(2);
    }

    @Test
    void other_settings_than_the_recorded_ones_are_refused() {
        CommandRun ran = audit(WORLD.topics(), Map.of("SLOTKEEPER_RESERVATION_DEFAULT", "4s"));
        assertThat(ran.status()).isEqualTo(1);
        assertThat(ran.out()).isEmpty();
        assertThat(ran.err()).singleElement().asString().contains("but the state was made with PT1S");
    }
}
