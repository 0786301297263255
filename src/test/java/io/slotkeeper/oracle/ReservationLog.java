package io.slotkeeper.oracle;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Histories of a few event types: one of variable length, one seated, one that comes and goes, one calendar; few names;
 * few windows, some back to back, some across a border of four hours.
 */
final class ReservationLog extends RandomLog {

    static final Instant BEGIN = Instant.parse("2050-09-05T11:30:00Z");
    private static final Duration FOUR_HOURS = Duration.ofHours(4);
    private static final int LENGTH = 45;

    private static final List<String> TYPES = keys("", 3);
    private static final String VARIABLE = TYPES.get(0);
    private static final String SEATED = TYPES.get(1);
    private static final String LOOSE = TYPES.get(2);
    private static final List<String> CALENDARS = keys("cal:c", 2);
    private static final String CALENDAR = CALENDARS.get(0);
    private static final String CROWD = CALENDARS.get(1);
    /** More than a record that is no tick announces. */
    private static final List<Integer> MINUTES = List.of(10, 10, 10, 10, 20, 20, 20, 30, 0, 300);
    /** Of facts, around 31 days and around five years. Rare, because they block everything else. */
    private static final List<Integer> MINUTES_OF_MONTHS = List.of(44_640, 44_641, 2_630_880, 2_630_881);

    /** The last one is none. */
    private static final List<String> PARTIES = List.of(
            "00000000000000aa", "00000000000000aa", "00000000000000aa", "00000000000000bb", "00000000000000bb", "aa");

    private static final int MANY = 66;

    /** Whether one reservation is changed all the time: otherwise few have more requests than are remembered. */
    private final boolean restless;

    private final boolean nameless;

    private boolean crowded;
    /** Of the request that is being made. */
    private String key = VARIABLE;

    /** Slots lie around it. */
    private Instant border = Instant.parse("2050-09-05T12:00:00Z");

    private ReservationLog(RandomGenerator random, boolean nameless) {
        super(random, InputRecord.RESERVATION_REQUESTS, BEGIN);
        this.nameless = nameless;
        restless = !nameless && chance(12);
    }

    static List<LogRecord> of(RandomGenerator random) {
        return new ReservationLog(random, false).make();
    }

    /** Almost all is asked by anonymous clients, who come to the end of what they may hold. */
    static List<LogRecord> ofAnonymous(RandomGenerator random) {
        return new ReservationLog(random, true).make();
    }

    private List<LogRecord> make() {
        add(LogRecord.of(
                topic,
                now,
                VARIABLE,
                define(20).with("lengths_minutes", List.of(10, 20, 1_440)).with("owner", "owner")));
        add(LogRecord.of(
                topic,
                now,
                SEATED,
                define(10)
                        .with("lengths_minutes", List.of(10, 20))
                        .with("seats_per_time_slot", 2)
                        .with("owner", "owner")
                        .with("members", List.of("mate"))));
        int length = records.size() + LENGTH;
        int crowdAt = chance(10) ? random.nextInt(length) : -1;
        while (records.size() < length) {
            if (records.size() == crowdAt) {
                crowd();
                length += MANY;
            }
            add(nextRecord(nextTimestamp(restless ? 85 : 64)));
            // What lies behind is of little interest: almost all would be refused.
            while (chance(60) && now.isAfter(border.minusSeconds(600))) {
                border = border.plus(FOUR_HOURS);
            }
        }
        return records;
    }

    /** Holds that end at one time, or are taken away at once. */
    private void crowd() {
        crowded = true;
        Instant crowdStart = border.plus(Duration.ofHours(6));
        for (int i = 0; i < MANY; i++) {
            Body body = slotted(Body.of("reserve_slot").with("reservation_uid", "f" + i))
                    .with("slot_start", crowdStart.plusSeconds(60L * i))
                    .with("slot_duration_minutes", 1);
            add(LogRecord.of(topic, now, CROWD, body));
        }
        if (chance(40)) {
            Body body = Body.of("record_booking")
                    .with("booking_uid", "crowd")
                    .with("start", crowdStart)
                    .with("end", crowdStart.plusSeconds(60L * MANY))
                    .with("status", "accepted");
            add(LogRecord.of(topic, now, CROWD, envelope(body)));
        }
    }

