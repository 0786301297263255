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

import io.slotkeeper.reservation.ReservationDesk.Reply;
import io.slotkeeper.reservation.calendar.BookingUid;
import io.slotkeeper.reservation.calendar.DocumentKey;
import io.slotkeeper.reservation.calendar.EventTypeKey;
import io.slotkeeper.reservation.calendar.Hold;
import io.slotkeeper.reservation.calendar.ReservationEvent;
import io.slotkeeper.reservation.calendar.ReservationUid;
import io.slotkeeper.reservation.calendar.Window;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Entries that cross a border of four hours, and what one document may hold. */
class CalendarDocumentsTest {

    private static final Instant NOON = SLOT.plus(Duration.ofHours(2));

    private final ReservationDesk desk = new ReservationDesk();

    @BeforeEach
    void variable_length_type() {
        desk.ask(define().lengths(1L, 30L, 60L, 24 * 60L));
    }

    private long documentsWith(String uid) {
        return desk.documents().values().stream()
                .filter(document -> document.hold(new ReservationUid(uid)).isPresent())
                .count();
    }

    private long documentsWithClosed(String uid) {
        return desk.documents().values().stream()
                .filter(document -> document.closed(new ReservationUid(uid)).isPresent())
                .count();
    }

    private Optional<DocumentKey> home(String uid) {
        return desk.documentOfHold(new EventTypeKey("1"), new ReservationUid(uid));
    }

    @Test
    void a_hold_that_ends_at_a_border_stands_in_one_document_and_one_that_crosses_it_in_two() {
        desk.ask(reserve("a").start(NOON.minusSeconds(1_800)));
        desk.ask(reserve("b").of("cal:c").start(NOON.minusSeconds(1_799)).slotMinutes(30));

        assertThat(documentsWith("a")).isEqualTo(1);
        assertThat(documentsWith("b")).isEqualTo(2);
    }

    @Test
    void a_hold_across_a_border_is_in_the_way_on_both_sides() {
        desk.ask(reserve("a").start(NOON.minusSeconds(900)));

        assertThat(desk.ask(reserve("b").start(NOON.minusSeconds(1_800))).said())
                .isEqualTo("already_reserved");
        assertThat(desk.ask(reserve("b").start(NOON)).said()).isEqualTo("already_reserved");
        assertThat(desk.ask(reserve("b").start(NOON.minusSeconds(3_600)).slotMinutes(60))
                        .said())
                .isEqualTo("already_reserved");
        assertThat(desk.ask(reserve("b").start(NOON.plusSeconds(900))).said()).isEqualTo("accepted");
    }

    @Test
    void it_expires_once_and_is_forgotten_once() {
        desk.ask(reserve("a").start(NOON.minusSeconds(900)));
        desk.after(Duration.ofMinutes(5));
        assertThat(ReservationDesk.told(desk.tick())).containsExactly("a expired 2");
        assertThat(documentsWith("a")).isZero();
        assertThat(documentsWithClosed("a")).isEqualTo(2);
        assertThat(desk.holdIndex()).isEmpty();

        desk.after(Duration.ofHours(1));

        assertThat(ReservationDesk.told(desk.tick())).containsExactly("a forgotten");
        assertThat(desk.documents()).isEmpty();
    }

    @Test
    void only_the_first_of_its_documents_knows_when_it_ends() {
        var machine = new ReservationMachine(ReservationSettings.DEFAULT);
        desk.ask(reserve("b").start(NOON.minusSeconds(900)));
        desk.ask(release("b"));
        desk.ask(reserve("a").start(NOON.minusSeconds(900)));
        desk.ask(record("x").start(NOON.plusSeconds(900)).end(NOON.plus(Duration.ofHours(5))));
        desk.ask(record("y")
                .start(NOON.minusSeconds(7_200))
                .end(NOON.plus(Duration.ofHours(3)))
                .status("cancelled"));

        DocumentKey first = home("a").orElseThrow();
        var second = new DocumentKey(first.eventType(), first.part() + 1);
        var third = new DocumentKey(first.eventType(), first.part() + 2);

        assertThat(machine.nextDeadline(first, desk.document(first)))
                .contains(desk.now().plus(Duration.ofMinutes(5)));
        assertThat(machine.nextDeadline(second, desk.document(second)))
                .as("that of the booking that begins there")
                .contains(NOON.plus(Duration.ofHours(29)));
        assertThat(machine.nextDeadline(third, desk.document(third))).isEmpty();
    }

