package io.slotkeeper.reservation;

import static io.slotkeeper.reservation.ReservationRequestBuilder.SLOT;
import static io.slotkeeper.reservation.ReservationRequestBuilder.book;
import static io.slotkeeper.reservation.ReservationRequestBuilder.cancel;
import static io.slotkeeper.reservation.ReservationRequestBuilder.define;
import static io.slotkeeper.reservation.ReservationRequestBuilder.record;
import static io.slotkeeper.reservation.ReservationRequestBuilder.release;
import static io.slotkeeper.reservation.ReservationRequestBuilder.remove;
import static io.slotkeeper.reservation.ReservationRequestBuilder.reserve;
import static io.slotkeeper.reservation.ReservationRequestBuilder.update;
import static org.assertj.core.api.Assertions.assertThat;

import io.slotkeeper.request.CauseType;
import io.slotkeeper.request.field.FieldValue;
import io.slotkeeper.request.field.FieldValue.Fault;
import io.slotkeeper.reservation.ReservationDesk.Reply;
import io.slotkeeper.reservation.calendar.Booking;
import io.slotkeeper.reservation.calendar.BookingStatus;
import io.slotkeeper.reservation.calendar.ClosedMarker;
import io.slotkeeper.reservation.calendar.DocumentKey;
import io.slotkeeper.reservation.calendar.Window;
import io.slotkeeper.reservation.view.ReservationEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** record_booking and cancel_booking: facts from a system of record. */
class RecordBookingTest {

    private final ReservationDesk desk = new ReservationDesk();

    @BeforeEach
    void a_type_of_fixed_length() {
        desk.ask(define());
    }

    private Booking stored() {
        return desk.bookings("1").get(0);
    }

    @Test
    void a_fact_is_stored_as_it_is() {
        Reply reply = desk.ask(record("x").status("pending").attendees(3).version(7));

        assertThat(reply.said()).isEqualTo("accepted");
        assertThat(reply.told()).isEmpty();
        assertThat(reply.decision().revision()).isEmpty();
        assertThat(stored().window()).isEqualTo(Window.of(SLOT, Duration.ofMinutes(30)));
        assertThat(stored().status()).isEqualTo(BookingStatus.PENDING);
        assertThat(stored().attendees()).isEqualTo(3);
        assertThat(stored().version()).isEqualTo(OptionalLong.of(7));
        desk.ask(record("y"));
        assertThat(desk.bookings("1").get(1).attendees()).isEqualTo(1);
    }

    @Test
    void it_is_stored_for_an_undefined_type_and_counts_once_that_is_defined() {
        assertThat(desk.ask(record("x").of("2")).said()).isEqualTo("accepted");
        desk.ask(define().of("2"));

        assertThat(desk.ask(reserve("a").of("2")).said()).isEqualTo("already_booked");
    }

    @Test
    void it_is_never_refused_for_a_conflict_not_even_with_another_booking() {
        desk.ask(record("x"));

        assertThat(desk.ask(record("y")).said()).isEqualTo("accepted");
        assertThat(desk.bookings("1")).hasSize(2);
    }

    @Test
    void live_holds_in_its_way_are_preempted_latest_granted_first() {
        desk.ask(define().lengths(10L, 30L));
        desk.ask(reserve("b").slotMinutes(10));
        desk.after(Duration.ofMillis(1))
                .ask(reserve("a").start(SLOT.plusSeconds(600)).slotMinutes(10));
        desk.ask(reserve("c").start(SLOT.plusSeconds(1_200)).slotMinutes(10));
        desk.ask(reserve("after").start(SLOT.plusSeconds(1_800)));
        desk.ask(update("b").slotMinutes(10));

        Reply reply = desk.ask(record("x").requestId("r1"));

        assertThat(reply.told())
                .as("granted, not changed: b was first; equal grants by uid, descending")
                .containsExactly("c preempted 2", "a preempted 2", "b preempted 3");
        var last = (ReservationEvent.Snapshot) reply.announcements().get(0);
        assertThat(last.hold().cause().type()).isEqualTo(CauseType.RECORD_BOOKING);
        assertThat(last.hold().cause().requestId()).isPresent();
        assertThat(last.hold().updatedAt()).isEqualTo(desk.now());
        assertThat(desk.holds("1")).extracting(hold -> hold.uid().value()).containsExactly("after");
        assertThat(desk.ask(reserve("a")).said()).as("closed").isEqualTo("reservation_uid_in_use");
    }

