package io.slotkeeper.reservation;

import io.slotkeeper.oracle.ExpectedSnapshot;
import io.slotkeeper.oracle.OracleSettings;
import io.slotkeeper.oracle.ReservationModel;
import io.slotkeeper.request.DecisionSetting;
import io.slotkeeper.request.field.FieldValue;
import io.slotkeeper.request.field.FieldValue.Fault;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Makes random histories of small worlds that aim at the edges: one event type of variable length, one seated and one
 * calendar; few names; few windows, some back to back, some across a border of two documents; times that are exactly a
 * deadline or a millisecond beside it; requests that were sent before. It runs the oracle's model along to know where the edges
 * are; the steps themselves are plain values.
 */
final class ReservationHistories {

    /** Short, and not whole minutes, so that a history sees the end of all. */
    static final ReservationSettings SETTINGS = new ReservationSettings(
            Duration.ofSeconds(90),
            Duration.ofMinutes(20),
            Duration.ofMinutes(21),
            2,
            DecisionSetting.UNLIMITED,
            1,
            Duration.ofMinutes(4),
            Duration.ofMinutes(5),
            Duration.ofMinutes(7),
            10,
            false);

    static final OracleSettings ORACLE_SETTINGS = new OracleSettings(
                    8,
                    Duration.ofDays(30),
                    20,
                    SETTINGS.defaultHold(),
                    SETTINGS.max(),
                    SETTINGS.maxTotal(),
                    SETTINGS.closedRetention(),
                    SETTINGS.bookingRetention(),
                    SETTINGS.strictHolds())
            .limiting(
                    Optional.of(SETTINGS.maxLiveHolds()),
                    Optional.empty(),
                    Optional.of(SETTINGS.anonymousMaxLiveHolds()),
                    SETTINGS.anonymousMaxTotal())
            .withRoomFor(SETTINGS.maxPerPartition());

    static final Instant BEGIN = Instant.parse("2050-09-05T11:30:00Z");
    private static final Instant BORDER = Instant.parse("2050-09-05T12:00:00Z");
    private static final int STEPS = 40;

    /**
     * A record of the log.
     *
     * @param announces how many deadlines it may announce
     * @param ask empty for a tick
     */
    record Step(Instant at, int announces, Optional<ReservationRequestBuilder> ask) {
        @Override
        public String toString() {
            return at + " announces " + announces + ", "
                    + ask.map(ReservationRequestBuilder::toString).orElse("tick");
        }
    }

    private final RandomGenerator random;
    private final ReservationModel model = new ReservationModel(ORACLE_SETTINGS);
    private final List<Step> steps = new ArrayList<>();
    private Instant now = BEGIN;

    private ReservationHistories(RandomGenerator random) {
        this.random = random;
    }

    static List<Step> history(RandomGenerator random) {
        return new ReservationHistories(random).steps();
    }

    private List<Step> steps() {
        add(new Step(
                now,
                0,
                Optional.of(ReservationRequestBuilder.define()
                        .length(FieldValue.of(20L))
                        .lengths(10L, 20L)
                        .owner("owner"))));
        add(new Step(
                now,
                0,
                Optional.of(ReservationRequestBuilder.define()
                        .of("2")
                        .length(FieldValue.of(10L))
                        .lengths(10L, 20L)
                        .seats(2)
                        .owner("owner")
                        .members("mate"))));
        while (steps.size() < STEPS) {
            now = nextTime();
            add(new Step(now, oneOf(List.of(0, 0, 1, 2, 64)), chance(8) ? Optional.empty() : Optional.of(nextAsk())));
        }
        return steps;
    }

    private void add(Step step) {
        announce(model, step, steps.size());
        step.ask()
                .ifPresent(ask -> model.decide(
                        ask.key().value(),
                        ask.seen(),
                        ReservationRequestBuilder.moment(now, steps.size()),
                        new ArrayList<>()));
        steps.add(step);
    }

    /** Announces as many deadlines as the step may, and tells of them. */
    static List<ExpectedSnapshot> announce(ReservationModel model, Step step, long offset) {
        List<ExpectedSnapshot> told = new ArrayList<>();
        for (int i = 0; i < step.announces(); i++) {
            if (model.nextDeadline().filter(due -> !due.isAfter(step.at())).isPresent()) {
                told.addAll(model.announceNext(ReservationRequestBuilder.moment(step.at(), offset)));
            }
        }
        return told;
    }

