package io.slotkeeper.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.slotkeeper.app.Logs.Entry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Decides the reservation requests of {@link Load} once more, naively: a list of holds and a list of bookings per event
 * type, looked through from end to end. Every slot is an hour long. Fails at the first record that was decided or
 * announced otherwise.
 */
final class ReservationOracle {

    private static final Duration HOUR = Duration.ofHours(1);

    private final Duration hold;
    private final Map<String, List<Hold>> holds = new HashMap<>();
    private final Map<String, List<Instant>> bookings = new HashMap<>();
    private final List<String> bookedUids = new ArrayList<>();
    private final Map<String, Integer> count = new TreeMap<>();

    private static final class Hold {
        private final String uid;
        private Instant start;
        private Instant until;
        private long revision;
        private boolean closed;

        Hold(String uid, Instant start, Instant until) {
            this.uid = uid;
            this.start = start;
            this.until = until;
            this.revision = 1;
        }

        boolean liveAt(Instant now) {
            return !closed && until.isAfter(now);
        }

        /** The next snapshot, as {@link #shown} would have it. */
        String next(String status) {
            revision++;
            closed = !status.equals("held");
            return shown(status);
        }

        String shown(String status) {
            return uid + " " + status + " " + revision + " " + start + " until " + until;
        }
    }

    /** @param snapshot what the request itself emits */
    private record Expected(String answer, List<String> snapshot) {
        Expected(String answer) {
            this(answer, List.of());
        }
    }

    ReservationOracle(Duration hold) {
        this.hold = hold;
    }

    /** How often each thing happened, for the test to see that it did. */
    Map<String, Integer> count() {
        return count;
    }

    void check(List<Entry> entries) {
        for (Entry entry : entries) {
            for (JsonNode snapshot : entry.snapshots()) {
                assertThat(instant(snapshot, "updated_at")).as("%s", entry).isEqualTo(entry.now());
            }
            entry.snapshots().stream().filter(entry::announces).forEach(it -> checkExpiry(entry, it));
            if (entry.isTick()) {
                assertThat(entry.outcomes()).as("%s", entry).isEmpty();
            } else {
                checkAnswer(entry);
            }
        }
        holds.forEach((key, all) ->
                assertThat(all).as("holds of %s that were not announced", key).allMatch(one -> one.closed));
    }

    private void checkExpiry(Entry entry, JsonNode snapshot) {
        Hold one = find(
                snapshot.get("event_type").textValue(),
                snapshot.get("reservation_uid").textValue());
        assertThat(one.closed).as("announced twice: %s", entry).isFalse();
        assertThat(one.until).as("announced early: %s", entry).isBeforeOrEqualTo(entry.now());
        assertThat(shown(snapshot)).as("%s", entry).isEqualTo(one.next("expired"));
        assertThat(snapshot.at("/cause/type").textValue()).as("%s", entry).isEqualTo("reservation_expired");
        counted("expired");
    }

    private void checkAnswer(Entry entry) {
        assertThat(entry.outcomes()).as("outcomes of %s", entry).hasSize(1);
        Expected expected = decide(entry);
        assertThat(entry.answer()).as("%s", entry).isEqualTo(expected.answer());
        assertThat(entry.snapshots().stream()
                        .filter(it -> !entry.announces(it))
                        .map(ReservationOracle::shown)
                        .toList())
                .as("%s", entry)
                .isEqualTo(expected.snapshot());
        counted(entry.type() + " " + entry.answer());
    }

    private Expected decide(Entry entry) {
        return switch (entry.type()) {
            case "define_event_type" -> new Expected("accepted");
            case "reserve_slot" -> reserve(entry);
            case "release_reservation" -> release(entry);
            case "update_reservation" -> update(entry);
            case "book_slot" -> book(entry);
            default -> throw new AssertionError(entry);
        };
    }

    private Expected reserve(Entry entry) {
        Hold before = find(entry.key(), uid(entry));
        if (before != NONE) {
            return new Expected(before.liveAt(entry.now()) ? "repeated" : "reservation_uid_in_use");
        }
        Instant start = instant(entry.request(), "slot_start");
        String obstacle = obstacle(entry, start);
        if (!obstacle.isEmpty()) {
            return new Expected(obstacle);
        }
        var granted = new Hold(uid(entry), start, entry.now().plus(hold));
        holds.computeIfAbsent(entry.key(), none -> new ArrayList<>()).add(granted);
        return new Expected("accepted", List.of(granted.shown("held")));
    }

    private Expected release(Entry entry) {
        Hold one = find(entry.key(), uid(entry));
        return one.liveAt(entry.now())
                ? new Expected("accepted", List.of(one.next("released")))
                : new Expected("accepted");
    }

    private Expected update(Entry entry) {
        Hold one = find(entry.key(), uid(entry));
        if (!one.liveAt(entry.now())) {
            return new Expected("reservation_not_found");
        }
        Instant start = instant(entry.request(), "slot_start");
        String obstacle = obstacle(entry, start);
        if (!obstacle.isEmpty()) {
            return new Expected(obstacle);
        }
        one.start = start;
        one.until = entry.now().plus(hold);
        return new Expected("accepted", List.of(one.next("held")));
    }

    private Expected book(Entry entry) {
        String booking = entry.request().get("booking_uid").textValue();
        if (bookedUids.contains(booking)) {
            return new Expected("repeated");
        }
        Hold own = find(entry.key(), uid(entry));
        boolean live = own.liveAt(entry.now());
        if (!live && !entry.request().has("slot_start")) {
            return new Expected("reservation_expired");
        }
        Instant start = live ? own.start : instant(entry.request(), "slot_start");
        String obstacle = obstacle(entry, start);
        if (!obstacle.isEmpty()) {
            return new Expected(obstacle.equals("already_reserved") ? "reserved_by_another" : obstacle);
        }
        bookings.computeIfAbsent(entry.key(), none -> new ArrayList<>()).add(start);
        bookedUids.add(booking);
        return new Expected("accepted", live ? List.of(own.next("booked")) : List.of());
    }

    /** What is in the way of whoever asks, its own hold left out; empty if nothing. */
    private String obstacle(Entry entry, Instant start) {
        if (bookings.getOrDefault(entry.key(), List.of()).stream().anyMatch(other -> overlap(other, start))) {
            return "already_booked";
        }
        boolean reserved = holds.getOrDefault(entry.key(), List.of()).stream()
                .anyMatch(other ->
                        other.liveAt(entry.now()) && overlap(other.start, start) && !other.uid.equals(uid(entry)));
        return reserved ? "already_reserved" : "";
    }

    private static boolean overlap(Instant one, Instant other) {
        return one.isBefore(other.plus(HOUR)) && other.isBefore(one.plus(HOUR));
    }

    private static final Hold NONE = new Hold("", Instant.MIN, Instant.MIN);

    private Hold find(String key, String uid) {
        return holds.getOrDefault(key, List.of()).stream()
                .filter(one -> one.uid.equals(uid))
                .findFirst()
                .orElse(NONE);
    }

    private static String uid(Entry entry) {
        return entry.request().get("reservation_uid").textValue();
    }

    private static String shown(JsonNode snapshot) {
        return snapshot.get("reservation_uid").textValue() + " "
                + snapshot.get("status").textValue() + " "
                + snapshot.get("revision") + " "
                + instant(snapshot, "slot_start") + " until "
                + instant(snapshot, "reservation_until");
    }

    private static Instant instant(JsonNode node, String field) {
        return Instant.parse(node.get(field).textValue());
    }

    private void counted(String what) {
        count.merge(what, 1, Integer::sum);
    }
}
