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
    private static final Instant BORDER = Instant.parse("2050-09-05T12:00:00Z");
    private static final int LENGTH = 45;

    private static final List<String> TYPES = keys("", 3);
    private static final String VARIABLE = TYPES.get(0);
    private static final String SEATED = TYPES.get(1);
    private static final String LOOSE = TYPES.get(2);
    private static final List<String> CALENDARS = keys("cal:c", 2);
    private static final String CALENDAR = CALENDARS.get(0);
    private static final String CROWD = CALENDARS.get(1);
    /** More than a record that is no tick announces. */
    private static final int MANY = 66;

    private boolean crowded;

    private ReservationLog(RandomGenerator random) {
        super(random, Seen.RESERVATION_REQUESTS, BEGIN);
    }

    static List<LogRecord> of(RandomGenerator random) {
        return new ReservationLog(random).make();
    }

    private List<LogRecord> make() {
        add(LogRecord.of(
                topic,
                now,
                VARIABLE,
                define(20).with("lengths_minutes", List.of(10, 20)).with("owner", "owner")));
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
            add(nextRecord(nextTimestamp(52)));
        }
        return records;
    }

    /** Holds that end at one time, or are taken away at once. */
    private void crowd() {
        crowded = true;
        for (int i = 0; i < MANY; i++) {
            Body body = slotted(Body.of("reserve_slot").with("reservation_uid", "f" + i))
                    .with("slot_start", BORDER.plus(Duration.ofHours(6)).plusSeconds(60L * i))
                    .with("slot_duration_minutes", 1);
            add(LogRecord.of(topic, now, CROWD, body));
        }
        if (chance(40)) {
            Body body = Body.of("record_booking")
                    .with("booking_uid", "crowd")
                    .with("start", BORDER.plus(Duration.ofHours(6)))
                    .with("end", BORDER.plus(Duration.ofHours(6)).plusSeconds(60L * MANY))
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
        Body body = envelope(request());
        if (chance(30)) {
            body = body.with(
                    "requested_by", oneOf(List.of("owner", "owner", "mate", "stranger", "anonymous", "anonymous")));
        }
        String key = oneOf(List.of(VARIABLE, VARIABLE, SEATED, SEATED, SEATED, LOOSE, CALENDAR));
        return new Asked(crowded && chance(15) ? CROWD : key, body);
    }

    private Body request() {
        int dice = random.nextInt(100);
        if (dice < 38) {
            return timed(slotted(ofReservation("reserve_slot")));
        }
        if (dice < 54) {
            Body update = timed(ofReservation("update_reservation"));
            return chance(50) ? update : slotted(update);
        }
        if (dice < 64) {
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
        String uid = crowded && chance(20)
                ? "f" + random.nextInt(MANY)
                : chance(1) ? "no/name" : oneOf(List.of("a", "b", "c", "d"));
        return Body.of(type).with("reservation_uid", uid);
    }

    /** One of them is also the name of a reservation: they have nothing to do with each other. */
    private Body ofBooking(String type) {
        return Body.of(type).with("booking_uid", oneOf(List.of("x", "y", "a")));
    }

    private Body bookSlot() {
        Body body = ofBooking("book_slot");
        if (chance(65)) {
            body = body.with("reservation_uid", oneOf(List.of("a", "b", "c", "d")));
            return chance(25) ? slotted(body) : body;
        }
        return slotted(body);
    }

    private Body fact() {
        Instant start = start();
        Body body = ofBooking("record_booking")
                .with("start", start)
                .with("end", start.plus(Duration.ofMinutes(oneOf(List.of(10, 10, 10, 20, 20, 30, 0, 300, 50_000)))))
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
        return chance(10)
                ? BORDER.plus(Duration.ofHours(4)).plus(Duration.ofMinutes(oneOf(List.of(-10, 0, 10))))
                : BORDER.plus(Duration.ofMinutes(oneOf(List.of(-20, -10, -10, 0, 10))));
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
        return chance(60) ? at.with("slot_duration_minutes", oneOf(List.of(10, 10, 10, 20, 20, 15))) : at;
    }

    private Body timed(Body body) {
        return chance(65) ? body : body.with("reservation_duration_minutes", oneOf(List.of(1, 2, 5, 20, 20, 21, 0)));
    }
}
