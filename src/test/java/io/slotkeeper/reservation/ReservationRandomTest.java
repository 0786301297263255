package io.slotkeeper.reservation;

import static org.assertj.core.api.Assertions.assertThat;

import io.slotkeeper.audit.OutputContent;
import io.slotkeeper.oracle.ExpectedOutcome;
import io.slotkeeper.oracle.ExpectedSnapshot;
import io.slotkeeper.oracle.ReservationModel;
import io.slotkeeper.request.Refusal;
import io.slotkeeper.request.field.FieldValue;
import io.slotkeeper.reservation.ReservationDesk.Reply;
import io.slotkeeper.reservation.ReservationHistories.Step;
import io.slotkeeper.reservation.ReservationRequest.ReserveSlot;
import io.slotkeeper.reservation.calendar.Booking;
import io.slotkeeper.reservation.calendar.ClosedMarker;
import io.slotkeeper.reservation.calendar.DocumentKey;
import io.slotkeeper.reservation.calendar.EarlyCancellation;
import io.slotkeeper.reservation.calendar.EventType;
import io.slotkeeper.reservation.calendar.EventTypeKey;
import io.slotkeeper.reservation.calendar.Hold;
import io.slotkeeper.reservation.calendar.PartyHolds;
import io.slotkeeper.reservation.calendar.ReservationStatus;
import io.slotkeeper.reservation.calendar.Window;
import io.slotkeeper.reservation.view.Claim;
import io.slotkeeper.reservation.view.ReservationChanges;
import io.slotkeeper.reservation.view.ReservationEvent;
import io.slotkeeper.reservation.view.ReservationView;
import io.slotkeeper.reservation.view.WindowUse;
import io.slotkeeper.testing.RandomHistories;
import io.slotkeeper.wire.OutputFormat;
import io.slotkeeper.wire.OutputReader;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ReservationRandomTest {

    @Test
    void random_histories_are_decided_as_the_oracle_decides_them() {
        RandomHistories.of(1_000, ReservationHistories::history, ReservationRandomTest::compare)
                .run();
    }

    @Test
    void the_histories_reach_every_verdict_every_status_and_every_code() {
        Set<String> said = new TreeSet<>();
        Set<String> statuses = new TreeSet<>();
        RandomHistories.of(1_500, ReservationHistories::history, history -> {
                    var desk = new ReservationDesk(ReservationHistories.SETTINGS);
                    for (Step step : history) {
                        statuses.addAll(statuses(desk.at(step.at()).tick(step.announces())));
                        step.ask().map(desk::ask).ifPresent(reply -> {
                            said.add(reply.said());
                            statuses.addAll(statuses(reply.announcements()));
                        });
                    }
                })
                .run();

        assertThat(statuses)
                .containsExactlyInAnyOrder("held", "released", "expired", "booked", "preempted", "forgotten");
        assertThat(said)
                .as("all but too_many_holds, which takes more than a small world")
                .containsExactlyInAnyOrder(
                        "accepted",
                        "repeated",
                        "invalid_request",
                        "authentication_required",
                        "event_type_not_found",
                        "not_entitled",
                        "slot_duration_not_allowed",
                        "slot_in_the_past",
                        "no_seats_left",
                        "already_booked",
                        "already_reserved",
                        "reservation_uid_in_use",
                        "reservation_not_found",
                        "held_too_long",
                        "hold_limit_reached",
                        "reserved_by_another",
                        "reservation_expired",
                        "booking_uid_in_use",
                        "request_id_reused");
    }

    /** Whatever is asked for: the first reason is the answer, and there is none if it is granted. */
    @Test
    void an_explanation_says_what_the_decision_says() {
        Set<Integer> reasons = new TreeSet<>();
        RandomHistories.of(1_000, ReservationHistories::history, history -> {
                    var desk = new ReservationDesk(ReservationHistories.SETTINGS);
                    for (Step step : history) {
                        desk.at(step.at()).tick(step.announces());
                        step.ask().ifPresent(ask -> {
                            if (ask.request() instanceof ReserveSlot asked) {
                                reasons.add(checkExplained(desk.explain(ask, underAnotherName(asked))));
                            }
                            desk.ask(ask);
                        });
                    }
                })
                .run();

        assertThat(reasons).as("how many there are at a time").contains(0, 1, 2, 3);
    }

    private static ReserveSlot underAnotherName(ReserveSlot asked) {
        return new ReserveSlot(
                FieldValue.of("a-name-that-nobody-has"),
                asked.slotStart(),
                asked.slotDurationMinutes(),
                asked.reservationDurationMinutes());
    }

    private static int checkExplained(ReservationDesk.Explained explained) {
        List<Explanation.Reason> reasons = explained.explanation().reasons();
        assertThat(explained.explanation().isAvailable())
                .as("%s of what is %s", reasons, explained.reply().said())
                .isEqualTo(explained.reply().refusal().isEmpty());
        explained.reply().refusal().ifPresent(refusal -> {
            Explanation.Reason first = reasons.get(0);
            assertThat(first.code()).isEqualTo(refusal.code());
            assertThat(first.message()).isEqualTo(refusal.message());
            assertThat(first.until()).isEqualTo(refusal.availableAt());
        });
        return reasons.size();
    }

    private static List<String> statuses(List<ReservationEvent> announcements) {
        return announcements.stream()
                .map(it -> it instanceof ReservationEvent.Snapshot snapshot
                        ? snapshot.status().text()
                        : "forgotten")
                .toList();
    }

    /** A scan of all that is stored takes as long as ten steps. */
    private static final int STEPS_BETWEEN_SCANS = 16;

    private static void compare(List<Step> history) {
        var model = new ReservationModel(ReservationHistories.ORACLE_SETTINGS);
        var desk = new ReservationDesk(ReservationHistories.SETTINGS);
        var capacity = new Capacity();
        for (Step step : history) {
            desk.at(step.at());
            List<ExpectedSnapshot> announced = ReservationHistories.announce(model, step, desk.offset());
            assertThat(told(desk.tick(step.announces())))
                    .as("announced at %s", step.at())
                    .isEqualTo(announced);
            step.ask().ifPresent(ask -> {
                List<ExpectedSnapshot> told = new ArrayList<>();
                ExpectedOutcome right = model.decide(
                        ask.key().value(),
                        ask.seen(),
                        ReservationRequestBuilder.moment(step.at(), desk.offset()),
                        told);
                Reply reply = desk.ask(ask);
                compare(reply, right, step);
                assertThat(told(reply.announcements())).as("told by %s", step).isEqualTo(told);
            });
            compareState(desk, model);
            assertThat(desk.nextDeadline()).as("next deadline").isEqualTo(model.nextDeadline());
            if (desk.offset() % STEPS_BETWEEN_SCANS == 0) {
                checkPlaces(desk);
            }
            capacity.check(desk);
        }
        checkPlaces(desk);
    }

    private static void compare(Reply reply, ExpectedOutcome right, Step step) {
        assertThat(reply.said()).as("answer to %s", step).isEqualTo(right.verdict());
        assertThat(reply.refusal().flatMap(Refusal::availableAt))
                .as("when %s has a chance", step)
                .isEqualTo(right.availableAt());
        right.message()
                .ifPresent(it ->
                        assertThat(reply.message()).as("message of %s", step).isEqualTo(it));
        assertThat(reply.decision().revision())
                .as("revision of %s", step)
                .isEqualTo(right.revision().map(OptionalLong::of).orElse(OptionalLong.empty()));
        assertThat(reply.decision().reservation().map(it -> shown(it)))
                .as("reservation shown by %s", step)
                .isEqualTo(right.snapshot());
        assertThat(reply.decision().booking().map(it -> it.uid().value()))
                .as("booking of %s", step)
                .isEqualTo(right.booking().map(it -> it.get("booking_uid")));
    }

    private static List<ExpectedSnapshot> told(List<ReservationEvent> announcements) {
        return announcements.stream().map(ReservationRandomTest::told).toList();
    }

    private static ExpectedSnapshot told(ReservationEvent announcement) {
        return new ExpectedSnapshot(
                announcement.eventType().value() + "/" + announcement.uid().value(),
                announcement instanceof ReservationEvent.Snapshot snapshot
                        ? Optional.of(shown(snapshot))
                        : Optional.empty());
    }

    private static void compareState(ReservationDesk desk, ReservationModel model) {
        List<Object> held = new ArrayList<>();
        for (String eventType : List.of("1", "2", "cal:c")) {
            var key = new EventTypeKey(eventType);
            desk.holds(eventType).stream()
                    .map(hold -> new ReservationEvent.Snapshot(key, hold, ReservationStatus.HELD, Optional.empty()))
                    .forEach(it -> held.add(shown(it)));
            assertThat(sorted(desk.closed(eventType).stream()
                            .map(it -> new ReservationModel.ClosedName(
                                    it.uid().value(),
                                    it.window().start(),
                                    it.window().end(),
                                    it.closedAt()))
                            .toList()))
                    .as("closed uids of %s", eventType)
                    .isEqualTo(sorted(model.closed(eventType)));
            assertThat(sorted(desk.bookings(eventType).stream()
                            .map(ReservationRandomTest::describe)
                            .toList()))
                    .as("bookings of %s", eventType)
                    .isEqualTo(sorted(model.booked(eventType).stream()
                            .map(ReservationRandomTest::describe)
                            .toList()));
        }
        assertThat(sorted(held)).as("holds").isEqualTo(sorted(model.held()));
    }

    private static String describe(Booking it) {
        return describe(
                it.uid().value(),
                it.window(),
                it.status().text(),
                it.attendees(),
                it.version().isPresent() ? Optional.of(it.version().getAsLong()) : Optional.empty());
    }

    private static Map<String, Object> shown(ReservationEvent.Snapshot snapshot) {
        return OutputContent.of(
                OutputReader.tree(OutputFormat.JSON.reservation(snapshot)).orElseThrow());
    }

    private static String describe(ReservationModel.ExpectedBooking it) {
        return describe(it.uid(), new Window(it.start(), it.end()), it.status(), it.attendees(), it.version());
    }

    private static String describe(String uid, Window window, String status, long attendees, Optional<Long> version) {
        return uid + " " + window + " " + status + " " + attendees + " " + version;
    }

    private static List<String> sorted(Collection<?> entries) {
        return entries.stream().map(Object::toString).sorted().toList();
    }

    /** Each entry is stored in the parts that its window touches and nowhere else; derived data is what a scan gives. */
    private static void checkPlaces(ReservationDesk desk) {
        Map<String, Set<DocumentKey>> found = new HashMap<>();
        Map<String, Set<DocumentKey>> right = new HashMap<>();
        Map<ReservationChanges.PartyName, Set<PartyHolds.Entry>> parties = new HashMap<>();
        Set<ReservationChanges.BookingName> bookings = new HashSet<>();
        desk.documents().forEach((where, document) -> {
            EventTypeKey key = where.eventType();
            for (Hold hold : document.holds()) {
                place(found, right, where, hold.window(), key + " " + hold);
                hold.countedFor()
                        .filter(party -> hold.preemptedAt().isEmpty())
                        .ifPresent(party -> parties.computeIfAbsent(
                                        new ReservationChanges.PartyName(key, party), it -> new HashSet<>())
                                .add(new PartyHolds.Entry(hold.uid(), hold.until())));
            }
            for (Booking booking : document.bookings()) {
                place(found, right, where, booking.window(), key + " " + booking);
                bookings.add(new ReservationChanges.BookingName(key, booking.uid()));
            }
            for (EarlyCancellation cancellation : document.cancellations()) {
                assertThat(where).as("%s", cancellation).isEqualTo(DocumentKey.at(key, cancellation.cancelledAt()));
                bookings.add(new ReservationChanges.BookingName(key, cancellation.uid()));
            }
            for (ClosedMarker marker : document.closed()) {
                place(found, right, where, marker.window(), key + " " + marker);
            }
        });
        assertThat(found).as("parts in which entries stand").isEqualTo(right);
        parties.forEach((name, holds) -> assertThat(
                        Set.copyOf(desk.holdsOf(name.eventType(), name.party()).entries()))
                .as("holds of %s", name)
                .isEqualTo(holds));
        assertThat(desk.bookingPlaces()).as("places of bookings").isEqualTo(bookings.size());
        assertThat(desk.deadlines().get(0))
                .as("deadlines")
                .isEqualTo(desk.deadlines().get(1));
        checkViews(desk);
    }

    /** What is derived while requests are decided says the same as what is made from a scan, and as the entries. */
    private static void checkViews(ReservationDesk desk) {
        for (ReservationView view : desk.views()) {
            desk.documents().forEach((part, document) -> {
                EventTypeKey key = part.eventType();
                for (Hold hold : document.holds()) {
                    assertThat(view.hold(key, hold.uid())).contains(hold);
                    checkWindow(desk, view, key, hold.window());
                }
                for (Booking booking : document.bookings()) {
                    assertThat(view.known(key, booking.uid())).contains(booking);
                    checkWindow(desk, view, key, booking.window());
                }
                for (ClosedMarker marker : document.closed()) {
                    assertThat(view.closed(part, marker.uid())).contains(marker);
                    assertThat(view.closedAtMost(key, marker.window()))
                            .isGreaterThanOrEqualTo(
                                    view.closed(key, marker.window()).size());
                }
            });
        }
    }

    private static void checkWindow(ReservationDesk desk, ReservationView view, EventTypeKey key, Window window) {
        for (Duration gap : List.of(Duration.ZERO, Duration.ofMinutes(25))) {
            checkClaim(desk, view, key, new Claim(window, gap));
        }
    }

    private static void checkClaim(ReservationDesk desk, ReservationView view, EventTypeKey key, Claim claim) {
        Window window = claim.window();
        var right = new long[4];
        Instant last = Instant.EPOCH;
        for (Hold hold : desk.holds(key.value())) {
            if (hold.isLive(desk.now()) && hold.window().overlaps(claim.reach())) {
                right[hold.window().equals(window) ? 2 : 3]++;
                last = hold.until().isAfter(last) ? hold.until() : last;
            }
        }
        for (Booking booking : desk.bookings(key.value())) {
            if (booking.status().isBlocking() && booking.window().equals(window)) {
                right[0] += booking.attendees();
            } else if (booking.status().isBlocking() && booking.window().overlaps(claim.reach())) {
                right[1]++;
            }
        }
        var state = view.window(key, claim, Optional.empty(), desk.now());
        assertThat(state.use())
                .as("what overlaps %s", window)
                .isEqualTo(new WindowUse(right[0], right[1], right[2], right[3]));
        assertThat(state.lastEnd().orElse(Instant.EPOCH))
                .as("last end of %s", window)
                .isEqualTo(last);
    }

    private static void place(
            Map<String, Set<DocumentKey>> found,
            Map<String, Set<DocumentKey>> right,
            DocumentKey where,
            Window window,
            String entry) {
        assertThat(found.computeIfAbsent(entry, it -> new HashSet<>()).add(where))
                .as("twice in one document: %s", entry)
                .isTrue();
        right.put(entry, new HashSet<>(DocumentKey.touchedBy(where.eventType(), window)));
    }

    /** No slot has more live holds and attendees than seats, as long as the seats of its event type never shrank. */
    private static final class Capacity {
        private final Map<String, Integer> most = new HashMap<>();
        private final Set<String> shrunk = new HashSet<>();

        void check(ReservationDesk desk) {
            for (String eventType : List.of("1", "2", "cal:c")) {
                OptionalInt seats = desk.eventType(new EventTypeKey(eventType))
                        .map(EventType::seats)
                        .orElse(OptionalInt.empty());
                int before = most.merge(eventType, seats.orElse(0), Math::max);
                if (before > seats.orElse(0)) {
                    shrunk.add(eventType);
                }
                if (!shrunk.contains(eventType)) {
                    check(desk, eventType, seats);
                }
            }
        }

        private static void check(ReservationDesk desk, String eventType, OptionalInt seats) {
            List<Hold> live = desk.holds(eventType).stream()
                    .filter(hold -> hold.isLive(desk.now()))
                    .toList();
            List<Booking> blocking = desk.bookings(eventType).stream()
                    .filter(booking -> booking.status().isBlocking())
                    .toList();
            for (Hold hold : live) {
                List<Window> others = new ArrayList<>();
                live.stream().filter(it -> !it.uid().equals(hold.uid())).forEach(it -> others.add(it.window()));
                blocking.forEach(it -> others.addAll(Collections.nCopies(it.attendees(), it.window())));
                others.removeIf(window -> !window.overlaps(hold.window()));
                assertThat(others)
                        .as("others in the slot of %s, %s", eventType, hold)
                        .hasSizeLessThan(Math.max(1, seats.orElse(1)))
                        .allMatch(hold.window()::equals);
            }
        }
    }
}