    @Test
    void one_that_does_not_block_preempts_nothing_until_it_does() {
        desk.ask(reserve("a"));

        assertThat(desk.ask(record("x").status("rejected")).told()).isEmpty();
        assertThat(desk.ask(record("x").status("cancelled")).told()).isEmpty();
        assertThat(desk.ask(record("x").status("awaiting_host")).told()).containsExactly("a preempted 2");
    }

    @Test
    void a_hold_whose_deadline_has_come_expires_and_is_not_preempted() {
        desk.ask(reserve("a"));
        desk.after(Duration.ofMinutes(5));

        assertThat(desk.ask(record("x")).told()).isEmpty();
        assertThat(ReservationDesk.told(desk.tick())).containsExactly("a expired 2");
    }

    @Test
    void a_booking_beyond_64_holds_closes_all_at_once_and_the_rest_is_told_as_due() {
        desk.ask(define().lengths(1L));
        for (int i = 0; i < 70; i++) {
            Instant start = SLOT.plusSeconds(60L * i);
            desk.ask(reserve("h%02d".formatted(i)).start(start).slotMinutes(1));
        }
        desk.after(Duration.ofMinutes(1));
        desk.ask(reserve("free").start(SLOT.plusSeconds(4_200)).slotMinutes(1));

        Reply reply = desk.ask(record("x").lasting(70));

        assertThat(reply.told()).hasSize(64).startsWith("h69 preempted 2").endsWith("h06 preempted 2");
        assertThat(desk.holds("1")).hasSize(7);
        assertThat(desk.holds("1")).filteredOn(hold -> hold.isLive(desk.now())).hasSize(1);
        assertThat(desk.nextDeadline()).contains(desk.now());
        assertThat(desk.ask(cancel("x")).said()).isEqualTo("accepted");
        assertThat(desk.ask(reserve("new").slotMinutes(1)).said())
                .as("no longer in the way, although not told yet")
                .isEqualTo("accepted");
        Reply named = desk.ask(release("h03"));
        assertThat(named.told()).as("what is named is told first").containsExactly("h03 preempted 2");

        desk.after(Duration.ofSeconds(2));
        List<ReservationEvent> rest = desk.tick(3);

        assertThat(ReservationDesk.told(rest)).containsExactly("h00 preempted 2", "h01 preempted 2", "h02 preempted 2");
        var last = (ReservationEvent.Snapshot) rest.get(0);
        assertThat(last.hold().cause().type()).isEqualTo(CauseType.RECORD_BOOKING);
        assertThat(last.hold().updatedAt()).isEqualTo(desk.now());
        assertThat(ReservationDesk.told(desk.tick())).containsExactly("h04 preempted 2", "h05 preempted 2");
        assertThat(desk.closed("1"))
                .filteredOn(marker -> marker.uid().value().equals("h05"))
                .extracting(ClosedMarker::closedAt)
                .as("closed when the booking came")
                .containsExactly(desk.now().minusSeconds(2));
    }

    @Test
    void again_with_a_higher_version_or_none_replaces_it() {
        desk.ask(record("x").version(3));
        assertThat(desk.ask(record("x").version(4).status("pending")).said()).isEqualTo("accepted");
        assertThat(stored().version()).isEqualTo(OptionalLong.of(4));
        assertThat(desk.ask(record("x").attendees(2)).said()).isEqualTo("accepted");

        assertThat(stored().status()).isEqualTo(BookingStatus.ACCEPTED);
        assertThat(stored().attendees()).isEqualTo(2);
        assertThat(stored().version()).as("a fact without one keeps it").isEqualTo(OptionalLong.of(4));
        assertThat(desk.bookings("1")).hasSize(1);
    }

