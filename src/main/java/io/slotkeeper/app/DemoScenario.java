package io.slotkeeper.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slotkeeper.app.DemoCluster.Read;
import io.slotkeeper.stream.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * The two source documents as a play: requests go in as an upstream service sends them, and what comes out is read as a
 * downstream service reads it and held against what the documents say.
 */
final class DemoScenario implements AutoCloseable {

    private static final String CONVERSATION = "scv_5ba21743f408617d1269ea1e";
    private static final String EVENT_TYPE = "1";
    /** 2050-05-02T09:00:00Z, the first slot of the period. */
    private static final String SLOT = "slt_2535094800";

    private static final List<String> OUR_FIELDS =
            List.of("scheduling_conversation_id", "created_at", "revision", "updated_at", "cause");

    private final DemoCluster cluster;
    private final Console console;
    private final Duration hold;
    private int differences;

    private DemoScenario(DemoCluster cluster, Console console, Duration hold) {
        this.cluster = cluster;
        this.console = console;
        this.hold = hold;
    }

    /**
     * Plays it.
     *
     * @param stop completes when it is to end at once
     * @return whether everything was as the documents say
     * @throws Failure when something expected doesn't come, or it had to end before
     */
    static boolean play(Config config, Console console, CompletableFuture<String> stop) {
        Duration hold = config.decisions().reservations().defaultHold();
        try (var scenario = new DemoScenario(DemoCluster.connect(config, stop), console, hold)) {
            scenario.selectSlots();
            scenario.reserveASlot();
            return scenario.sumUp();
        }
    }

    private boolean sumUp() {
        console.data("");
        console.data(
                differences == 0 ? "Everything was as the documents say." : differences + " things were different.");
        return differences == 0;
    }

    @Override
    public void close() {
        cluster.close();
    }

    // The first document: a participant selects a slot, and the conversation is complete.

    private void selectSlots() {
        title("Select Slots: Grace takes any slot, Karl selects one");

        Read outcome = ask(Topic.SELECTION_REQUESTS, CONVERSATION, """
                {"type":"create_conversation","request_id":"demo-1","participants":[
                 {"participant_id":"@grace","sub":"acc_5ba21743f408617d1269ea1e","email":"grace@company.com",
                  "common_name":"Grace Devlin","slots":{"selection_method":"auto"}},
                 {"participant_id":"@karl","common_name":"Karl Cramer"}],
                 "tzid":"America/Chicago","required_duration":{"minutes":60},
                 "available_periods":[{"start":"2050-05-02T09:00:00Z","end":"2050-05-02T18:00:00Z"}]}""");
        expect("the request is accepted", outcome.value().at("/status"), "accepted");
        Read created = snapshot(Topic.CONVERSATION_SNAPSHOTS, CONVERSATION, 1);
        expect("Karl needs to act", created.value().at("/participants/1/status"), "needs_action");
        expect("Grace waits", created.value().at("/participants/0/status"), "waiting");

        outcome = ask(Topic.SELECTION_REQUESTS, CONVERSATION, """
                {"type":"select_slots","request_id":"demo-2","participant":"@karl",
                 "selected_slots":[{"slot_id":"%s"}]}""".formatted(SLOT));
        expect("the selection is accepted", outcome.value().at("/status"), "accepted");
        Read complete = snapshot(Topic.CONVERSATION_SNAPSHOTS, CONVERSATION, 2);
        expectSeed(complete.value());
    }

    /** The document's example response, with its dates in our century and its missing comma. */
    private void expectSeed(JsonNode snapshot) {
        JsonNode expected = DemoCluster.json("""
                {"participants":[
                  {"participant_id":"@grace","sub":"acc_5ba21743f408617d1269ea1e","email":"grace@company.com",
                   "common_name":"Grace Devlin",
                   "slots":{"selection_method":"auto","selected":[
                     {"slot_id":"%1$s","start":"2050-05-02T09:00:00Z","end":"2050-05-02T10:00:00Z"}]},
                   "status":"complete","possible_actions":[]},
                  {"participant_id":"@karl","common_name":"Karl Cramer",
                   "slots":{"selection_method":"manual","selected":[
                     {"slot_id":"%1$s","start":"2050-05-02T09:00:00Z","end":"2050-05-02T10:00:00Z"}]},
                   "status":"complete","possible_actions":[]}],
                 "tzid":"America/Chicago",
                 "required_duration":{"minutes":60},
                 "available_periods":[{"start":"2050-05-02T09:00:00Z","end":"2050-05-02T18:00:00Z"}],
                 "chosen_slot":{"available_slot_id":"%1$s","start":"2050-05-02T09:00:00Z","end":"2050-05-02T10:00:00Z"},
                 "status":"complete"}""".formatted(SLOT));
        ObjectNode documented = snapshot.deepCopy();
        documented.remove(OUR_FIELDS);
        check("the snapshot is the document's example response", expected.toString(), documented.toString());
    }

