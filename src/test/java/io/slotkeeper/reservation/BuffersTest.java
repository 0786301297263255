package io.slotkeeper.reservation;

import static io.slotkeeper.reservation.ReservationRequestBuilder.SLOT;
import static io.slotkeeper.reservation.ReservationRequestBuilder.book;
import static io.slotkeeper.reservation.ReservationRequestBuilder.define;
import static io.slotkeeper.reservation.ReservationRequestBuilder.record;
import static io.slotkeeper.reservation.ReservationRequestBuilder.reserve;
import static io.slotkeeper.reservation.ReservationRequestBuilder.update;
import static org.assertj.core.api.Assertions.assertThat;

import io.slotkeeper.request.field.FieldValue;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Time around slots that is kept free of others (docs/spec/reservations.md#buffers-and-intervals). */
class BuffersTest {

    private final ReservationDesk desk = new ReservationDesk();

    /** Slots of half an hour. */
    private static ReservationRequestBuilder keeping(long before, long after) {
        return define().lengths(30L).buffers(FieldValue.of(before), FieldValue.of(after), FieldValue.absent());
    }

    private static Instant minutesLater(long minutes) {
        return SLOT.plus(Duration.ofMinutes(minutes));
    }

    private String said(String uid, long minutesLater) {
        return desk.ask(reserve(uid).slotMinutes(30).start(minutesLater(minutesLater)))
                .said();
    }

    @Test
    void the_larger_of_the_two_that_lie_between_is_enough_for_both() {
        desk.ask(keeping(10, 15));
        assertThat(said("a", 0)).isEqualTo("accepted");
        assertThat(said("b", 44)).isEqualTo("already_reserved");
        assertThat(said("c", -44)).isEqualTo("already_reserved");
        assertThat(said("b", 45)).isEqualTo("accepted");
        assertThat(said("c", -45)).isEqualTo("accepted");
    }

    @Test
    void without_them_slots_may_touch() {
        desk.ask(keeping(0, 0));
        assertThat(said("a", 0)).isEqualTo("accepted");
        assertThat(said("b", 30)).isEqualTo("accepted");
    }

    /** Parts are of four hours, and the slot begins one; its buffer lies in the part before it. */
    @Test
    void they_reach_over_the_border_of_a_part() {
        desk.ask(keeping(480, 0));
        assertThat(said("a", 720)).isEqualTo("accepted");
        assertThat(said("b", 720 - 30 - 479)).isEqualTo("already_reserved");
        assertThat(said("b", 720 - 30 - 480)).isEqualTo("accepted");
        assertThat(said("c", 720 + 30 + 479)).isEqualTo("already_reserved");
        assertThat(said("c", 720 + 30 + 480)).isEqualTo("accepted");
    }

    @Test
    void there_are_none_between_the_seats_of_one_window() {
        desk.ask(keeping(10, 10).seats(2));
        assertThat(said("a", 0)).isEqualTo("accepted");
        assertThat(said("b", 0)).isEqualTo("accepted");
        assertThat(said("c", 35)).isEqualTo("already_reserved");
        assertThat(said("c", 40)).isEqualTo("accepted");
    }

    @Test
    void a_hold_is_moved_without_its_own_in_the_way() {
        desk.ask(keeping(10, 10));
        said("a", 0);
        assertThat(desk.ask(update("a").slotMinutes(30).start(minutesLater(5))).said())
                .isEqualTo("accepted");
    }

    @Test
    void bookings_keep_them_too() {
        desk.ask(keeping(10, 10));
        desk.ask(record("x").start(SLOT).lasting(30));
        assertThat(said("a", 35)).isEqualTo("already_booked");
        assertThat(desk.ask(book("y").slotMinutes(30).start(minutesLater(39))).said())
                .isEqualTo("already_booked");
        assertThat(desk.ask(book("y").slotMinutes(30).start(minutesLater(40))).said())
                .isEqualTo("accepted");
    }

    @Test
    void a_fact_preempts_the_holds_that_come_too_close() {
        desk.ask(keeping(10, 10));
        said("a", 35);
        said("b", 80);
        assertThat(desk.ask(record("x").start(SLOT).lasting(30)).told()).containsExactly("a preempted 2");
    }

    /** What was granted stays; what is asked for is decided by the definition as it is. */
    @Test
    void they_count_from_their_definition_on() {
        desk.ask(define().lengths(30L));
        said("a", 0);
        said("b", 30);
        desk.ask(keeping(10, 10));
        assertThat(desk.holds("1")).hasSize(2);
        assertThat(said("c", 60)).isEqualTo("already_reserved");
        desk.ask(define().lengths(30L));
        assertThat(said("c", 60)).isEqualTo("accepted");
    }
}