    private boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    private <T> T oneOf(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    private Instant nextTime() {
        int dice = random.nextInt(100);
        if (dice < 55) {
            return now;
        }
        if (dice < 70) {
            return now.plusSeconds(random.nextInt(1, 60));
        }
        Instant edge = model.nextDeadline().orElse(now);
        if (dice >= 92) {
            edge = start();
        }
        Instant beside = chance(30) ? edge.plusMillis(random.nextInt(-1, 2)) : edge;
        if (dice == 99) {
            beside = now.plus(Duration.ofMinutes(10));
        }
        return beside.isBefore(now) ? now : beside;
    }

    private ReservationRequestBuilder nextAsk() {
        List<ReservationRequestBuilder> earlier =
                steps.stream().flatMap(step -> step.ask().stream()).toList();
        if (chance(15)) {
            return oneOf(earlier.subList(Math.max(0, earlier.size() - 9), earlier.size()));
        }
        ReservationRequestBuilder ask = ask();
        if (chance(35)) {
            ask = ask.requestId("r" + random.nextInt(8));
        }
        if (chance(30)) {
            ask = ask.by(oneOf(List.of("owner", "owner", "mate", "stranger", "anonymous")));
        } else if (chance(20)) {
            ask = ask.byParty(oneOf(List.of("00000000000000aa", "00000000000000bb")));
        }
        return ask.of(oneOf(List.of("1", "1", "2", "2", "2", "cal:c")));
    }

    private ReservationRequestBuilder ask() {
        int dice = random.nextInt(100);
        if (dice < 38) {
            return timed(slot(ReservationRequestBuilder.reserve(reservation())));
        }
        if (dice < 54) {
            ReservationRequestBuilder update = timed(ReservationRequestBuilder.update(reservation()));
            return chance(50) ? update : slot(update);
        }
        if (dice < 64) {
            return ReservationRequestBuilder.release(reservation());
        }
        if (dice < 78) {
            return bookSlot();
        }
        if (dice < 88) {
            return fact();
        }
        if (dice < 93) {
            return versioned(ReservationRequestBuilder.cancel(booking()));
        }
        return dice < 98 ? versioned(definition()) : versioned(ReservationRequestBuilder.remove());
    }

    private ReservationRequestBuilder bookSlot() {
        ReservationRequestBuilder ask = chance(65)
                ? ReservationRequestBuilder.book(booking(), reservation())
                : slot(ReservationRequestBuilder.book(booking()));
        return chance(25) ? slot(ask) : ask;
    }

    private ReservationRequestBuilder fact() {
        List<Map<String, Object>> held = model.held();
        if (!held.isEmpty() && chance(40)) {
            return inTheWayOf(oneOf(held));
        }
        ReservationRequestBuilder ask = ReservationRequestBuilder.record(booking())
                .start(start())
                .lasting(oneOf(List.of(10L, 10L, 20L, 20L, 30L, 0L, 300L)));
        ask = ask.status(oneOf(
                List.of("accepted", "accepted", "accepted", "pending", "awaiting_host", "cancelled", "rejected")));
        return versioned(chance(30) ? ask.attendees(random.nextLong(1, 4)) : ask);
    }

    private ReservationRequestBuilder inTheWayOf(Map<String, Object> hold) {
        Instant start = Instant.parse(String.valueOf(hold.get("slot_start")));
        Instant end = Instant.parse(String.valueOf(hold.get("slot_end")));
        return ReservationRequestBuilder.record(booking())
                .start(start)
                .end(chance(70) ? end : start.plus(Duration.ofMinutes(20)))
                .attendees(random.nextLong(1, 4));
    }

    /** Seats come and go. */
    private ReservationRequestBuilder definition() {
        ReservationRequestBuilder ask = ReservationRequestBuilder.define()
                .length(FieldValue.of(oneOf(List.of(10L, 20L))))
                .lengths(10L, 20L);
        if (chance(20)) {
            ask = ask.lengths(FieldValue.absent());
        }
        if (chance(25)) {
            ask = ask.buffers(
                    FieldValue.of(oneOf(List.of(0L, 5L, 10L))),
                    chance(50) ? FieldValue.absent() : FieldValue.of(oneOf(List.of(1L, 20L, 481L))),
                    FieldValue.absent());
        }
        if (chance(75)) {
            ask = ask.seats(random.nextLong(1, 4));
        }
        if (chance(50)) {
            ask = ask.caps(cap(List.of(1L, 2L)), cap(List.of(0L, 1L)), cap(List.of(1L, 3L, 60L)));
        }
        return chance(80) ? ask.owner("owner") : ask;
    }

    private FieldValue<Long> cap(List<Long> values) {
        return chance(50) ? FieldValue.absent() : FieldValue.of(oneOf(values));
    }

    private ReservationRequestBuilder versioned(ReservationRequestBuilder ask) {
        return chance(50) ? ask : ask.version(random.nextLong(0, 6));
    }

    private String reservation() {
        return chance(1) ? "no/name" : oneOf(List.of("a", "b", "c", "d"));
    }

    /** One of them is also the name of a reservation: they have nothing to do with each other. */
    private String booking() {
        return oneOf(List.of("x", "y", "a"));
    }

    private Instant start() {
        return chance(10)
                ? BORDER.plus(Duration.ofHours(4)).plus(Duration.ofMinutes(oneOf(List.of(-10, 0, 10))))
                : BORDER.plus(Duration.ofMinutes(oneOf(List.of(-20, -10, -10, 0, 10))));
    }

    private ReservationRequestBuilder slot(ReservationRequestBuilder ask) {
        ReservationRequestBuilder at = ask.start(start());
        return switch (random.nextInt(60)) {
            case 0 -> at.start(FieldValue.absent());
            case 1 -> at.startOnNoSuchDate();
            case 2 -> at.start(FieldValue.malformed(Fault.FORMAT));
            case 3 -> at.slotMinutes(0);
            case 4 -> at.slotMinutes(15);
            case 5 -> at.slotMinutes(FieldValue.malformed(Fault.TYPE));
            default -> chance(60) ? at.slotMinutes(oneOf(List.of(10L, 20L))) : at;
        };
    }

    private ReservationRequestBuilder timed(ReservationRequestBuilder ask) {
        return chance(65) ? ask : ask.heldFor(oneOf(List.of(1L, 2L, 5L, 20L, 20L, 21L, 0L)));
    }
}