    @Test
    void moving_leaves_no_copy_behind() {
        desk.ask(reserve("a").start(NOON.minusSeconds(900)));
        DocumentKey first = home("a").orElseThrow();

        desk.ask(update("a").start(NOON));
        assertThat(documentsWith("a")).isEqualTo(1);
        assertThat(home("a")).contains(new DocumentKey(first.eventType(), first.part() + 1));
        assertThat(desk.documents()).hasSize(1);
        desk.ask(update("a").start(NOON.minusSeconds(60)));
        assertThat(documentsWith("a")).isEqualTo(2);
        desk.ask(update("a").start(NOON.minusSeconds(1_800)));
        assertThat(documentsWith("a")).isEqualTo(1);
        assertThat(home("a")).contains(first);
        assertThat(desk.ask(reserve("b").start(NOON)).said()).isEqualTo("accepted");
    }

    @Test
    void every_copy_is_the_latest_state() {
        desk.ask(reserve("a").start(NOON.minusSeconds(900)));
        Hold extended = desk.ask(update("a")).hold();

        assertThat(desk.documents().values())
                .hasSize(2)
                .allSatisfy(document -> assertThat(document.holds()).containsExactly(extended));
    }

    @Test
    void a_hold_of_a_day_stands_in_seven_documents_and_ends_in_all_of_them() {
        desk.ask(reserve("a").slotMinutes(24 * 60));
        assertThat(documentsWith("a")).isEqualTo(7);
        assertThat(desk.ask(reserve("b").start(SLOT.plus(Duration.ofHours(23)))).said())
                .isEqualTo("already_reserved");

        desk.ask(book("x", "a"));

        assertThat(documentsWith("a")).isZero();
        assertThat(documentsWithClosed("a")).isEqualTo(7);
        assertThat(desk.bookings("1")).hasSize(1);
        assertThat(desk.ask(reserve("b").start(SLOT.plus(Duration.ofHours(23)))).said())
                .isEqualTo("already_booked");
        assertThat(desk.ask(reserve("b").start(SLOT.plus(Duration.ofDays(1)))).said())
                .isEqualTo("accepted");
    }

    @Test
    void a_booking_of_a_month_is_in_the_way_everywhere_and_leaves_everything_when_it_moves() {
        desk.ask(reserve("a").start(SLOT.plus(Duration.ofDays(30))));
        Reply reply = desk.ask(record("x").end(SLOT.plus(Duration.ofDays(31))));
        assertThat(reply.told()).containsExactly("a preempted 2");
        assertThat(desk.documents()).hasSize(31 * 6 + 1);
        assertThat(desk.ask(reserve("b").start(SLOT.plus(Duration.ofDays(31)).minusSeconds(1)))
                        .said())
                .isEqualTo("already_booked");
        assertThat(desk.ask(reserve("b").start(SLOT.plus(Duration.ofDays(31)))).said())
                .isEqualTo("accepted");
        desk.ask(release("b"));

        desk.ask(record("x").start(NOON).lasting(1));

        assertThat(desk.documents())
                .as("the booking's, and those of the two closed names")
                .hasSize(3);
        assertThat(desk.documentOfBooking(new EventTypeKey("1"), new BookingUid("x")))
                .contains(DocumentKey.firstOf(new EventTypeKey("1"), Window.of(NOON, Duration.ofMinutes(1))));
    }

    @Test
    void a_preempted_hold_across_a_border_that_is_told_later_is_told_once() {
        for (int i = 0; i < 64; i++) {
            desk.ask(reserve("h%02d".formatted(i))
                    .start(NOON.plusSeconds(60 * i + 60))
                    .slotMinutes(1));
        }
        desk.ask(define().lengths(1L, 2L));
        var crossing = desk.ask(reserve("a").start(NOON.minusSeconds(60)).slotMinutes(2));
        assertThat(crossing.said()).isEqualTo("accepted");

        desk.ask(record("x").start(NOON.minusSeconds(60)).lasting(70));

        assertThat(documentsWith("a")).isEqualTo(2);
        assertThat(ReservationDesk.told(desk.tick())).containsExactly("a preempted 2");
        assertThat(documentsWith("a")).isZero();
    }

