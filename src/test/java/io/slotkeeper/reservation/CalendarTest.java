package io.slotkeeper.reservation;

import static io.slotkeeper.reservation.ReservationRequestBuilder.SLOT;
import static io.slotkeeper.reservation.ReservationRequestBuilder.book;
import static io.slotkeeper.reservation.ReservationRequestBuilder.define;
import static io.slotkeeper.reservation.ReservationRequestBuilder.record;
import static io.slotkeeper.reservation.ReservationRequestBuilder.remove;
import static io.slotkeeper.reservation.ReservationRequestBuilder.reserve;
import static io.slotkeeper.reservation.ReservationRequestBuilder.update;
import static org.assertj.core.api.Assertions.assertThat;

import io.slotkeeper.request.field.FieldValue;
import io.slotkeeper.reservation.ReservationDesk.Reply;
import io.slotkeeper.reservation.calendar.Hold;
import io.slotkeeper.reservation.calendar.Window;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Calendars, {@code cal:<id>}: no definition, one seat, slots of any length, held for up to 30 days. */
class CalendarTest {

    private static final String CALENDAR = "cal:acc_1";
    private static final ReservationRequestBuilder RESERVE =
            reserve("a").of(CALENDAR).slotMinutes(45);

    private final ReservationDesk desk = new ReservationDesk();

    @Test
    void it_needs_no_definition_and_takes_any_length() {
        assertThat(desk.ask(RESERVE).hold().window()).isEqualTo(Window.of(SLOT, Duration.ofMinutes(45)));
        assertThat(desk.ask(reserve("b")
                                .of(CALENDAR)
                                .start(SLOT.plusSeconds(2_700))
                                .slotMinutes(7))
                        .said())
                .isEqualTo("accepted");
    }

    @Test
    void it_has_one_seat() {
        desk.ask(RESERVE);

        assertThat(desk.ask(RESERVE.uid(FieldValue.of("b"))).said()).isEqualTo("already_reserved");
        assertThat(desk.ask(record("x").of(CALENDAR)).told()).containsExactly("a preempted 2");
        assertThat(desk.ask(RESERVE.uid(FieldValue.of("b"))).said()).isEqualTo("already_booked");
    }

    @Test
    void the_length_must_be_said_except_where_a_hold_has_one() {
        assertThat(desk.ask(RESERVE.slotMinutes(FieldValue.absent())).errors())
                .containsExactly("slot_duration_minutes required");
        assertThat(desk.ask(book("x").of(CALENDAR)).errors()).containsExactly("slot_duration_minutes required");
        desk.ask(RESERVE);
        Hold moved =
                desk.ask(update("a").of(CALENDAR).start(SLOT.plusSeconds(60))).hold();
        assertThat(moved.window()).isEqualTo(Window.of(SLOT.plusSeconds(60), Duration.ofMinutes(45)));
        assertThat(desk.ask(book("x", "a").of(CALENDAR)).booking().window()).isEqualTo(moved.window());
    }

    @Test
    void a_lost_hold_without_a_slot_is_gone() {
        assertThat(desk.ask(book("x", "nobody").of(CALENDAR)).said()).isEqualTo("reservation_expired");
    }

    @Test
    void it_is_held_for_up_to_30_days_and_never_longer_in_all() {
        long month = 30 * 24 * 60;
        ReservationRequestBuilder far = RESERVE.start(SLOT.plus(Duration.ofDays(60)));
        assertThat(desk.ask(far.heldFor(month + 1)).errors()).containsExactly("reservation_duration_minutes too_long");
        Instant end = desk.now().plus(Duration.ofDays(30));
        assertThat(desk.ask(far.heldFor(month)).hold().until()).isEqualTo(end);
        desk.after(Duration.ofMinutes(1));
        assertThat(desk.ask(update("a").of(CALENDAR).heldFor(month)).said()).isEqualTo("held_too_long");
        assertThat(desk.ask(update("a").of(CALENDAR).heldFor(month - 1)).hold().until())
                .isEqualTo(end);
    }

    @Test
    void only_a_trusted_service_chooses_how_long() {
        assertThat(desk.ask(RESERVE.heldFor(10).by("anonymous")).said()).isEqualTo("authentication_required");
        assertThat(desk.ask(RESERVE.heldFor(10).by("somebody")).said()).isEqualTo("not_entitled");
        assertThat(desk.ask(RESERVE.by("somebody")).said()).isEqualTo("accepted");
    }

    @Test
    void it_can_be_neither_defined_nor_removed() {
        for (ReservationRequestBuilder ask :
                List.of(define().of(CALENDAR), remove().of(CALENDAR).version(1))) {
            Reply reply = desk.ask(ask);
            assertThat(reply.said()).isEqualTo("invalid_request");
            assertThat(reply.message()).isEqualTo("Bad Request Exception");
            assertThat(reply.decision().changes().changedEventTypes()).isEmpty();
        }
    }
}