    @Test
    void again_with_a_version_that_is_not_higher_changes_nothing_whatever_else_it_says() {
        desk.ask(record("x").version(3));
        Booking before = stored();

        assertThat(desk.ask(record("x").version(3).status("cancelled")).said()).isEqualTo("repeated");
        assertThat(desk.ask(record("x").version(2).start(SLOT.plusSeconds(60))).said())
                .isEqualTo("repeated");
        assertThat(desk.ask(record("x").version(0).end(FieldValue.absent())).said())
                .isEqualTo("repeated");
        assertThat(desk.ask(cancel("x").version(3)).said()).isEqualTo("repeated");
        assertThat(stored()).isEqualTo(before);
    }

    @Test
    void moved_it_frees_the_old_window_and_preempts_in_the_new_one() {
        desk.ask(reserve("a").start(SLOT.plusSeconds(3_600)));
        desk.ask(record("x"));

        Reply moved = desk.ask(record("x").start(SLOT.plusSeconds(3_600)).lasting(30));

        assertThat(moved.told()).containsExactly("a preempted 2");
        assertThat(desk.ask(reserve("b")).said()).isEqualTo("accepted");
        assertThat(desk.ask(reserve("c").start(SLOT.plusSeconds(3_600))).said()).isEqualTo("already_booked");
    }

    @Test
    void a_booking_made_here_can_be_moved_by_a_fact_and_its_repeat_shows_it_as_it_is() {
        ReservationRequestBuilder ask = book("x");
        desk.ask(ask);
        desk.ask(record("x").start(SLOT.plusSeconds(3_600)).lasting(30).version(1));

        Reply repeat = desk.ask(ask);

        assertThat(repeat.said()).isEqualTo("repeated");
        assertThat(repeat.booking().window().start()).isEqualTo(SLOT.plusSeconds(3_600));
    }

    @Test
    void a_booking_over_for_longer_than_its_retention_is_accepted_and_not_stored() {
        Instant border = desk.now().minus(Duration.ofDays(1));
        ReservationRequestBuilder old =
                record("x").start(border.minusSeconds(1_800)).end(border);

        assertThat(desk.ask(old).said()).isEqualTo("accepted");
        assertThat(desk.bookings("1")).isEmpty();
        assertThat(desk.ask(old.end(border.plusMillis(1))).said()).isEqualTo("accepted");
        assertThat(desk.bookings("1")).hasSize(1);
        desk.ask(old);
        assertThat(desk.bookings("1")).as("moved there").isEmpty();
    }

    @Test
    void a_booking_is_forgotten_a_day_after_its_end_and_nothing_is_told() {
        desk.ask(record("x"));
        desk.ask(record("y").status("cancelled"));
        desk.at(SLOT.plusSeconds(1_800).plus(Duration.ofDays(1)).minusMillis(1));
        desk.tick();
        assertThat(desk.bookings("1")).hasSize(2);

        desk.after(Duration.ofMillis(1));

        assertThat(desk.ask(record("x").version(1).end(FieldValue.absent())).said())
                .isEqualTo("invalid_request");
        assertThat(desk.bookings("1")).as("named, so forgotten").hasSize(1);
        assertThat(desk.tick()).isEmpty();
        assertThat(desk.documents()).isEmpty();
        assertThat(desk.bookingPlaces()).isZero();
    }