    @Test
    void a_document_takes_1024_live_entries_and_no_more() {
        desk.ask(define().lengths(30L).seats(1_000));
        Instant second = SLOT.plusSeconds(1_800);
        for (int i = 0; i < 1_000; i++) {
            desk.ask(reserve("a" + i));
        }
        for (int i = 0; i < 23; i++) {
            desk.ask(reserve("b" + i).start(second));
        }
        desk.ask(record("dead").start(second).lasting(30).status("cancelled"));
        assertThat(desk.ask(book("x").start(second)).said()).as("number 1,024").isEqualTo("accepted");

        Reply reply = desk.ask(reserve("c").start(second));
        assertThat(reply.said()).isEqualTo("too_many_holds");
        assertThat(reply.told()).isEmpty();
        assertThat(desk.ask(book("y").start(second)).said()).isEqualTo("too_many_holds");
        assertThat(desk.ask(reserve("c").start(NOON.minusMillis(1))).said())
                .as("reaches into the next document, but stands in this one too")
                .isEqualTo("too_many_holds");
        assertThat(desk.ask(reserve("c").start(NOON)).said()).as("in the next").isEqualTo("accepted");
        assertThat(desk.ask(update("c").start(second)).said()).isEqualTo("too_many_holds");
        assertThat(desk.ask(update("b0").start(second)).said())
                .as("one of them may stay")
                .isEqualTo("accepted");
        assertThat(desk.ask(book("z", "b1")).said()).as("and may be booked").isEqualTo("accepted");
        assertThat(desk.ask(record("fact").start(second).lasting(30)).said())
                .as("a fact is never refused")
                .isEqualTo("accepted");
        desk.ask(cancel("fact"));
        desk.ask(release("b2"));
        assertThat(desk.ask(reserve("d").start(second)).said()).isEqualTo("accepted");
        assertThat(desk.ask(reserve("e").start(second)).said()).isEqualTo("too_many_holds");

        desk.after(Duration.ofMinutes(5));
        assertThat(desk.ask(reserve("e").start(second)).said())
                .as("expired ones are not live")
                .isEqualTo("accepted");
    }

    @Test
    void a_full_slot_is_said_to_be_full_before_its_document_is() {
        desk.ask(define().lengths(30L).seats(1_000));
        for (int i = 0; i < 24; i++) {
            desk.ask(reserve("b" + i).start(SLOT.plusSeconds(1_800)));
        }
        for (int i = 0; i < 1_000; i++) {
            desk.ask(reserve("a" + i));
        }

        assertThat(desk.ask(reserve("c")).said()).isEqualTo("already_reserved");
    }

    @Test
    void a_document_keeps_256_closed_names_and_drops_the_oldest_with_its_tombstone() {
        for (int i = 0; i < 256; i++) {
            desk.after(Duration.ofMillis(1));
            desk.ask(reserve("u" + i));
            desk.ask(release("u" + i));
        }
        assertThat(desk.closed("1")).hasSize(256);
        desk.ask(reserve("u256"));

        assertThat(desk.ask(release("u256")).told()).containsExactly("u256 released 2", "u0 forgotten");
        assertThat(desk.closed("1")).hasSize(256);
        assertThat(desk.ask(reserve("u1")).said()).isEqualTo("reservation_uid_in_use");
        assertThat(desk.ask(reserve("u0")).said()).as("forgotten").isEqualTo("accepted");
    }

    @Test
    void the_dropped_name_leaves_all_its_documents_and_has_no_tombstone_while_it_lives_elsewhere() {
        desk.ask(reserve("old").start(NOON.minusSeconds(900)));
        desk.ask(release("old"));
        desk.ask(reserve("old").start(NOON.plus(Duration.ofHours(8))).heldFor(600));
        desk.after(Duration.ofMillis(1));
        for (int i = 0; i < 256; i++) {
            desk.ask(reserve("u" + i));
            assertThat(desk.ask(release("u" + i)).told()).containsExactly("u" + i + " released 2");
        }

        assertThat(documentsWithClosed("old")).isZero();
        assertThat(documentsWith("old")).isEqualTo(1);
    }

    @Test
    void a_name_that_is_itself_the_oldest_of_too_many_stands_nowhere() {
        desk.ask(reserve("old").start(NOON.minusSeconds(900)));
        desk.after(Duration.ofMinutes(5));
        for (int i = 0; i < 256; i++) {
            desk.after(Duration.ofMillis(1));
            desk.ask(reserve("u" + i));
            desk.ask(release("u" + i));
        }

        List<ReservationEvent> told = desk.tick();

        assertThat(ReservationDesk.told(told))
                .as("closed at its deadline, before all others")
                .containsExactly("old expired 2", "old forgotten");
        assertThat(documentsWithClosed("old")).isZero();
        desk.after(Duration.ofHours(2));
        desk.tick();
        assertThat(desk.documents()).isEmpty();
    }

    @Test
    void a_refused_request_changes_no_document() {
        desk.ask(reserve("a"));

        Reply reply = desk.ask(reserve("b"));

        assertThat(reply.decision().changes().changedDocuments()).isEmpty();
        assertThat(reply.decision().changes().changedHolds()).isEmpty();
        assertThat(reply.decision().changes().changedBookings()).isEmpty();
        assertThat(reply.decision().changes().changedEventTypes()).isEmpty();
    }

    @Test
    void a_grant_writes_one_document() {
        assertThat(desk.ask(reserve("a")).decision().changes().changedDocuments())
                .hasSize(1);
        assertThat(desk.ask(reserve("b").start(NOON.minusSeconds(900)))
                        .decision()
                        .changes()
                        .changedDocuments())
                .hasSize(2);
    }
}
