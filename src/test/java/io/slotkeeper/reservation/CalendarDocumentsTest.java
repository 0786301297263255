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

import io.slotkeeper.logtime.Due;
import io.slotkeeper.request.DecisionSetting;
import io.slotkeeper.reservation.ReservationDesk.Reply;
import io.slotkeeper.reservation.calendar.Booking;
import io.slotkeeper.reservation.calendar.DocumentKey;
import io.slotkeeper.reservation.calendar.EventTypeKey;
import io.slotkeeper.reservation.calendar.Hold;
import io.slotkeeper.reservation.calendar.Window;
import io.slotkeeper.reservation.view.ReservationChanges;
import io.slotkeeper.reservation.view.ReservationEvent;
import io.slotkeeper.reservation.view.ReservationView;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Entries that cross a border of four hours, and how many may be stored. */
class CalendarDocumentsTest {

    private static final Instant NOON = SLOT.plus(Duration.ofHours(2));

    private final ReservationDesk desk = new ReservationDesk();

    @BeforeEach
    void variable_length_type() {
        desk.ask(define().lengths(1L, 30L, 60L, 24 * 60L));
    }

    private long documentsWith(String uid) {
        return desk.documents().values().stream()
                .filter(document -> document.holds().stream()
                        .anyMatch(hold -> hold.uid().value().equals(uid)))
                .count();
    }

    private long documentsWithClosed(String uid) {
        return desk.documents().values().stream()
                .filter(document -> document.closed().stream()
                        .anyMatch(marker -> marker.uid().value().equals(uid)))
                .count();
    }

    private Optional<DocumentKey> home(String uid) {
        return desk.hold("1", uid).map(hold -> DocumentKey.firstOf(new EventTypeKey("1"), hold.window()));
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
        assertThat(desk.holds("1")).isEmpty();

        desk.after(Duration.ofHours(1));

        assertThat(ReservationDesk.told(desk.tick())).containsExactly("a forgotten");
        assertThat(desk.documents()).isEmpty();
    }

