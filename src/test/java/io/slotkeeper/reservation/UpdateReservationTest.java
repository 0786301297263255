package io.slotkeeper.reservation;

import static io.slotkeeper.reservation.ReservationRequestBuilder.SLOT;
import static io.slotkeeper.reservation.ReservationRequestBuilder.define;
import static io.slotkeeper.reservation.ReservationRequestBuilder.record;
import static io.slotkeeper.reservation.ReservationRequestBuilder.remove;
import static io.slotkeeper.reservation.ReservationRequestBuilder.reserve;
import static io.slotkeeper.reservation.ReservationRequestBuilder.update;
import static org.assertj.core.api.Assertions.assertThat;

import io.slotkeeper.request.CauseType;
import io.slotkeeper.request.Principal;
import io.slotkeeper.request.field.FieldValue;
import io.slotkeeper.request.field.FieldValue.Fault;
import io.slotkeeper.reservation.ReservationDesk.Reply;
import io.slotkeeper.reservation.calendar.Hold;
import io.slotkeeper.reservation.calendar.Window;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class UpdateReservationTest {

    private final ReservationDesk desk = new ReservationDesk();

    @BeforeEach
    void variable_length_type_and_a_hold() {
        desk.ask(define().lengths(15L, 30L, 60L).owner("owner"));
        desk.ask(reserve("a").by("guest"));
    }

    @Test
    void extending_in_place_counts_from_now_and_goes_on_with_the_revision() {
        desk.after(Duration.ofMinutes(3));

        Reply reply = desk.ask(update("a").by("other"));

        assertThat(reply.said()).isEqualTo("accepted");
        assertThat(reply.told()).containsExactly("a held 2");
        Hold hold = reply.hold();
        assertThat(hold.until()).isEqualTo(desk.now().plus(Duration.ofMinutes(5)));
        assertThat(hold.createdAt()).isEqualTo(desk.now().minus(Duration.ofMinutes(3)));
        assertThat(hold.updatedAt()).isEqualTo(desk.now());
        assertThat(hold.window()).isEqualTo(Window.of(SLOT, Duration.ofMinutes(30)));
        assertThat(hold.requestedBy()).contains(new Principal("guest"));
        assertThat(hold.cause().type()).isEqualTo(CauseType.UPDATE_RESERVATION);
        assertThat(reply.revision()).isEqualTo(2);
    }

    @Test
    void moving_and_lengthening_over_its_own_slot_work() {
        assertThat(desk.ask(update("a").slotMinutes(60)).hold().window())
                .isEqualTo(Window.of(SLOT, Duration.ofMinutes(60)));
        assertThat(desk.ask(update("a").start(SLOT.plusSeconds(900)).slotMinutes(60))
                        .hold()
                        .window())
                .isEqualTo(Window.of(SLOT.plusSeconds(900), Duration.ofMinutes(60)));
        assertThat(desk.ask(reserve("b").slotMinutes(15)).said())
                .as("what it left is free")
                .isEqualTo("accepted");
    }

    @Test
    void without_a_duration_the_slot_has_the_length_of_the_type() {
        desk.ask(update("a").slotMinutes(60));

        assertThat(desk.ask(update("a")).hold().window().length()).isEqualTo(Duration.ofMinutes(30));
    }

    @Test
    void the_time_given_replaces_the_earlier_one() {
        desk.ask(update("a").heldFor(60));
        assertThat(desk.ask(update("a").heldFor(10)).hold().until())
                .isEqualTo(desk.now().plus(Duration.ofMinutes(10)));
        Hold back = desk.ask(update("a")).hold();
        assertThat(back.until()).isEqualTo(desk.now().plus(Duration.ofMinutes(5)));
        assertThat(back.duration()).isEqualTo(Duration.ofMinutes(5));
    }

    @Test
    void unknown_expired_and_closed_reservations_are_not_found() {
        Reply unknown = desk.ask(update("nobody"));
        assertThat(unknown.said()).isEqualTo("reservation_not_found");
        assertThat(unknown.message()).isEqualTo("Slot with uid=nobody not found");

        desk.after(Duration.ofMinutes(5));
        Reply expired = desk.ask(update("a"));
        assertThat(expired.said()).isEqualTo("reservation_not_found");
        assertThat(expired.told()).containsExactly("a expired 2");
        assertThat(expired.decision().revision()).isEmpty();

        assertThat(desk.ask(update("a")).message()).isEqualTo("Slot with uid=a not found");
    }

    @Test
    void not_found_comes_before_what_is_wrong_with_the_other_fields() {
        assertThat(desk.ask(update("nobody").slotMinutes(0)).said()).isEqualTo("reservation_not_found");
        assertThat(desk.ask(update("nobody").of("77")).said()).isEqualTo("reservation_not_found");
        assertThat(desk.ask(update("a").uid(FieldValue.absent())).errors()).containsExactly("reservation_uid required");
    }

    @Test
    void the_checks_of_reserve_slot_answer_in_their_order_and_change_nothing() {
        desk.ask(record("x").start(SLOT.plusSeconds(3_600)).lasting(30));
        desk.ask(reserve("b").start(SLOT.plusSeconds(7_200)));
        List<Hold> before = desk.holds("1");

        assertThat(desk.ask(update("a")
                                .start(FieldValue.malformed(Fault.FORMAT))
                                .heldFor(0))
                        .errors())
                .containsExactly("slot_start invalid_format", "reservation_duration_minutes invalid_format");
        assertThat(desk.ask(update("a").heldFor(10).by("anonymous")).said()).isEqualTo("authentication_required");
        assertThat(desk.ask(update("a").heldFor(10).by("stranger")).said()).isEqualTo("not_entitled");
        assertThat(desk.ask(update("a").startOnNoSuchDate().slotMinutes(20)).message())
                .isEqualTo("Invalid start date");
        assertThat(desk.ask(update("a").slotMinutes(20).start(desk.now())).said())
                .isEqualTo("slot_duration_not_allowed");
        assertThat(desk.ask(update("a").start(desk.now())).said()).isEqualTo("slot_in_the_past");
        assertThat(desk.ask(update("a").start(SLOT.plusSeconds(3_600))).said()).isEqualTo("already_booked");
        Reply reserved = desk.ask(update("a").start(SLOT.plusSeconds(7_200)));
        assertThat(reserved.said()).isEqualTo("already_reserved");
        assertThat(reserved.revision()).as("of the hold it names").isEqualTo(1);
        assertThat(reserved.told()).isEmpty();
        desk.ask(remove());
        assertThat(desk.ask(update("a")).said()).isEqualTo("event_type_not_found");

        assertThat(desk.holds("1")).isEqualTo(before);
    }

    @Test
    void a_number_beyond_all_sense_is_refused_like_any_other() {
        for (long minutes : new long[] {Long.MIN_VALUE, -1_000_000_000_000_000L, Long.MAX_VALUE}) {
            assertThat(desk.ask(update("a").heldFor(minutes)).said()).isEqualTo("invalid_request");
            assertThat(desk.ask(update("a").slotMinutes(minutes)).said()).isEqualTo("invalid_request");
        }
    }

    @Test
    void a_slot_that_has_begun_is_not_extended() {
        desk.ask(update("a").heldFor(180));
        desk.at(SLOT);

        assertThat(desk.ask(update("a")).said()).isEqualTo("slot_in_the_past");
    }

    @Test
    void nobody_keeps_a_slot_beyond_two_days_from_its_creation() {
        ReservationRequestBuilder far =
                reserve("far").start(SLOT.plus(Duration.ofDays(9))).heldFor(24 * 60);
        desk.ask(far);
        Instant end = desk.now().plus(Duration.ofDays(2));
        desk.after(Duration.ofHours(23));
        desk.ask(update("far").heldFor(24 * 60));
        desk.after(Duration.ofHours(10));

        Reply reply = desk.ask(update("far").heldFor(15 * 60 + 1));

        assertThat(reply.said()).isEqualTo("held_too_long");
        assertThat(reply.message()).isEqualTo("The slot can't be held longer than until 2050-09-07T08:00:00.000Z.");
        assertThat(desk.ask(update("far").heldFor(15 * 60)).hold().until()).isEqualTo(end);
        desk.at(end.minusMillis(1));
        assertThat(desk.ask(update("far")).said())
                .as("not for the default either")
                .isEqualTo("held_too_long");
    }

    @Test
    void held_too_long_is_said_last() {
        desk.ask(reserve("far").start(SLOT.plus(Duration.ofDays(9))).heldFor(24 * 60));
        desk.after(Duration.ofHours(23)).ask(update("far").heldFor(24 * 60));
        desk.after(Duration.ofHours(23));
        desk.ask(record("x").start(SLOT.plus(Duration.ofDays(10))).lasting(30));

        assertThat(desk.ask(update("far").heldFor(24 * 60).start(SLOT.plus(Duration.ofDays(10))))
                        .said())
                .isEqualTo("already_booked");
        assertThat(desk.ask(update("far").heldFor(24 * 60)).said()).isEqualTo("held_too_long");
    }
}
