package io.slotkeeper.oracle;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.random.RandomGenerator;

/**
 * Long histories that reach the limits of docs/spec/limits.md: of what one record announces, and of what is
 * remembered of one window.
 */
final class CrowdedLog extends RandomLog {

    private static final Instant BEGIN = Instant.parse("2050-09-05T08:30:00Z");
    private static final Instant NOON = Instant.parse("2050-09-05T12:00:00Z");
    private static final List<String> CALENDARS = keys("cal:m", 40);
    private static final String TYPE = keys("", 1).get(0);

    private CrowdedLog(RandomGenerator random, String topic) {
        super(random, topic, BEGIN);
    }

    /** More holds end than a tick announces. */
    static List<LogRecord> ofManyHolds(RandomGenerator random) {
        var log = new CrowdedLog(random, InputRecord.RESERVATION_REQUESTS);
        log.holds(2_400);
        log.now = log.now.plus(Duration.ofMinutes(4));
        log.deadlines(Duration.ofMinutes(7));
        return log.records;
    }

    /** More conversations end than a tick announces, and are forgotten later. */
    static List<LogRecord> ofManyConversations(RandomGenerator random) {
        var log = new CrowdedLog(random, InputRecord.SELECTION_REQUESTS);
        log.conversations(300);
        log.now = log.now.plus(Duration.ofHours(1));
        log.deadlines(Duration.ofMinutes(75));
        return log.records;
    }

    /** More live entries in four hours than a document of former versions took. */
    static List<LogRecord> ofAFullDocument(RandomGenerator random) {
        var log = new CrowdedLog(random, InputRecord.RESERVATION_REQUESTS);
        log.fullDocument();
        return log.records;
    }

    /** A window has more closed names than are remembered. */
    static List<LogRecord> ofClosedNames(RandomGenerator random) {
        var log = new CrowdedLog(random, InputRecord.RESERVATION_REQUESTS);
        log.closedNames();
        return log.records;
    }

    @Override
    Instant edge() {
        return now;
    }

    @Override
    Asked nextRequest() {
        return topic.equals(InputRecord.SELECTION_REQUESTS)
                ? new Asked(oneOf(keys("scv_", 300)), Body.of("cancel_conversation"))
                : new Asked(
                        oneOf(CALENDARS),
                        Body.of("release_reservation").with("reservation_uid", "u" + random.nextInt(2_400)));
    }

    private void ask(String key, Body body) {
        add(LogRecord.of(topic, now, key, body));
    }

    /** Ticks, requests and others, until all that is there has ended for good. */
    private void deadlines(Duration time) {
        Instant end = now.plus(time);
        while (now.isBefore(end)) {
            Instant at = nextDeadline()
                    .filter(now::isBefore)
                    .filter(it -> chance(30))
                    .orElse(now.plusSeconds(20));
            int records = random.nextInt(1, 4);
            for (int i = 0; i < records; i++) {
                add(chance(50) ? LogRecord.tick(topic, at) : nextRecord(at));
            }
        }
    }

