package io.slotkeeper.reservation;

import static io.slotkeeper.reservation.ReservationRequestBuilder.define;
import static io.slotkeeper.reservation.ReservationRequestBuilder.release;
import static io.slotkeeper.reservation.ReservationRequestBuilder.remove;
import static io.slotkeeper.reservation.ReservationRequestBuilder.reserve;
import static org.assertj.core.api.Assertions.assertThat;

import io.slotkeeper.request.CauseType;
import io.slotkeeper.request.field.FieldValue;
import io.slotkeeper.reservation.ReservationDesk.Reply;
import io.slotkeeper.reservation.calendar.ReservationStatus;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReleaseReservationTest {

    private final ReservationDesk desk = new ReservationDesk();

    @BeforeEach
    void a_hold() {
        desk.ask(define());
        desk.ask(reserve("a"));
    }

    @Test
    void a_live_hold_is_released_and_its_slot_is_free_at_once() {
        Reply reply = desk.ask(release("a"));

        assertThat(reply.said()).isEqualTo("accepted");
        assertThat(reply.told()).containsExactly("a released 2");
        assertThat(reply.snapshot().status()).isEqualTo(ReservationStatus.RELEASED);
        assertThat(reply.hold().cause().type()).isEqualTo(CauseType.RELEASE_RESERVATION);
        assertThat(reply.revision()).isEqualTo(2);
        assertThat(desk.ask(reserve("b")).said()).isEqualTo("accepted");
    }

    @Test
    void anything_else_is_accepted_and_nothing_is_told() {
        desk.ask(release("a"));
        for (ReservationRequestBuilder ask : List.of(
                release("a"),
                release("nobody"),
                release("a").of("77"),
                release("a").by("anonymous"))) {
            Reply reply = desk.ask(ask);
            assertThat(reply.said()).isEqualTo("accepted");
            assertThat(reply.told()).isEmpty();
            assertThat(reply.decision().reservation()).isEmpty();
        }
    }

    @Test
    void an_expiry_that_was_due_is_told_as_such_and_not_as_a_release() {
        Reply reply = desk.after(Duration.ofMinutes(5)).ask(release("a"));

        assertThat(reply.said()).isEqualTo("accepted");
        assertThat(reply.told()).containsExactly("a expired 2");
        assertThat(reply.decision().reservation()).isEmpty();
    }

    @Test
    void a_name_is_needed() {
        assertThat(desk.ask(release("a").uid(FieldValue.absent())).errors())
                .containsExactly("reservation_uid required");
        assertThat(desk.ask(release("a b")).errors()).containsExactly("reservation_uid invalid_format");
    }

    @Test
    void a_hold_of_a_removed_type_can_be_released() {
        desk.ask(remove());

        assertThat(desk.ask(release("a")).told()).containsExactly("a released 2");
    }
}