    @Override
    Instant edge() {
        return start();
    }

    @Override
    Asked nextRequest() {
        key = oneOf(List.of(VARIABLE, VARIABLE, VARIABLE, SEATED, SEATED, SEATED, SEATED, LOOSE, CALENDAR, CALENDAR));
        if (crowded && chance(15)) {
            key = CROWD;
        }
        List<Map<String, Object>> held = heldOnes();
        if (restless && !held.isEmpty() && chance(80)) {
            return change(held.get(0));
        }
        Body body = envelope(request());
        if (chance(30)) {
            body = body.with(
                    "requested_by", oneOf(List.of("owner", "owner", "owner", "mate", "mate", "stranger", "anonymous")));
        }
        if (chance(nameless ? 90 : 20)) {
            body = body.with("requested_by", "anonymous").with("party", oneOf(PARTIES));
        }
        return new Asked(key, body);
    }

    private Asked change(Map<String, Object> one) {
        key = String.valueOf(one.get("event_type"));
        Body body = Body.of("update_reservation").with("reservation_uid", one.get("reservation_uid"));
        return new Asked(
                key,
                body.with("reservation_duration_minutes", oneOf(List.of(5, 5, 6)))
                        .with("request_id", "r" + random.nextInt(12)));
    }

    private Body request() {
        int dice = nameless && chance(50) ? 0 : random.nextInt(100);
        if (dice < 44) {
            return timed(slotted(ofReservation("reserve_slot")));
        }
        if (dice < 57) {
            Body update = timed(ofReservation("update_reservation"));
            return chance(50) ? update : slotted(update);
        }
        if (dice < 63) {
            return ofReservation("release_reservation");
        }
        if (dice < 78) {
            return bookSlot();
        }
        if (dice < 88) {
            return fact();
        }
        if (dice < 93) {
            return versioned(ofBooking("cancel_booking"));
        }
        return versioned(dice < 98 ? definition() : Body.of("remove_event_type"));
    }

    private Body ofReservation(String type) {
        return Body.of(type).with("reservation_uid", type.equals("reserve_slot") ? name() : held());
    }

    /** Mostly the name of one that is held, and its key with it. */
    private String held() {
        List<Map<String, Object>> held = heldOnes();
        if (held.isEmpty() || chance(15)) {
            return name();
        }
        Map<String, Object> one = oneOf(held);
        key = String.valueOf(one.get("event_type"));
        return String.valueOf(one.get("reservation_uid"));
    }

    private List<Map<String, Object>> heldOnes() {
        return shown().values().stream()
                .filter(it -> "held".equals(it.get("status")))
                .toList();
    }

    private String name() {
        if (key.equals(CROWD) && chance(60)) {
            return "f" + random.nextInt(MANY);
        }
        return chance(1) ? "no/name" : oneOf(List.of("a", "b", "c", "d", "e"));
    }

    /** One of them is also the name of a reservation: they have nothing to do with each other. */
    private Body ofBooking(String type) {
        return Body.of(type).with("booking_uid", oneOf(List.of("x", "y", "a")));
    }

    private Body bookSlot() {
        Body body = ofBooking("book_slot");
        if (chance(65)) {
            body = body.with("reservation_uid", held());
            return chance(25) ? slotted(body) : body;
        }
        return slotted(body);
    }

    private Body fact() {
        List<Map<String, Object>> held = heldOnes();
        if (!held.isEmpty() && chance(40)) {
            return inTheWayOf(oneOf(held));
        }
        Instant start = start();
        List<Integer> lengths = chance(3) ? MINUTES_OF_MONTHS : MINUTES;
        Body body = ofBooking("record_booking")
                .with("start", start)
                .with("end", start.plus(Duration.ofMinutes(oneOf(lengths))))
                .with(
                        "status",
                        oneOf(List.of(
                                "accepted",
                                "accepted",
                                "accepted",
                                "pending",
                                "awaiting_host",
                                "cancelled",
                                "rejected")));
        return versioned(chance(30) ? body.with("attendees", random.nextInt(1, 4)) : body);
    }

