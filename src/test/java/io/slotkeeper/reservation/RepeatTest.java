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

import io.slotkeeper.request.field.FieldValue;
import io.slotkeeper.reservation.ReservationDesk.Reply;
import io.slotkeeper.reservation.calendar.Hold;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Repeats (docs/spec/topics.md#repeating-a-request) and the names of closed reservations. */
class RepeatTest {

    private final ReservationDesk desk = new ReservationDesk();

    @BeforeEach
    void a_type() {
        desk.ask(define().lengths(15L, 30L, 60L));
    }

    @Test
    void the_same_reservation_again_is_repeated_and_changes_nothing() {
        Hold hold = desk.ask(reserve("a").requestId("r1")).hold();
        desk.after(Duration.ofMinutes(2));

        for (ReservationRequestBuilder ask : List.of(
                reserve("a").requestId("r1"),
                reserve("a").requestId("r2"),
                reserve("a"),
                reserve("a").by("other"))) {
            Reply reply = desk.ask(ask);
            assertThat(reply.said()).isEqualTo("repeated");
            assertThat(reply.told()).isEmpty();
            assertThat(reply.hold()).isEqualTo(hold);
            assertThat(reply.revision()).isEqualTo(1);
        }
        assertThat(desk.holds("1")).containsExactly(hold);
    }

    @Test
    void a_repeat_shows_the_present_state() {
        desk.ask(reserve("a"));
        Hold moved = desk.ask(update("a").start(SLOT.plusSeconds(3_600))).hold();

        Reply reply = desk.ask(reserve("a"));

        assertThat(reply.said()).isEqualTo("repeated");
        assertThat(reply.hold()).isEqualTo(moved);
    }

    @Test
    void the_same_name_with_other_content_is_in_use_before_anything_is_validated() {
        desk.ask(reserve("a"));
        for (ReservationRequestBuilder ask : List.of(
                reserve("a").slotMinutes(15),
                reserve("a").start(SLOT.plusSeconds(86_400)),
                reserve("a").heldFor(0),
                reserve("a").start(FieldValue.absent()),
                reserve("a").heldFor(10).by("anonymous"))) {
            Reply reply = desk.ask(ask);
            assertThat(reply.said()).isEqualTo("reservation_uid_in_use");
            assertThat(reply.message()).isEqualTo("Reservation uid is already in use.");
            assertThat(reply.revision()).isEqualTo(1);
        }
    }

    @Test
    void a_live_name_is_recognised_also_when_its_type_was_removed() {
        desk.ask(reserve("a"));
        desk.ask(remove());

        assertThat(desk.ask(reserve("a")).said()).isEqualTo("repeated");
    }

    @Test
    void a_closed_name_is_in_use_even_for_the_same_content() {
        desk.ask(reserve("released"));
        desk.ask(release("released"));
        desk.ask(reserve("booked"));
        desk.ask(book("x", "booked"));
        desk.ask(cancel("x"));
        desk.ask(reserve("preempted"));
        desk.ask(record("y"));
        desk.ask(cancel("y"));
        desk.ask(reserve("expired"));
        desk.after(Duration.ofMinutes(5));

        for (String uid : List.of("released", "booked", "preempted", "expired")) {
            Reply reply = desk.ask(reserve(uid));
            assertThat(reply.said()).as(uid).isEqualTo("reservation_uid_in_use");
            assertThat(reply.decision().revision()).isEmpty();
            assertThat(desk.ask(reserve(uid).heldFor(0)).said())
                    .as("before what is wrong with the rest")
                    .isEqualTo("reservation_uid_in_use");
        }
        assertThat(desk.ask(reserve("other")).said()).isEqualTo("accepted");
    }

    @Test
    void a_closed_name_is_recognised_in_every_window_it_touched_and_begins_a_new_life_elsewhere() {
        Instant noon = SLOT.plus(Duration.ofHours(2));
        desk.ask(reserve("a").start(noon.minusSeconds(900)));
        desk.ask(release("a"));

        assertThat(desk.ask(reserve("a").start(noon.minus(Duration.ofHours(3)))).said())
                .as("in its first four hours")
                .isEqualTo("reservation_uid_in_use");
        assertThat(desk.ask(reserve("a").start(noon.plus(Duration.ofMinutes(225))))
                        .said())
                .as("in its second four hours, to their end")
                .isEqualTo("reservation_uid_in_use");
        assertThat(desk.ask(reserve("a").start(noon.plus(Duration.ofHours(4)))).told())
                .as("beyond")
                .containsExactly("a held 1");
    }

    @Test
    void a_window_that_only_reaches_into_a_touched_document_recognises_the_name() {
        Instant noon = SLOT.plus(Duration.ofHours(2));
        desk.ask(reserve("a").start(noon.plusSeconds(3_600)));
        desk.ask(release("a"));

        assertThat(desk.ask(reserve("a").start(noon.minusSeconds(1_800).plusMillis(1)))
                        .said())
                .isEqualTo("reservation_uid_in_use");
        assertThat(desk.ask(reserve("a").start(noon.minusSeconds(1_800))).said())
                .as("ends at the border")
                .isEqualTo("accepted");
    }

    @Test
    void the_old_marker_goes_without_a_tombstone_while_the_name_lives_elsewhere() {
        desk.ask(reserve("a"));
        desk.ask(release("a"));
        Instant elsewhere = SLOT.plus(Duration.ofHours(8));
        desk.ask(reserve("a").start(elsewhere).heldFor(120));

        desk.after(Duration.ofHours(1));

        assertThat(desk.tick()).isEmpty();
        assertThat(desk.closed("1")).isEmpty();
        assertThat(desk.holds("1")).hasSize(1);
        desk.ask(release("a"));
        desk.after(Duration.ofHours(1));
        assertThat(ReservationDesk.told(desk.tick())).containsExactly("a forgotten");
    }

    @Test
    void a_second_life_that_ends_where_the_first_ended_leaves_one_marker_and_one_tombstone() {
        desk.ask(reserve("a"));
        desk.ask(release("a"));
        desk.after(Duration.ofMinutes(30));
        desk.ask(reserve("a").start(SLOT.plus(Duration.ofHours(8))));
        desk.ask(update("a").start(SLOT));
        desk.ask(release("a"));
        assertThat(desk.closed("1")).hasSize(1);

        desk.after(Duration.ofMinutes(30));
        assertThat(desk.tick()).isEmpty();
        desk.after(Duration.ofMinutes(30));
        assertThat(ReservationDesk.told(desk.tick())).containsExactly("a forgotten");
        assertThat(desk.documents()).isEmpty();
    }

    @Test
    void markers_of_two_lives_are_both_forgotten_when_their_time_is_over() {
        Instant noon = SLOT.plus(Duration.ofHours(2));
        desk.ask(reserve("a").start(noon));
        desk.ask(release("a"));
        desk.after(Duration.ofMinutes(30));
        desk.ask(reserve("a").start(noon.minusSeconds(3_600)));
        desk.ask(release("a"));
        desk.after(Duration.ofMinutes(30));

        Reply reply = desk.ask(reserve("a").start(noon.minusSeconds(900)));

        assertThat(reply.said()).isEqualTo("reservation_uid_in_use");
        assertThat(reply.told()).as("the first life's").containsExactly("a forgotten");
        assertThat(desk.closed("1")).hasSize(1);
    }

    @Test
    void names_of_different_event_types_have_nothing_to_do_with_each_other() {
        desk.ask(define().of("2"));
        desk.ask(reserve("a"));
        desk.ask(release("a"));

        assertThat(desk.ask(reserve("a").of("2")).said()).isEqualTo("accepted");
    }

    @Test
    void a_remembered_request_is_repeated_or_refused_by_its_id() {
        desk.ask(reserve("a").requestId("r1"));
        ReservationRequestBuilder move =
                update("a").start(SLOT.plusSeconds(3_600)).requestId("r2");
        Hold moved = desk.ask(move).hold();
        desk.after(Duration.ofMinutes(1));

        Reply repeat = desk.ask(move);
        assertThat(repeat.said()).isEqualTo("repeated");
        assertThat(repeat.hold()).isEqualTo(moved);
        assertThat(repeat.told()).isEmpty();
        for (ReservationRequestBuilder other : List.of(
                update("a").requestId("r2"),
                update("a").heldFor(0).requestId("r1"),
                release("a").requestId("r2"),
                book("x", "a").requestId("r2"),
                reserve("a").slotMinutes(60).requestId("r2"))) {
            Reply reply = desk.ask(other);
            assertThat(reply.said()).as("%s", other).isEqualTo("request_id_reused");
            assertThat(reply.errors()).containsExactly("request_id request_id_reused");
            assertThat(reply.revision()).isEqualTo(2);
        }
        assertThat(desk.holds("1")).containsExactly(moved);
    }

    @Test
    void an_update_without_an_id_is_another_update_each_time() {
        desk.ask(reserve("a"));
        desk.ask(update("a"));

        assertThat(desk.ask(update("a")).told()).containsExactly("a held 3");
    }

    @Test
    void the_last_four_requests_with_an_id_are_remembered() {
        desk.ask(reserve("a").requestId("r0"));
        for (int i = 1; i <= 4; i++) {
            desk.ask(update("a"));
            desk.ask(update("a").heldFor(i).requestId("r" + i));
        }

        assertThat(desk.ask(update("a").heldFor(1).requestId("r1")).said()).isEqualTo("repeated");
        assertThat(desk.ask(update("a").heldFor(9).requestId("r4")).said()).isEqualTo("request_id_reused");
        assertThat(desk.ask(update("a").heldFor(9).requestId("r0")).said())
                .as("forgotten")
                .isEqualTo("accepted");
    }

    @Test
    void refused_and_repeated_requests_are_not_remembered() {
        desk.ask(reserve("a").requestId("r1"));
        desk.ask(update("a").heldFor(0).requestId("r2"));
        desk.ask(reserve("a").requestId("r3"));

        assertThat(desk.ask(update("a").requestId("r2")).said()).isEqualTo("accepted");
        assertThat(desk.ask(update("a").requestId("r3")).said()).isEqualTo("accepted");
    }

    @Test
    void once_closed_nothing_is_remembered() {
        desk.ask(reserve("a"));
        ReservationRequestBuilder extend = update("a").requestId("r1");
        desk.ask(extend);
        ReservationRequestBuilder let = release("a").requestId("r2");
        desk.ask(let);

        assertThat(desk.ask(extend).said()).isEqualTo("reservation_not_found");
        assertThat(desk.ask(let).said()).isEqualTo("accepted");
    }
}