    @Test
    void fields_that_are_wrong_are_named_in_order() {
        assertThat(desk.ask(record("x")
                                .booking(FieldValue.absent())
                                .start(FieldValue.absent())
                                .end(FieldValue.malformed(Fault.FORMAT))
                                .status("maybe")
                                .attendees(0)
                                .version(-1))
                        .errors())
                .containsExactly(
                        "booking_uid required",
                        "start required",
                        "end invalid_format",
                        "status not_recognized",
                        "attendees invalid_format",
                        "version invalid_format");
        assertThat(desk.ask(record("x").status(FieldValue.absent())).errors()).containsExactly("status required");
        assertThat(desk.ask(record("x").attendees(1L << 31)).errors()).containsExactly("attendees too_long");
        assertThat(desk.ask(record("x").lasting(0)).errors()).containsExactly("end invalid_time_pair");
        assertThat(desk.ask(record("x").end(FieldValue.malformed(Fault.NO_SUCH_DATE)))
                        .said())
                .isEqualTo("invalid_request");
        assertThat(desk.ask(record("x").end(SLOT.plus(Duration.ofDays(1_827)).plusMillis(1)))
                        .errors())
                .containsExactly("end too_long");
        assertThat(desk.bookings("1")).isEmpty();
        assertThat(desk.ask(record("x").end(SLOT.plus(Duration.ofDays(1_827))).attendees(Integer.MAX_VALUE))
                        .said())
                .isEqualTo("accepted");
    }

    @Test
    void a_cancellation_frees_the_window() {
        desk.ask(record("x").version(1));

        assertThat(desk.ask(cancel("x").version(2)).said()).isEqualTo("accepted");

        assertThat(stored().status()).isEqualTo(BookingStatus.CANCELLED);
        assertThat(stored().version()).isEqualTo(OptionalLong.of(2));
        assertThat(desk.ask(reserve("a")).said()).isEqualTo("accepted");
        assertThat(desk.ask(record("x").version(2)).said()).as("older fact").isEqualTo("repeated");
        assertThat(desk.ask(record("x").version(3)).told())
                .as("evaluated afresh")
                .containsExactly("a preempted 2");
    }

    /** Also what isn't to block any more, and what has come from another time. */
    private static Stream<Arguments> threeVersionsInAnyOrder() {
        Instant past = SLOT.minus(Duration.ofDays(30));
        List<ReservationRequestBuilder> last = List.of(
                cancel("x").version(3),
                record("x").status("cancelled").version(3),
                record("x").status("rejected").version(3),
                record("x").start(SLOT.plusSeconds(3_600)).lasting(60).version(3),
                record("x").start(past).lasting(60).version(3));
        List<ReservationRequestBuilder> middle = List.of(
                cancel("x").version(2),
                record("x").start(SLOT.plusSeconds(1_800)).lasting(60).version(2));
        return last.stream()
                .flatMap(three -> middle.stream()
                        .flatMap(two -> orders(record("x").version(1), two, three))
                        .map(facts -> Arguments.of(three, facts)));
    }

    private static Stream<List<ReservationRequestBuilder>> orders(
            ReservationRequestBuilder a, ReservationRequestBuilder b, ReservationRequestBuilder c) {
        return Stream.of(
                List.of(a, b, c),
                List.of(a, c, b),
                List.of(b, a, c),
                List.of(b, c, a),
                List.of(c, a, b),
                List.of(c, b, a));
    }

    @ParameterizedTest
    @MethodSource("threeVersionsInAnyOrder")
    void the_highest_version_wins_in_any_order_of_arrival(
            ReservationRequestBuilder highest, List<ReservationRequestBuilder> facts) {
        var alone = new ReservationDesk();
        alone.ask(define());
        alone.ask(highest);

        facts.forEach(desk::ask);

        assertThat(blocking(desk)).isEqualTo(blocking(alone));
        for (ReservationRequestBuilder fact : facts) {
            assertThat(desk.ask(fact).said()).as("once more").isEqualTo("repeated");
        }
        assertThat(desk.ask(book("x")).said()).isEqualTo("booking_uid_in_use");
        assertThat(desk.ask(cancel("x").version(4)).said()).isEqualTo("accepted");
        assertThat(blocking(desk)).isEmpty();
    }

    private static List<Window> blocking(ReservationDesk desk) {
        return desk.bookings("1").stream()
                .filter(booking -> booking.status().isBlocking())
                .map(Booking::window)
                .toList();
    }

    @Test
    void an_older_fact_takes_no_hold_away_after_the_cancellation() {
        desk.ask(reserve("h"));
        desk.ask(cancel("x").version(3));

        Reply late = desk.ask(record("x").version(1));

        assertThat(late.said()).isEqualTo("repeated");
        assertThat(late.told()).isEmpty();
        assertThat(desk.ask(record("x").version(4)).told()).containsExactly("h preempted 2");
    }

