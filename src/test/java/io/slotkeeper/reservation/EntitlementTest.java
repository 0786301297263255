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

import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may do what to which thing (docs/spec/http.md#who-may-do-what), as far as the log decides it. */
class EntitlementTest {

    private static final ReservationSettings USUAL = ReservationSettings.DEFAULT;
    private static final ReservationSettings STRICT = new ReservationSettings(
            USUAL.defaultHold(),
            USUAL.max(),
            USUAL.maxTotal(),
            USUAL.closedRetention(),
            USUAL.bookingRetention(),
            true);

    private final ReservationDesk desk = new ReservationDesk();
    private final ReservationDesk strict = new ReservationDesk(STRICT);

    @BeforeEach
    void a_type_of_an_owner_and_a_type_of_nobody() {
        for (ReservationDesk each : new ReservationDesk[] {desk, strict}) {
            each.ask(define().owner("owner").members("mate"));
            each.ask(define().of("2"));
        }
    }

    private static ReservationRequestBuilder by(String who, ReservationRequestBuilder ask) {
        return who.equals("service") ? ask : ask.by(who);
    }

    @ParameterizedTest
    @CsvSource({
        "owner, accepted",
        "mate, accepted",
        "service, accepted",
        "stranger, not_entitled",
        "anonymous, not_entitled"
    })
    void bookings_are_made_moved_and_cancelled_by_who_is_entitled(String who, String said) {
        desk.ask(record("b"));

        assertThat(desk.ask(by(who, book("x").start(SLOT.plusSeconds(3_600)))).said())
                .isEqualTo(said);
        desk.ask(reserve("h").start(SLOT.plusSeconds(7_200)));
        assertThat(desk.ask(by(who, book("y", "h"))).said())
                .as("also with a hold")
                .isEqualTo(said);
        assertThat(desk.ask(by(who, record("b").lasting(60))).said()).isEqualTo(said);
        assertThat(desk.ask(by(who, cancel("b"))).said()).isEqualTo(said);
        assertThat(desk.ask(by(who, cancel("nobody").version(1))).said()).isEqualTo(said);
        assertThat(desk.ask(by(who, define().owner("owner").members("mate"))).said())
                .isEqualTo(said);
        assertThat(desk.ask(by(who, remove())).said()).isEqualTo(said);
        assertThat(desk.ask(by(who, cancel("x"))).said())
                .as("bookings of a removed type stay whose they were")
                .isEqualTo(said);
    }

    @ParameterizedTest
    @ValueSource(strings = {"owner", "service", "stranger", "anonymous"})
    void where_a_type_belongs_to_nobody_everybody_books(String who) {
        assertThat(desk.ask(by(who, book("x").of("2"))).said()).isEqualTo("accepted");
        assertThat(desk.ask(by(who, cancel("x").of("2"))).said()).isEqualTo("accepted");
        assertThat(desk.ask(by(who, record("x").of("2").version(1))).said()).isEqualTo("accepted");
        assertThat(desk.ask(by(who, record("x").of("3"))).said()).isEqualTo("accepted");
        assertThat(desk.ask(by(who, record("x").of("cal:team"))).said()).isEqualTo("accepted");
    }

    @ParameterizedTest
    @ValueSource(strings = {"maker", "service", "stranger", "anonymous"})
    void a_hold_is_everybodys_who_knows_its_uid(String who) {
        desk.ask(reserve("h").by("maker"));

        assertThat(desk.ask(by(who, update("h"))).said()).isEqualTo("accepted");
        assertThat(desk.ask(by(who, release("h"))).told()).containsExactly("h released 3");
    }

    @ParameterizedTest
    @ValueSource(strings = {"maker", "service"})
    void strict_holds_are_their_makers(String who) {
        strict.ask(reserve("h").by("maker"));

        assertThat(strict.ask(by(who, update("h"))).said()).isEqualTo("accepted");
        assertThat(strict.ask(by(who, release("h"))).told()).containsExactly("h released 3");
    }

    @ParameterizedTest
    @ValueSource(strings = {"stranger", "anonymous", "owner"})
    void strict_holds_are_unknown_to_others(String who) {
        strict.ask(reserve("h").by("maker"));

        assertThat(strict.ask(by(who, update("h"))).said()).isEqualTo("reservation_not_found");
        ReservationDesk.Reply released = strict.ask(by(who, release("h")));
        assertThat(released.said()).isEqualTo("accepted");
        assertThat(released.told()).isEmpty();
        ReservationDesk.Reply repeat = strict.ask(by(who, reserve("h")));
        assertThat(repeat.said()).isEqualTo("reservation_uid_in_use");
        assertThat(repeat.decision().reservation()).as("nothing is shown").isEmpty();
        assertThat(strict.ask(release("h").by("maker")).told()).containsExactly("h released 2");
    }

    @Test
    void a_strict_hold_is_booked_by_its_maker_alone() {
        strict.ask(reserve("h").by("mate"));

        assertThat(strict.ask(book("x", "h").by("owner")).said()).isEqualTo("reservation_expired");
        assertThat(strict.ask(book("x", "h").start(SLOT).by("owner")).said()).isEqualTo("reserved_by_another");
        assertThat(strict.ask(book("x", "h").by("mate")).told()).containsExactly("h booked 2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"service", "anonymous"})
    void what_nobody_in_particular_made_is_everybodys_also_with_strict_holds(String maker) {
        strict.ask(by(maker, reserve("h")));
        strict.at(strict.now().plus(Duration.ofSeconds(1)));

        assertThat(strict.ask(update("h").by("stranger")).said()).isEqualTo("accepted");
    }
}
