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
import io.slotkeeper.reservation.ReservationDesk.Reply;
import io.slotkeeper.reservation.calendar.Booking;
import io.slotkeeper.reservation.calendar.BookingStatus;
import io.slotkeeper.reservation.calendar.BookingUid;
import io.slotkeeper.reservation.calendar.Window;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BookSlotTest {

    private final ReservationDesk desk = new ReservationDesk();

    @BeforeEach
    void variable_length_type_and_a_hold() {
        desk.ask(define().lengths(15L, 30L, 60L));
        desk.ask(reserve("a").slotMinutes(60));
    }

    @Test
    void a_booking_consumes_its_own_hold_and_takes_its_window() {
        Reply reply = desk.ask(book("x", "a"));

        assertThat(reply.said()).isEqualTo("accepted");
        assertThat(reply.told()).containsExactly("a booked 2");
        assertThat(reply.snapshot().booking()).contains(new BookingUid("x"));
        assertThat(reply.hold().cause().type()).isEqualTo(CauseType.BOOK_SLOT);
        assertThat(reply.revision()).isEqualTo(2);
        assertThat(reply.booking().window()).isEqualTo(Window.of(SLOT, Duration.ofMinutes(60)));
        assertThat(reply.booking().attendees()).isEqualTo(1);
        assertThat(reply.booking().status()).isEqualTo(BookingStatus.ACCEPTED);
        assertThat(desk.bookings("1")).containsExactly(reply.booking());
        assertThat(desk.holds("1")).isEmpty();
        assertThat(desk.ask(reserve("b").start(SLOT.plusSeconds(1_800))).said()).isEqualTo("already_booked");
    }

    @Test
    void without_a_hold_a_free_slot_is_booked_for_the_length_of_the_type() {
        Reply reply = desk.ask(book("x").start(SLOT.plusSeconds(3_600)));

        assertThat(reply.said()).isEqualTo("accepted");
        assertThat(reply.told()).isEmpty();
        assertThat(reply.decision().revision()).isEmpty();
        assertThat(reply.booking().window()).isEqualTo(Window.of(SLOT.plusSeconds(3_600), Duration.ofMinutes(30)));
        assertThat(desk.ask(book("y").start(SLOT.plusSeconds(5_400)).slotMinutes(60))
                        .booking()
                        .window()
                        .length())
                .isEqualTo(Duration.ofMinutes(60));
    }

    @Test
    void anothers_hold_keeps_it_out_for_so_many_seconds_rounded_up() {
        desk.after(Duration.ofMillis(1));

        Reply reply = desk.ask(book("x"));

        assertThat(reply.said()).isEqualTo("reserved_by_another");
        assertThat(reply.message())
                .isEqualTo("Someone else reserved this booking time slot before you."
                        + " This time slot will be freed up in 300 seconds.");
        desk.after(Duration.ofMillis(999));
        assertThat(desk.ask(book("x")).message()).contains("in 299 seconds");
        desk.at(ReservationDesk.BEGIN.plus(Duration.ofMinutes(5)).minusMillis(1));
        assertThat(desk.ask(book("x")).message()).contains("in 1 seconds");
        desk.after(Duration.ofMillis(1));
        assertThat(desk.ask(book("x")).said()).isEqualTo("accepted");
    }

    @Test
    void of_several_holds_in_the_way_the_latest_to_end_counts() {
        desk.ask(reserve("b").start(SLOT.plusSeconds(3_600)).heldFor(20));
        desk.ask(reserve("c").start(SLOT.plusSeconds(5_400)).heldFor(10));
        desk.ask(define().lengths(30L, 60L, 120L));

        assertThat(desk.ask(book("x").slotMinutes(120)).message()).contains("in 1200 seconds");
    }

    @Test
    void a_slot_that_differs_from_the_reserved_one_is_invalid() {
        assertThat(desk.ask(book("x", "a").start(SLOT.plusSeconds(60))).errors())
                .containsExactly("slot_start invalid_format");
        assertThat(desk.ask(book("x", "a").slotMinutes(30)).errors())
                .containsExactly("slot_duration_minutes invalid_format");
        assertThat(desk.ask(book("x", "a").start(SLOT).slotMinutes(60)).said()).isEqualTo("accepted");
    }

    @Test
    void own_hold_lost_and_no_slot_named_is_gone() {
        desk.after(Duration.ofMinutes(5));

        Reply reply = desk.ask(book("x", "a"));

        assertThat(reply.said()).isEqualTo("reservation_expired");
        assertThat(reply.message()).isEqualTo("The reservation has expired, or was released, booked or displaced.");
        assertThat(reply.told()).containsExactly("a expired 2");
        desk.ask(reserve("b"));
        desk.ask(release("b"));
        assertThat(desk.ask(book("x", "b")).said()).isEqualTo("reservation_expired");
        assertThat(desk.ask(book("x", "nobody")).said()).isEqualTo("reservation_expired");
    }

    @Test
    void own_hold_lost_and_a_slot_named_is_decided_as_without_a_hold() {
        desk.after(Duration.ofMinutes(5));
        ReservationRequestBuilder late = book("x", "a").start(SLOT);
        desk.ask(reserve("b"));
        assertThat(desk.ask(late).said()).isEqualTo("reserved_by_another");
        desk.ask(book("y", "b"));
        assertThat(desk.ask(late).said()).isEqualTo("already_booked");
        desk.ask(cancel("y"));

        Reply reply = desk.ask(late);

        assertThat(reply.said()).isEqualTo("accepted");
        assertThat(reply.booking().window()).isEqualTo(Window.of(SLOT, Duration.ofMinutes(30)));
    }

    @Test
    void a_confirmation_at_the_deadline_is_late_and_a_millisecond_earlier_it_is_in_time() {
        desk.ask(reserve("b").start(SLOT.plusSeconds(3_600)));
        desk.at(ReservationDesk.BEGIN.plus(Duration.ofMinutes(5)).minusMillis(1));
        assertThat(desk.ask(book("x", "a")).said()).isEqualTo("accepted");
        desk.after(Duration.ofMillis(1));
        assertThat(desk.ask(book("y", "b")).said()).isEqualTo("reservation_expired");
    }

    @Test
    void a_live_hold_may_be_booked_after_the_start_of_its_slot_but_a_slot_without_one_may_not() {
        desk.ask(update("a").heldFor(180));
        desk.at(SLOT);

        assertThat(desk.ask(book("y").start(SLOT)).said()).isEqualTo("slot_in_the_past");
        assertThat(desk.ask(book("x", "a")).said()).isEqualTo("accepted");
        assertThat(desk.ask(book("z", "nobody").start(SLOT)).said()).isEqualTo("slot_in_the_past");
    }

    @Test
    void rows_1_3_and_5_to_10_answer_in_their_order() {
        assertThat(desk.ask(book("x").booking(FieldValue.absent()).start(FieldValue.absent()))
                        .errors())
                .containsExactly("booking_uid required", "slot_start required");
        assertThat(desk.ask(book("x").of("77").slotMinutes(0)).message()).isEqualTo("Bad Request Exception");
        assertThat(desk.ask(book("x", "no name")).errors()).containsExactly("reservation_uid invalid_format");
        assertThat(desk.ask(book("x").of("77").startOnNoSuchDate()).message())
                .isEqualTo("Event Type with ID=77 not found");
        assertThat(desk.ask(book("x", "nobody").of("77")).said()).isEqualTo("event_type_not_found");
        assertThat(desk.ask(book("x").startOnNoSuchDate().slotMinutes(20)).message())
                .isEqualTo("Invalid start date");
        assertThat(desk.ask(book("x").slotMinutes(20).start(desk.now())).said()).isEqualTo("slot_duration_not_allowed");
        assertThat(desk.ask(book("x").start(desk.now())).said()).isEqualTo("slot_in_the_past");
        desk.ask(record("y").start(SLOT.plusSeconds(3_600)).lasting(30));
        assertThat(desk.ask(book("x").start(SLOT.plusSeconds(1_800)).slotMinutes(60))
                        .said())
                .as("a booking and a hold are in the way")
                .isEqualTo("already_booked");
        desk.ask(define().of("2").seats(1));
        desk.ask(record("y").of("2"));
        assertThat(desk.ask(book("x").of("2")).message())
                .isEqualTo("Booking with id=2 at 2050-09-05T10:00:00.000Z has no more seats left.");
        desk.ask(remove());
        assertThat(desk.ask(book("x", "a")).said()).isEqualTo("event_type_not_found");
        assertThat(desk.holds("1")).as("refused, so still held").hasSize(1);
    }

    @Test
    void a_repeat_gives_the_booking_again_and_other_content_or_a_cancelled_booking_is_in_use() {
        ReservationRequestBuilder ask = book("x", "a");
        Booking booking = desk.ask(ask).booking();

        Reply repeat = desk.ask(ask);
        assertThat(repeat.said()).isEqualTo("repeated");
        assertThat(repeat.booking()).isEqualTo(booking);
        assertThat(repeat.told()).isEmpty();
        Reply other = desk.ask(book("x").start(SLOT.plusSeconds(7_200)));
        assertThat(other.said()).isEqualTo("booking_uid_in_use");
        assertThat(other.message()).isEqualTo("Booking uid is already in use.");
        desk.ask(cancel("x"));
        assertThat(desk.ask(ask).said()).isEqualTo("booking_uid_in_use");
    }

    @Test
    void the_deadline_of_the_named_hold_is_told_even_when_the_booking_uid_is_taken() {
        desk.ask(book("x").start(SLOT.plusSeconds(7_200)));
        desk.after(Duration.ofMinutes(5));

        Reply reply = desk.ask(book("x", "a"));

        assertThat(reply.said()).isEqualTo("booking_uid_in_use");
        assertThat(reply.told()).containsExactly("a expired 2");
    }
}
