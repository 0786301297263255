package io.slotkeeper.reservation;

import static io.slotkeeper.reservation.ReservationRequestBuilder.SLOT;
import static io.slotkeeper.reservation.ReservationRequestBuilder.book;
import static io.slotkeeper.reservation.ReservationRequestBuilder.cancel;
import static io.slotkeeper.reservation.ReservationRequestBuilder.define;
import static io.slotkeeper.reservation.ReservationRequestBuilder.record;
import static io.slotkeeper.reservation.ReservationRequestBuilder.release;
import static io.slotkeeper.reservation.ReservationRequestBuilder.reserve;
import static io.slotkeeper.reservation.ReservationRequestBuilder.update;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Seats: so many holds and booked attendees on exactly the same window. */
class SeatsTest {

    private final ReservationDesk desk = new ReservationDesk();

    @BeforeEach
    void three_seats() {
        desk.ask(define().lengths(30L, 60L).seats(3));
    }

    @Test
    void as_many_holds_as_seats_and_not_one_more() {
        assertThat(desk.ask(reserve("a")).said()).isEqualTo("accepted");
        assertThat(desk.ask(reserve("b")).said()).isEqualTo("accepted");
        assertThat(desk.ask(reserve("c")).said()).isEqualTo("accepted");
        assertThat(desk.ask(reserve("d")).said()).isEqualTo("already_reserved");

        desk.ask(release("b"));
        assertThat(desk.ask(reserve("d")).said()).isEqualTo("accepted");
    }

    @Test
    void holds_and_attendees_together_fill_the_window() {
        desk.ask(record("x").attendees(2));
        assertThat(desk.ask(reserve("a")).said()).isEqualTo("accepted");
        assertThat(desk.ask(reserve("b")).said()).isEqualTo("already_reserved");
        assertThat(desk.ask(book("y")).said()).isEqualTo("reserved_by_another");
        assertThat(desk.ask(book("y", "a")).said()).isEqualTo("accepted");
        assertThat(desk.ask(reserve("b")).said()).as("bookings alone fill it").isEqualTo("no_seats_left");
        desk.ask(cancel("x"));
        assertThat(desk.ask(reserve("b")).said()).isEqualTo("accepted");
    }

    @Test
    void other_bounds_conflict_even_when_seats_are_left() {
        desk.ask(reserve("a"));
        assertThat(desk.ask(reserve("b").slotMinutes(60)).said()).isEqualTo("already_reserved");
        assertThat(desk.ask(reserve("b").start(SLOT.plusMillis(1))).said()).isEqualTo("already_reserved");
        assertThat(desk.ask(reserve("b").start(SLOT.plusSeconds(1_800))).said()).isEqualTo("accepted");

        desk.ask(record("x").start(SLOT.plusSeconds(7_200)).lasting(30));
        assertThat(desk.ask(reserve("c").start(SLOT.plusSeconds(7_200)).slotMinutes(60))
                        .said())
                .isEqualTo("already_booked");
        assertThat(desk.ask(reserve("c").start(SLOT.plusSeconds(7_200))).said()).isEqualTo("accepted");
    }

    @Test
    void attendees_of_other_windows_fill_no_seat_here() {
        desk.ask(record("x").start(SLOT.plusSeconds(1_800)).lasting(30).attendees(3));

        assertThat(desk.ask(reserve("a")).said()).isEqualTo("accepted");
    }

    @Test
    void more_attendees_than_seats_leave_none() {
        desk.ask(record("x").attendees(9));

        assertThat(desk.ask(reserve("a")).said()).isEqualTo("no_seats_left");
    }

    @Test
    void its_own_seat_is_not_in_the_way_of_an_update() {
        desk.ask(reserve("a"));
        desk.ask(reserve("b"));
        desk.ask(reserve("c"));

        assertThat(desk.ask(update("c")).said()).isEqualTo("accepted");
        assertThat(desk.ask(update("c").slotMinutes(60)).said()).isEqualTo("already_reserved");
    }

    @Test
    void a_booking_takes_away_only_the_latest_holds_that_no_longer_fit() {
        desk.ask(reserve("a"));
        desk.ask(reserve("b"));
        desk.after(Duration.ofMillis(1)).ask(reserve("0"));

        assertThat(desk.ask(record("x")).told()).containsExactly("0 preempted 2");
        assertThat(desk.ask(record("x").attendees(2)).told()).containsExactly("b preempted 2");
        assertThat(desk.ask(record("y").attendees(2)).told()).containsExactly("a preempted 2");
    }

    @Test
    void a_booking_with_other_bounds_takes_away_all_that_it_overlaps() {
        desk.ask(reserve("a"));
        desk.ask(reserve("b"));
        desk.ask(reserve("c").start(SLOT.plusSeconds(1_800)));
        desk.ask(reserve("d").start(SLOT.plusSeconds(3_600)));

        assertThat(desk.ask(record("x").lasting(60)).told())
                .containsExactly("c preempted 2", "b preempted 2", "a preempted 2");
    }

    @Test
    void redefinition_with_fewer_seats_leaves_holds_as_they_are_and_grants_no_more() {
        desk.ask(reserve("a"));
        desk.ask(reserve("b"));
        desk.ask(reserve("c"));

        assertThat(desk.ask(define().seats(2)).told()).isEmpty();
        assertThat(desk.holds("1")).hasSize(3);
        assertThat(desk.ask(update("a")).said())
                .as("two others are on two seats")
                .isEqualTo("already_reserved");
        assertThat(desk.ask(book("x", "a")).said()).isEqualTo("reserved_by_another");
        desk.ask(release("b"));
        assertThat(desk.ask(reserve("d")).said()).isEqualTo("already_reserved");
        assertThat(desk.ask(book("x", "a")).said()).isEqualTo("accepted");
    }

    @Test
    void no_longer_seated_a_hold_takes_the_whole_slot() {
        desk.ask(reserve("a"));
        desk.ask(define());

        assertThat(desk.ask(reserve("b")).said()).isEqualTo("already_reserved");
    }
}