    private void holds(int count) {
        List<Body> bodies = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Body body = Body.of("reserve_slot")
                    .with("reservation_uid", "u" + i)
                    .with("slot_start", NOON.plus(Duration.ofMinutes(30L * (i / CALENDARS.size()))))
                    .with("slot_duration_minutes", oneOf(List.of(20, 30)))
                    .with("reservation_duration_minutes", random.nextInt(1, 4));
            bodies.add(body.with("calendar", CALENDARS.get(i % CALENDARS.size())));
        }
        Collections.shuffle(bodies, new Random(random.nextLong()));
        bodies.forEach(it -> ask(String.valueOf(it.fields().get("calendar")), it.without("calendar")));
    }

    private void conversations(int count) {
        List<String> names = new ArrayList<>(keys("scv_", count));
        Collections.shuffle(names, new Random(random.nextLong()));
        for (String name : names) {
            Instant start = BEGIN.plusSeconds(600L * random.nextInt(1, 4));
            ask(
                    name,
                    Body.of("create_conversation")
                            .with("participants", List.of(Map.of("participant_id", "a"), Map.of("participant_id", "b")))
                            .with("tzid", "Europe/Rome")
                            .with("required_duration", Map.of("minutes", 30))
                            .with(
                                    "available_periods",
                                    List.of(Map.of(
                                            "start",
                                            start.toString(),
                                            "end",
                                            start.plusSeconds(5_400).toString())))
                            .with("selection_expires_after", Map.of("minutes", 10)));
            if (chance(50)) {
                ask(
                        name,
                        Body.of("select_slots")
                                .with("participant", "a")
                                .with("selected_slots", List.of(Map.of("slot_id", "slt_" + start.getEpochSecond()))));
            }
        }
    }

    private static Body reserve(String uid, Instant start) {
        return Body.of("reserve_slot").with("reservation_uid", uid).with("slot_start", start);
    }

    private void fullDocument() {
        Instant first = Instant.parse("2050-09-05T10:00:00Z");
        Instant second = first.plusSeconds(1_800);
        ask(
                TYPE,
                Body.of("define_event_type")
                        .with("length_minutes", 30)
                        .with("lengths_minutes", List.of(30, 60))
                        .with("seats_per_time_slot", 1_000));
        int inFirst = oneOf(List.of(1_000, 998));
        for (int i = 0; i < inFirst; i++) {
            ask(TYPE, reserve("a" + i, first).with("reservation_duration_minutes", oneOf(List.of(10, 20))));
        }
        for (int i = inFirst; i < 1_023; i++) {
            ask(TYPE, reserve("b" + i, second).with("reservation_duration_minutes", 20));
        }
        List<Instant> starts =
                List.of(first, second, second, second, first.plusSeconds(3_600), NOON.minusSeconds(900), NOON);
        for (int i = 0; i < 120; i++) {
            if (chance(3)) {
                now = nextDeadline().filter(now::isBefore).orElse(now).minusMillis(random.nextInt(0, 2));
            }
            String uid = oneOf(List.of(
                    "a" + random.nextInt(30),
                    "b" + (1_000 + random.nextInt(22)),
                    "c" + random.nextInt(300),
                    "c" + random.nextInt(300)));
            ask(TYPE, inFullDocument(uid, oneOf(starts)));
        }
    }

    private Body inFullDocument(String uid, Instant start) {
        String booking = "k" + random.nextInt(60);
        return switch (random.nextInt(8)) {
            case 0, 1, 2 -> reserve(uid, start);
            case 3 -> Body.of("update_reservation").with("reservation_uid", uid).with("slot_start", start);
            case 4 ->
                chance(50)
                        ? reserve(uid, start)
                        : Body.of("release_reservation").with("reservation_uid", uid);
            case 5 ->
                Body.of("book_slot")
                        .with("booking_uid", booking)
                        .with(chance(50) ? "reservation_uid" : "slot_start", chance(50) ? uid : start);
            case 6 ->
                Body.of("record_booking")
                        .with("booking_uid", booking)
                        .with("start", start)
                        .with("end", start.plusSeconds(1_800))
                        .with("status", oneOf(List.of("accepted", "cancelled")));
            default -> Body.of("cancel_booking").with("booking_uid", booking);
        };
    }

    /** Names are closed at the same millisecond and at others, in two documents and across their border. */
    private void closedNames() {
        String calendar = CALENDARS.get(0);
        for (int i = 0; i < 1_200; i++) {
            now = now.plusMillis(oneOf(List.of(0, 0, 1, 150)));
            String uid = "u" + random.nextInt(2_000);
            Instant start = NOON.plusSeconds(600L * oneOf(List.of(-3, -2, -2, -2, -2, -2, -1, -1, -1, 0)) - 300L);
            ask(calendar, reserve(uid, start).with("slot_duration_minutes", chance(85) ? 10 : oneOf(List.of(1, 5))));
            if (chance(3)) {
                ask(
                        calendar,
                        Body.of("record_booking")
                                .with("booking_uid", "x")
                                .with("start", start.minusSeconds(1_200))
                                .with("end", start.plusSeconds(1_200))
                                .with("status", oneOf(List.of("accepted", "pending"))));
                ask(calendar, Body.of("cancel_booking").with("booking_uid", "x"));
            } else if (chance(93)) {
                ask(calendar, Body.of("release_reservation").with("reservation_uid", uid));
            } else if (chance(30)) {
                ask(
                        calendar,
                        Body.of("update_reservation")
                                .with("reservation_uid", uid)
                                .with("slot_start", start.plus(Duration.ofHours(chance(50) ? 4 : 0))));
            }
        }
        deadlines(Duration.ofMinutes(8));
    }
}