    private Body inTheWayOf(Map<String, Object> one) {
        key = String.valueOf(one.get("event_type"));
        Instant start = Instant.parse(String.valueOf(one.get("slot_start")));
        Instant end = Instant.parse(String.valueOf(one.get("slot_end")));
        return versioned(ofBooking("record_booking")
                .with("start", start)
                .with("end", chance(75) ? end : start.plusSeconds(1_200))
                .with("status", "accepted")
                .with("attendees", random.nextInt(1, 4)));
    }

    private static Body define(int minutes) {
        return Body.of("define_event_type").with("length_minutes", minutes);
    }

    /** Seats come and go. */
    private Body definition() {
        Body body = define(oneOf(List.of(10, 20)));
        if (chance(80)) {
            body = body.with("lengths_minutes", oneOf(List.of(List.of(10, 20), List.of(20), List.of(10, 20, 30))));
        }
        if (chance(75)) {
            body = body.with("seats_per_time_slot", random.nextInt(1, 4));
        }
        if (chance(10)) {
            body = body.with("schedule", schedule());
        }
        if (chance(30)) {
            body = body.with("max_live_holds_per_party", random.nextInt(0, 3));
        }
        if (chance(30)) {
            body = body.with("max_extensions", random.nextInt(-1, 3));
        }
        if (chance(30)) {
            body = body.with("max_hold_minutes_total", oneOf(List.of(1, 3, 22, 52_596_000, 52_596_001)));
        }
        if (chance(30)) {
            body = body.with("buffer_before_minutes", oneOf(List.of(0, 1, 10, 480, 481)));
        }
        if (chance(30)) {
            body = body.with("buffer_after_minutes", oneOf(List.of(-1, 0, 5, 30, 240)));
        }
        if (chance(10)) {
            body = body.with("slot_interval_minutes", oneOf(List.of(0, 1, 15, 1_440, 1_441)));
        }
        return chance(80) ? body.with("owner", "owner") : body;
    }

    private Map<String, Object> schedule() {
        Map<String, Object> rule = Map.of(
                "days",
                List.of("MON", oneOf(List.of("SUN", "sun"))),
                "start",
                "09:00",
                "end",
                oneOf(List.of("17:00", "24:00", "9:00")));
        return Map.of("time_zone", oneOf(List.of("Europe/Rome", "Europe/Roma")), "rules", List.of(rule));
    }

    private Body versioned(Body body) {
        return chance(50) ? body : body.with("version", random.nextInt(0, 6));
    }

    private Instant start() {
        return chance(20)
                ? border.plus(FOUR_HOURS).plus(Duration.ofMinutes(oneOf(List.of(-10, 0, 10))))
                : border.plus(Duration.ofMinutes(oneOf(List.of(-20, -10, -10, 0, 10))));
    }

    private Body slotted(Body body) {
        Instant start = chance(2) ? start().plusMillis(random.nextInt(-1, 2)) : start();
        // The same instant, written otherwise, is the same content.
        Body at = body.with(
                "slot_start",
                chance(10) ? start.atOffset(java.time.ZoneOffset.ofHours(2)).toString() : start);
        if (start.getEpochSecond() % 60 == 0 && chance(1)) {
            at = body.with("slot_start", "2050-02-30T10:00:00Z");
        }
        return chance(key.equals(CALENDAR) || key.equals(CROWD) ? 97 : 55)
                ? at.with("slot_duration_minutes", slotMinutes())
                : at;
    }

    private int slotMinutes() {
        return chance(3) ? oneOf(List.of(500, 1_440, 1_441)) : oneOf(List.of(10, 10, 10, 20, 20, 15));
    }

    private Body timed(Body body) {
        return nameless || chance(65)
                ? body
                : body.with("reservation_duration_minutes", oneOf(List.of(1, 2, 5, 10, 20, 20, 20, 20, 21, 0)));
    }
}