    @Test
    void each_entry_has_one_deadline_however_many_parts_it_touches() {
        desk.ask(reserve("b").start(NOON.minusSeconds(900)));
        desk.ask(release("b"));
        desk.ask(reserve("a").start(NOON.minusSeconds(900)));
        desk.ask(record("x").start(NOON.plusSeconds(900)).end(NOON.plus(Duration.ofHours(5))));
        desk.ask(record("y")
                .start(NOON.minusSeconds(7_200))
                .end(NOON.plus(Duration.ofHours(3)))
                .status("cancelled"));

        assertThat(desk.deadlines().get(0))
                .extracting(Due::deadline)
                .containsExactly(
                        desk.now().plus(Duration.ofMinutes(5)),
                        desk.now().plus(Duration.ofHours(1)),
                        NOON.plus(Duration.ofHours(27)),
                        NOON.plus(Duration.ofHours(29)));
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
        assertThat(desk.bookings("1"))
                .extracting(Booking::window)
                .containsExactly(Window.of(NOON, Duration.ofMinutes(1)));
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

    /** Field case: a limit of what is stored together must not be one of what can be reserved. */
    @Test
    void the_seats_of_windows_beside_each_other_can_all_be_held() {
        desk.ask(define().lengths(60L).seats(1_000));
        for (int window = 0; window < 3; window++) {
            for (int i = 0; i < 1_000; i++) {
                assertThat(desk.ask(reserve("h" + window + "-" + i).start(SLOT.plusSeconds(1_800L * 2 * window)))
                                .said())
                        .isEqualTo("accepted");
            }
        }
        assertThat(desk.ask(reserve("one-more")).said()).isEqualTo("already_reserved");
    }

    @Test
    void four_hours_take_20000_live_entries_and_no_more() {
        desk.ask(define().lengths(1L, 2L).seats(1_000));
        Instant border = NOON;
        for (int i = 0; i < 19_999; i++) {
            Instant start = border.minusSeconds(60L * (1 + i / 1_000));
            desk.ask(record("b" + i).start(start).lasting(1));
        }
        desk.ask(record("dead").start(border.minusSeconds(60)).lasting(1).status("cancelled"));
        Instant free = border.minusSeconds(60 * 60);
        assertThat(desk.ask(reserve("a").start(free)).said())
                .as("number 20,000")
                .isEqualTo("accepted");

        Reply reply = desk.ask(reserve("c").start(free));
        assertThat(reply.said()).isEqualTo("too_many_holds");
        assertThat(reply.told()).isEmpty();
        assertThat(desk.ask(book("y").start(free)).said()).isEqualTo("too_many_holds");
        assertThat(desk.ask(reserve("c").start(border.minusSeconds(120)).slotMinutes(2))
                        .said())
                .as("full windows are said to be full first")
                .isEqualTo("already_booked");
        assertThat(desk.ask(reserve("c").start(border)).said()).as("after them").isEqualTo("accepted");
        assertThat(desk.ask(update("c").start(free)).said()).isEqualTo("too_many_holds");
        assertThat(desk.ask(update("a").start(free)).said()).as("it may stay").isEqualTo("accepted");
        assertThat(desk.ask(record("fact").start(free).lasting(1)).said())
                .as("a fact is never refused")
                .isEqualTo("accepted");
        desk.ask(cancel("fact"));
        desk.ask(release("a"));
        assertThat(desk.ask(reserve("d").start(free)).said()).isEqualTo("accepted");
        assertThat(desk.ask(reserve("e").start(free)).said()).isEqualTo("too_many_holds");

        desk.after(Duration.ofMinutes(5));
        assertThat(desk.ask(reserve("e").start(free)).said())
                .as("expired ones are not live")
                .isEqualTo("accepted");
    }

    @Test
    void a_partition_takes_as_many_as_it_is_set_to_and_half_as_many_facts_more() {
        var settings = new HashMap<String, Object>(ReservationSettings.DEFAULT.values());
        settings.putAll(Map.ofEntries(DecisionSetting.MAX_PER_PARTITION.with(4)));
        var small = new ReservationDesk(ReservationSettings.of(settings));
        for (String calendar : List.of("cal:a", "cal:b", "cal:c", "cal:d")) {
            assertThat(small.ask(reserve("h").of(calendar).slotMinutes(30)).said())
                    .isEqualTo("accepted");
        }

        assertThat(small.ask(reserve("h").of("cal:e").slotMinutes(30)).said()).isEqualTo("too_many_holds");
        assertThat(small.ask(book("b").of("cal:e").start(SLOT).slotMinutes(30)).said())
                .isEqualTo("too_many_holds");
        assertThat(small.ask(reserve("h").of("cal:a").slotMinutes(30)).said())
                .as("its own again")
                .isEqualTo("repeated");
        assertThat(small.ask(book("b", "h").of("cal:a")).said())
                .as("a hold that becomes a booking")
                .isEqualTo("accepted");
        assertThat(small.ask(record("f1").of("cal:f")).said()).isEqualTo("accepted");
        assertThat(small.ask(record("f2").of("cal:f")).said()).isEqualTo("accepted");
        assertThat(small.ask(record("f3").of("cal:f")).said()).isEqualTo("too_many_holds");
        assertThat(small.ask(record("f2").of("cal:f").status("cancelled")).said())
                .as("of one that it knows")
                .isEqualTo("accepted");
        assertThat(small.ask(record("f3").of("cal:f")).said()).isEqualTo("accepted");
        small.after(Duration.ofMinutes(5)).tick();
        assertThat(small.ask(reserve("h").of("cal:e").slotMinutes(30)).said())
                .as("there is room again")
                .isEqualTo("accepted");
    }

    @Test
    void a_window_keeps_256_closed_names_and_drops_the_oldest_with_its_tombstone() {
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
            desk.ask(reserve("u" + i).start(NOON.minusSeconds(900)));
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
            desk.ask(reserve("u" + i).start(NOON.minusSeconds(900)));
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
    void many_that_end_in_one_record_end_as_they_would_one_by_one_and_each_window_is_read_once() {
        ReservationDesk oneByOne = withManyHoldsThatEnded();
        List<String> told = ReservationDesk.told(oneByOne.tick());
        ReservationDesk atOnce = withManyHoldsThatEnded();
        Map<Object, Integer> reads = new HashMap<>();

        List<ReservationEvent> events = atOnce.tickAtOnce(view -> countingReadsOfMarkers(view, reads));

        assertThat(ReservationDesk.told(events)).containsExactlyElementsOf(told);
        assertThat(told)
                .hasSize(500 + 100 + 344)
                .contains("s99 forgotten", "s343 forgotten")
                .doesNotContain("s344 forgotten");
        assertThat(atOnce.documents()).isEqualTo(oneByOne.documents());
        assertThat(reads).hasSize(1).containsValue(1);
    }

    /** 100 markers and 500 holds of one window, 100 holds of others in the same four hours. */
    private static ReservationDesk withManyHoldsThatEnded() {
        var desk = new ReservationDesk();
        desk.ask(define().lengths(1L).seats(1_000));
        for (int i = 0; i < 600; i++) {
            desk.after(Duration.ofMillis(1));
            desk.ask(reserve("s" + i).slotMinutes(1));
            if (i < 100) {
                desk.ask(release("s" + i));
            } else if (i % 5 == 0) {
                desk.ask(reserve("o" + i).start(SLOT.plusSeconds(60L * (i / 5))).slotMinutes(1));
            }
        }
        return desk.after(Duration.ofMinutes(6));
    }

    private static ReservationView countingReadsOfMarkers(ReservationView view, Map<Object, Integer> reads) {
        return (ReservationView) Proxy.newProxyInstance(
                ReservationView.class.getClassLoader(),
                new Class<?>[] {ReservationView.class},
                (proxy, method, args) -> {
                    if (method.getReturnType() == List.class) {
                        reads.merge(args[1], 1, Integer::sum);
                    }
                    return method.invoke(view, args);
                });
    }

    @Test
    void a_refused_request_changes_no_document() {
        desk.ask(reserve("a"));

        Reply reply = desk.ask(reserve("b"));

        assertThat(reply.decision().changes().changedMarkers()).isEmpty();
        assertThat(reply.decision().changes().changedHolds()).isEmpty();
        assertThat(reply.decision().changes().changedBookings()).isEmpty();
        assertThat(reply.decision().changes().changedEventTypes()).isEmpty();
    }

    @Test
    void a_grant_changes_one_hold_and_nothing_else() {
        ReservationChanges changes =
                desk.ask(reserve("b").start(NOON.minusSeconds(900))).decision().changes();

        assertThat(changes.changedHolds()).hasSize(1);
        assertThat(changes.changedMarkers()).isEmpty();
        assertThat(changes.changedBookings()).isEmpty();
        assertThat(changes.changedParties()).isEmpty();
    }
}