    @Test
    void a_version_is_remembered_for_the_retention_from_when_it_came() {
        Instant past = desk.now().minus(Duration.ofDays(1));
        desk.ask(cancel("x").version(3));
        desk.ask(record("y").start(past.minusSeconds(1_800)).end(past).version(3));
        desk.after(Duration.ofDays(1).minusMillis(1));
        desk.tick();
        assertThat(desk.ask(record("x")
                                .start(desk.now().plusSeconds(60))
                                .lasting(30)
                                .version(2))
                        .said())
                .isEqualTo("repeated");
        assertThat(desk.ask(record("y")
                                .start(desk.now().plusSeconds(60))
                                .lasting(30)
                                .version(2))
                        .said())
                .isEqualTo("repeated");

        desk.after(Duration.ofMillis(1));

        assertThat(desk.ask(cancel("x")).said()).as("named, so forgotten").isEqualTo("accepted");
        assertThat(desk.tick()).isEmpty();
        assertThat(desk.documents()).isEmpty();
        assertThat(desk.bookingPlaces()).isZero();
    }

    @Test
    void of_more_than_1024_early_cancellations_within_four_hours_the_first_is_forgotten() {
        for (int i = 0; i <= 1_024; i++) {
            desk.ask(cancel("x" + i).version(3));
            desk.after(Duration.ofMillis(1));
        }

        assertThat(desk.ask(record("x1").version(3)).said()).isEqualTo("repeated");
        assertThat(desk.ask(record("x0").version(3)).said()).isEqualTo("accepted");
    }

    @Test
    void a_booking_of_five_years_blocks_what_it_covers_and_frees_it_again() {
        Instant later = SLOT.plus(Duration.ofDays(1_000));
        desk.ask(reserve("a").start(later));

        assertThat(desk.ask(record("x").end(SLOT.plus(Duration.ofDays(1_827))).version(1))
                        .told())
                .containsExactly("a preempted 2");

        assertThat(desk.ask(reserve("b")).said()).isEqualTo("already_booked");
        assertThat(desk.ask(reserve("b").start(later)).said()).isEqualTo("already_booked");
        assertThat(desk.ask(reserve("b").start(SLOT.plus(Duration.ofDays(1_827)).minusSeconds(1)))
                        .said())
                .isEqualTo("already_booked");
        assertThat(desk.ask(reserve("c").start(SLOT.plus(Duration.ofDays(1_827))))
                        .said())
                .isEqualTo("accepted");
        assertThat(desk.ask(reserve("d").start(SLOT.minusSeconds(1_800))).said())
                .isEqualTo("accepted");
        assertThat(desk.documents().keySet().stream().filter(DocumentKey::isWide))
                .as("stored in few places")
                .hasSize(15);
        desk.ask(record("x").version(2).lasting(30));
        assertThat(desk.ask(reserve("b").start(later)).said()).isEqualTo("accepted");
        assertThat(desk.documents().keySet().stream().filter(DocumentKey::isWide))
                .isEmpty();
    }

    @Test
    void an_unknown_booking_can_be_cancelled() {
        assertThat(desk.ask(cancel("nobody")).said()).isEqualTo("accepted");
        assertThat(desk.documents()).isEmpty();
        assertThat(desk.ask(cancel("x").booking(FieldValue.absent())).errors()).containsExactly("booking_uid required");
        assertThat(desk.ask(cancel("x").version(FieldValue.malformed(Fault.TYPE)))
                        .errors())
                .containsExactly("version invalid_format");
    }

    @Test
    void a_removed_type_still_records_and_keeps_the_holds_that_its_seats_allow() {
        desk.ask(define().seats(2));
        desk.ask(reserve("a"));
        desk.ask(reserve("b"));
        desk.ask(remove());

        assertThat(desk.ask(record("x")).told()).containsExactly("b preempted 2");
        assertThat(desk.bookings("1")).hasSize(1);
    }
}