    // The second document: a slot is held for one party, for a limited time.

    private void reserveASlot() {
        title("Reserve a slot: held for one party, for " + hold.toSeconds() + " seconds");

        Read defined = ask(Topic.RESERVATION_REQUESTS, EVENT_TYPE, """
                {"type":"define_event_type","request_id":"demo-3","title":"Intro call","length_minutes":60}""");
        expect("the event type is defined", defined.value().at("/status"), "accepted");

        Read granted = ask(Topic.RESERVATION_REQUESTS, EVENT_TYPE, reserve("demo-4", FIRST));
        expect("the first party is granted the slot", granted.value().at("/status"), "accepted");
        Read held = snapshot(Topic.RESERVATION_SNAPSHOTS, EVENT_TYPE + "/" + FIRST, 1);
        expect("it is held", held.value().at("/status"), "held");
        expect("for an hour of calendar", held.value().at("/slot_end"), "2050-09-05T11:00:00.000Z");
        Instant until = Instant.parse(held.value().at("/reservation_until").asText());
        check(
                "until " + hold.toSeconds() + " seconds from now",
                hold,
                Duration.between(Instant.parse(held.value().at("/created_at").asText()), until));

        Read refused = ask(Topic.RESERVATION_REQUESTS, EVENT_TYPE, reserve("demo-5", SECOND));
        expect("the second party is refused", refused.value().at("/code"), "already_reserved");
        expect(
                "in the document's words",
                refused.value().at("/message"),
                "This time slot is already reserved by another user. Please choose a different time.");

        console.data("");
        console.data("... nobody writes anything until the hold ends by itself");
        Read expired = snapshot(Topic.RESERVATION_SNAPSHOTS, EVENT_TYPE + "/" + FIRST, 2);
        expect("the hold expires", expired.value().at("/status"), "expired");
        expect("because its time has come", expired.value().at("/cause/type"), "reservation_expired");
        Duration late = Duration.between(
                until, Instant.parse(expired.value().at("/updated_at").asText()));
        check("not before its deadline", true, !late.isNegative());
        console.data("    announced " + late.toMillis() + " ms after its deadline, in log time");

        Read again = ask(Topic.RESERVATION_REQUESTS, EVENT_TYPE, reserve("demo-6", SECOND));
        expect("now the second party is granted the slot", again.value().at("/status"), "accepted");
        Read taken = snapshot(Topic.RESERVATION_SNAPSHOTS, EVENT_TYPE + "/" + SECOND, 1);
        expect("and holds it", taken.value().at("/status"), "held");
    }

    private static final String FIRST = "e84be5a3-4696-49e3-acc7-b2f3999c3b94";
    private static final String SECOND = "0b6a2a3e-58f5-4d55-9d64-7b8d7e3f0c11";

    private static String reserve(String requestId, String uid) {
        return """
                {"type":"reserve_slot","request_id":"%s","reservation_uid":"%s",
                 "slot_start":"2050-09-05T10:00:00Z"}""".formatted(requestId, uid);
    }

    // Showing and comparing.

    private Read ask(Topic topic, String key, String request) {
        String line = DemoCluster.json(request).toString();
        show("→", topic, key, line);
        Read outcome = cluster.outcomeOf(cluster.send(topic, key, line));
        show("←", outcome.topic(), outcome.key(), outcome.value().toString());
        return outcome;
    }

    private Read snapshot(Topic topic, String key, int revision) {
        Read snapshot = cluster.snapshot(topic, key, revision, hold);
        show("←", topic, key, snapshot.value().toString());
        return snapshot;
    }

    private void title(String text) {
        console.data("");
        console.data(text);
        console.data("=".repeat(text.length()));
    }

    private void show(String arrow, Topic topic, String key, String line) {
        console.data("");
        console.data(arrow + " " + topic.logicalName() + "  " + key);
        readable(DemoCluster.json(line)).forEach(it -> console.data("    " + it));
    }

    /** A line for each field, and for each element of a list; what is deeper stays as it is. */
    private static List<String> readable(JsonNode record) {
        List<String> lines = new ArrayList<>();
        record.properties().forEach(field -> {
            JsonNode value = field.getValue();
            if (value.isArray() && value.size() > 1) {
                lines.add(field.getKey() + ":");
                value.forEach(element -> lines.add("  - " + element));
            } else {
                lines.add(field.getKey() + ": " + value);
            }
        });
        return lines;
    }

    private void expect(String what, JsonNode found, String expected) {
        check(what, expected, found.asText());
    }

    private void check(String what, Object expected, Object found) {
        if (expected.equals(found)) {
            console.data("  ✓ " + what);
        } else {
            differences++;
            console.data("  ✗ " + what + ": expected " + expected + " but it is " + found);
        }
    }
}
