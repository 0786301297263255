package io.slotkeeper.reservation;

import static io.slotkeeper.reservation.ReservationRequestBuilder.SLOT;
import static io.slotkeeper.reservation.ReservationRequestBuilder.book;
import static io.slotkeeper.reservation.ReservationRequestBuilder.define;
import static io.slotkeeper.reservation.ReservationRequestBuilder.release;
import static io.slotkeeper.reservation.ReservationRequestBuilder.remove;
import static io.slotkeeper.reservation.ReservationRequestBuilder.reserve;
import static io.slotkeeper.reservation.ReservationRequestBuilder.update;
import static org.assertj.core.api.Assertions.assertThat;

import io.slotkeeper.request.CauseType;
import io.slotkeeper.reservation.ReservationDesk.Reply;
import io.slotkeeper.reservation.view.ReservationEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ExpiryTest {

    private static final Duration DEFAULT = Duration.ofMinutes(5);
    private static final Duration RETENTION = Duration.ofHours(1);

    private final ReservationDesk desk = new ReservationDesk();

    @BeforeEach
    void a_hold() {
        desk.ask(define());
        desk.ask(reserve("a").requestId("r1"));
    }

    @Test
    void a_hold_expires_at_its_deadline_and_not_a_millisecond_earlier() {
        Instant deadline = desk.now().plus(DEFAULT);
        assertThat(desk.nextDeadline()).contains(deadline);
        desk.at(deadline.minusMillis(1));
        assertThat(desk.tick()).isEmpty();
        assertThat(desk.ask(reserve("b")).said()).isEqualTo("already_reserved");

        desk.at(deadline);

        List<ReservationEvent> told = desk.tick();
        assertThat(ReservationDesk.told(told)).containsExactly("a expired 2");
        var last = (ReservationEvent.Snapshot) told.get(0);
        assertThat(last.hold().cause().type()).isEqualTo(CauseType.RESERVATION_EXPIRED);
        assertThat(last.hold().cause().requestId()).isEmpty();
        assertThat(last.hold().updatedAt()).isEqualTo(deadline);
        assertThat(last.booking()).isEmpty();
    }

    @Test
    void an_expired_hold_blocks_nobody_announced_or_not() {
        desk.after(DEFAULT);

        Reply reply = desk.ask(reserve("b"));

        assertThat(reply.said()).isEqualTo("accepted");
        assertThat(reply.told()).as("another's expiry is not its business").containsExactly("b held 1");
        assertThat(ReservationDesk.told(desk.tick())).containsExactly("a expired 2");
    }

    @Test
    void told_late_it_says_when_it_was_told_and_its_retention_counts_from_the_deadline() {
        Instant deadline = desk.now().plus(DEFAULT);
        desk.at(deadline.plus(Duration.ofMinutes(10)));

        var last = (ReservationEvent.Snapshot) desk.tick().get(0);

        assertThat(last.hold().updatedAt()).isEqualTo(desk.now());
        assertThat(last.hold().cause().source()).isEqualTo(ReservationRequestBuilder.source(2));
        assertThat(last.hold().until()).isEqualTo(deadline);
        assertThat(desk.nextDeadline()).contains(deadline.plus(RETENTION));
    }

    @Test
    void a_request_tells_the_expiry_of_what_it_names_before_anything_else() {
        for (ReservationRequestBuilder ask : List.of(
                update("a"),
                release("a"),
                book("x", "a"),
                reserve("a"),
                reserve("a").start(SLOT.plusSeconds(86_400)))) {
            var fresh = new ReservationDesk();
            fresh.ask(define());
            fresh.ask(reserve("a"));
            fresh.after(DEFAULT);
            assertThat(fresh.ask(ask).told()).as("%s", ask).startsWith("a expired 2");
        }
    }

    @Test
    void after_its_retention_a_closed_name_is_forgotten_with_a_tombstone() {
        desk.ask(release("a"));
        Instant end = desk.now().plus(RETENTION);
        desk.at(end.minusMillis(1));
        assertThat(desk.tick()).isEmpty();
        assertThat(desk.ask(reserve("a")).said()).isEqualTo("reservation_uid_in_use");

        desk.at(end);

        assertThat(ReservationDesk.told(desk.tick())).containsExactly("a forgotten");
        assertThat(desk.documents()).isEmpty();
        assertThat(desk.ask(reserve("a")).told()).containsExactly("a held 1");
    }

    @Test
    void the_end_of_retention_is_told_before_the_name_is_used_again() {
        desk.ask(release("a"));
        desk.after(RETENTION);

        assertThat(desk.ask(reserve("a")).told()).containsExactly("a forgotten", "a held 1");
    }

    @Test
    void long_after_both_ends_are_told_at_once() {
        desk.after(DEFAULT.plus(RETENTION));

        assertThat(desk.ask(update("a")).told()).containsExactly("a expired 2", "a forgotten");
        assertThat(desk.documents()).isEmpty();
    }

    @Test
    void deadlines_are_told_in_the_order_of_deadline_document_and_uid() {
        desk.ask(define().of("2"));
        desk.ask(reserve("z").start(SLOT.plusSeconds(3_600)));
        desk.ask(reserve("e").start(SLOT.plusSeconds(7_200)));
        desk.ask(reserve("c").of("2"));
        desk.ask(reserve("b").start(SLOT.plusSeconds(9_000)).heldFor(4));
        desk.ask(reserve("d").start(SLOT.minusSeconds(3_600)));
        desk.after(DEFAULT);

        assertThat(ReservationDesk.told(desk.tick()))
                .as("b is due first; e stands in a later document, c in one of another event type")
                .containsExactly(
                        "b expired 2", "a expired 2", "d expired 2", "z expired 2", "e expired 2", "c expired 2");
    }

    @Test
    void announcing_stops_where_the_record_may_announce_no_more() {
        desk.ask(reserve("b").start(SLOT.plusSeconds(3_600)));
        desk.after(DEFAULT);

        assertThat(ReservationDesk.told(desk.tick(1))).containsExactly("a expired 2");
        assertThat(ReservationDesk.told(desk.tick(1))).containsExactly("b expired 2");
    }

    @Test
    void holds_of_a_removed_type_run_to_their_deadline_and_count_again_when_it_is_defined_again() {
        desk.ask(remove());
        assertThat(desk.ask(reserve("b")).said()).isEqualTo("event_type_not_found");
        desk.ask(define());
        assertThat(desk.ask(reserve("b")).said()).isEqualTo("already_reserved");
        desk.ask(remove());

        desk.after(DEFAULT);

        assertThat(ReservationDesk.told(desk.tick())).containsExactly("a expired 2");
    }
}
