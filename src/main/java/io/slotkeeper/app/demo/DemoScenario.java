package io.slotkeeper.app.demo;

import io.slotkeeper.app.config.Config;
import io.slotkeeper.app.console.CommandFailure;
import io.slotkeeper.app.demo.DemoCluster.DemoRecord;
import io.slotkeeper.topics.Topic;
import io.slotkeeper.wire.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;

/**
 * The first two parts of the demo: requests of the two source documents are sent as an upstream service sends them, and
 * the outputs are read as a downstream service reads them and compared with the documents.
 */
final class DemoScenario implements AutoCloseable {

    private static final String CONVERSATION = "scv_5ba21743f408617d1269ea1e";
    private static final String EVENT_TYPE = "1";
    private final DemoCluster cluster;
    private final DemoStage stage;
    private final Duration hold;

    private DemoScenario(DemoCluster cluster, DemoStage stage, Duration hold) {
        this.cluster = cluster;
        this.stage = stage;
        this.hold = hold;
    }

    /**
     * Plays it.
     *
     * @param stop completes when the demo has to end at once
     * @throws CommandFailure if an expected record doesn't arrive, or it has to end before
     */
    static void play(Config config, DemoStage stage, CompletableFuture<String> stop) {
        Duration hold = config.decisions().reservations().defaultHold();
        try (var scenario = new DemoScenario(DemoCluster.connect(config, stop), stage, hold)) {
            scenario.selectSlots();
            scenario.reserveASlot();
        }
    }

    @Override
    public void close() {
        cluster.close();
    }

    // The first document: a participant selects a slot, and the conversation is complete.

    private void selectSlots() {
        stage.title("Select Slots: Grace takes any slot, Karl selects one");

        DemoRecord outcome = ask(Topic.SELECTION_REQUESTS, CONVERSATION, """
                {"type":"create_conversation","request_id":"demo-1","participants":[
                 {"participant_id":"@grace","sub":"acc_5ba21743f408617d1269ea1e","email":"grace@company.com",
                  "common_name":"Grace Devlin","slots":{"selection_method":"auto"}},
                 {"participant_id":"@karl","common_name":"Karl Cramer"}],
                 "tzid":"America/Chicago","required_duration":{"minutes":60},
                 "available_periods":[{"start":"2050-05-02T09:00:00Z","end":"2050-05-02T18:00:00Z"}]}""");
        stage.expect("the request is accepted", outcome.value().at("status"), "accepted");
        DemoRecord created = snapshot(Topic.CONVERSATION_SNAPSHOTS, CONVERSATION, 1);
        stage.expect("Karl needs to act", created.value().at("participants/1/status"), "needs_action");
        stage.expect("Grace waits", created.value().at("participants/0/status"), "waiting");

        outcome = ask(Topic.SELECTION_REQUESTS, CONVERSATION, """
                {"type":"select_slots","request_id":"demo-2","participant":"@karl",
                 "selected_slots":[{"slot_id":"%s"}]}""".formatted(DemoStage.SLOT));
        stage.expect("the selection is accepted", outcome.value().at("status"), "accepted");
        DemoRecord complete = snapshot(Topic.CONVERSATION_SNAPSHOTS, CONVERSATION, 2);
        stage.expectExampleResponse(complete.value(), "[]");
    }

    // The second document: a slot is held for one party, for a limited time.

    private void reserveASlot() {
        stage.title("Reserve a slot: held for one party, for " + hold.toSeconds() + " seconds");

        DemoRecord defined = ask(Topic.RESERVATION_REQUESTS, EVENT_TYPE, """
                {"type":"define_event_type","request_id":"demo-3","title":"Intro call","length_minutes":60}""");
        stage.expect("the event type is defined", defined.value().at("status"), "accepted");

        DemoRecord granted = ask(Topic.RESERVATION_REQUESTS, EVENT_TYPE, reserve("demo-4", FIRST));
        stage.expect("the first party is granted the slot", granted.value().at("status"), "accepted");
        DemoRecord held = snapshot(Topic.RESERVATION_SNAPSHOTS, EVENT_TYPE + "/" + FIRST, 1);
        stage.expect("it is held", held.value().at("status"), "held");
        stage.expect("for an hour of calendar", held.value().at("slot_end"), "2050-09-05T11:00:00.000Z");
        Instant until = time(held, "reservation_until");
        stage.check(
                "until " + hold.toSeconds() + " seconds from now",
                hold,
                Duration.between(time(held, "created_at"), until));

        DemoRecord refused = ask(Topic.RESERVATION_REQUESTS, EVENT_TYPE, reserve("demo-5", SECOND));
        stage.expect("the second party is refused", refused.value().at("code"), "already_reserved");
        stage.expect(
                "in the document's words",
                refused.value().at("message"),
                "This time slot is already reserved by another user. Please choose a different time.");

        stage.say("");
        stage.say("... nobody writes anything until the hold ends by itself");
        DemoRecord expired = snapshot(Topic.RESERVATION_SNAPSHOTS, EVENT_TYPE + "/" + FIRST, 2);
        stage.expect("the hold expires", expired.value().at("status"), "expired");
        stage.expect("because its time has come", expired.value().at("cause/type"), "reservation_expired");
        Duration late = Duration.between(until, time(expired, "updated_at"));
        stage.check("not before its deadline", true, !late.isNegative());
        stage.say("    announced " + late.toMillis() + " ms after its deadline, in log time");

        DemoRecord again = ask(Topic.RESERVATION_REQUESTS, EVENT_TYPE, reserve("demo-6", SECOND));
        stage.expect("now the second party is granted the slot", again.value().at("status"), "accepted");
        DemoRecord taken = snapshot(Topic.RESERVATION_SNAPSHOTS, EVENT_TYPE + "/" + SECOND, 1);
        stage.expect("and holds it", taken.value().at("status"), "held");
    }

    private static Instant time(DemoRecord record, String field) {
        return Instant.parse(record.value().text(field).orElseThrow());
    }

    private static final String FIRST = "e84be5a3-4696-49e3-acc7-b2f3999c3b94";
    private static final String SECOND = "0b6a2a3e-58f5-4d55-9d64-7b8d7e3f0c11";

    private static String reserve(String requestId, String uid) {
        return """
                {"type":"reserve_slot","request_id":"%s","reservation_uid":"%s",
                 "slot_start":"2050-09-05T10:00:00Z"}""".formatted(requestId, uid);
    }

    // Showing and comparing.

    private DemoRecord ask(Topic topic, String key, String request) {
        Json.Obj record = DemoCluster.json(request);
        stage.show("→ " + topic.logicalName() + "  " + key, record);
        DemoRecord outcome = cluster.outcomeOf(cluster.send(topic, key, record.compact()));
        stage.show("← " + outcome.topic().logicalName() + "  " + outcome.key(), outcome.value());
        return outcome;
    }

    private DemoRecord snapshot(Topic topic, String key, int revision) {
        DemoRecord snapshot = cluster.snapshot(topic, key, revision, hold);
        stage.show("← " + topic.logicalName() + "  " + key, snapshot.value());
        return snapshot;
    }
}
