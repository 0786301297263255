package io.slotkeeper.reservation;

import static io.slotkeeper.reservation.ReservationRequestBuilder.SLOT;
import static io.slotkeeper.reservation.ReservationRequestBuilder.book;
import static io.slotkeeper.reservation.ReservationRequestBuilder.define;
import static io.slotkeeper.reservation.ReservationRequestBuilder.record;
import static io.slotkeeper.reservation.ReservationRequestBuilder.release;
import static io.slotkeeper.reservation.ReservationRequestBuilder.reserve;
import static io.slotkeeper.reservation.ReservationRequestBuilder.update;
import static org.assertj.core.api.Assertions.assertThat;

import io.slotkeeper.request.Refusal;
import io.slotkeeper.request.field.FieldValue;
import io.slotkeeper.reservation.ReservationDesk.Reply;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** docs/spec/reservations.md#fairness-caps */
class FairnessCapsTest {

    private static final String ONE = "00000000000000aa";
    private static final String OTHER = "00000000000000bb";
    private static final FieldValue<Long> ABSENT = FieldValue.absent();

    private final ReservationDesk desk = new ReservationDesk();
    private int slots;

    @BeforeEach
    void a_type() {
        desk.ask(define().owner("owner"));
        desk.ask(define().of("2").owner("owner"));
    }

    /** Of a slot that nobody else has. */
    private ReservationRequestBuilder another() {
        slots++;
        return reserve("h" + slots).start(SLOT.plus(Duration.ofHours(slots)));
    }

    private Reply asked(ReservationRequestBuilder ask) {
        return desk.ask(ask);
    }

    private void hold(int count, String party) {
        for (int i = 0; i < count; i++) {
            assertThat(asked(another().byParty(party)).said()).isEqualTo("accepted");
        }
    }

    @Nested
    class Live_holds {

        @Test
        void of_an_anonymous_party_are_ten_in_an_event_type() {
            hold(10, ONE);

            Reply eleventh = asked(another().byParty(ONE));

            assertThat(eleventh.said()).isEqualTo("hold_limit_reached");
            assertThat(eleventh.message()).isEqualTo("At most 10 slots of this event type may be reserved at a time.");
            assertThat(asked(another().byParty(OTHER)).said()).isEqualTo("accepted");
            assertThat(asked(another().byParty(ONE).of("2")).said()).isEqualTo("accepted");
        }

        @Test
        void of_others_are_not_limited() {
            for (int i = 0; i < 11; i++) {
                assertThat(asked(another()).said()).isEqualTo("accepted");
                assertThat(asked(another().by("owner")).said()).isEqualTo("accepted");
                assertThat(asked(another().by("anonymous")).said())
                        .as("of whom nobody knows more")
                        .isEqualTo("accepted");
            }
        }

        @Test
        void are_those_of_a_definition_for_everybody() {
            desk.ask(define().owner("owner").caps(FieldValue.of(1L), ABSENT, ABSENT));
            asked(another().by("alice"));
            hold(1, ONE);

            assertThat(asked(another().by("alice")).said()).isEqualTo("hold_limit_reached");
            assertThat(asked(another().byParty(ONE)).said()).isEqualTo("hold_limit_reached");
            assertThat(asked(another()).said()).as("a trusted service").isEqualTo("accepted");
        }

        @Test
        void tell_when_the_first_of_them_lapses() {
            hold(4, ONE);
            Instant first = desk.now().plus(Duration.ofMinutes(5));
            desk.after(Duration.ofMinutes(1));
            hold(6, ONE);

            assertThat(asked(another().byParty(ONE)).refusal().flatMap(Refusal::availableAt))
                    .contains(first);
        }

        /** Without an announcement: nobody waits for that. */
        @Test
        void are_fewer_when_one_has_lapsed() {
            hold(10, ONE);
            desk.after(Duration.ofMinutes(5));

            assertThat(asked(another().byParty(ONE)).said()).isEqualTo("accepted");
        }

        @Test
        void are_fewer_when_one_is_released_booked_or_displaced() {
            hold(10, ONE);

            asked(release("h1").byParty(ONE));
            hold(1, ONE);
            asked(book("b", "h2").by("owner"));
            hold(1, ONE);
            asked(record("x").start(SLOT.plus(Duration.ofHours(3))).lasting(30));
            hold(1, ONE);
            assertThat(asked(another().byParty(ONE)).said()).isEqualTo("hold_limit_reached");
        }

        /** Those beyond the first 64 are announced later. */
        @Test
        void are_fewer_when_one_is_displaced_that_is_not_announced_yet() {
            desk.ask(define().owner("owner").length(FieldValue.of(1L)).caps(FieldValue.of(70L), ABSENT, ABSENT));
            for (int i = 0; i < 70; i++) {
                asked(reserve("h" + i).start(SLOT.plusSeconds(60L * i)).byParty(ONE));
            }
            asked(record("x").start(SLOT).lasting(70));

            for (int i = 0; i < 70; i++) {
                assertThat(asked(reserve("n" + i)
                                        .start(SLOT.plusSeconds(7_200 + 60L * i))
                                        .byParty(ONE))
                                .said())
                        .isEqualTo("accepted");
            }
            desk.tick();
            assertThat(asked(reserve("last")
                                    .start(SLOT.plus(Duration.ofDays(1)))
                                    .byParty(ONE))
                            .said())
                    .isEqualTo("hold_limit_reached");
        }

        @Test
        void do_not_count_repeats_and_are_told_last() {
            hold(10, ONE);

            assertThat(asked(reserve("h3").start(SLOT.plus(Duration.ofHours(3))).byParty(ONE))
                            .said())
                    .isEqualTo("repeated");
            assertThat(asked(reserve("new")
                                    .start(SLOT.plus(Duration.ofHours(3)))
                                    .byParty(ONE))
                            .said())
                    .isEqualTo("already_reserved");
            assertThat(asked(update("h3").byParty(ONE)).said()).isEqualTo("accepted");
        }

        @Test
        void that_were_granted_without_a_cap_do_not_count() {
            asked(another().by("alice"));
            desk.ask(define().owner("owner").caps(FieldValue.of(1L), ABSENT, ABSENT));

            assertThat(asked(another().by("alice")).said()).isEqualTo("accepted");
            assertThat(asked(another().by("alice")).said()).isEqualTo("hold_limit_reached");
        }

        @Test
        void are_not_limited_in_calendars() {
            for (int i = 0; i < 11; i++) {
                assertThat(asked(another().of("cal:c").slotMinutes(30).byParty(ONE))
                                .said())
                        .isEqualTo("accepted");
            }
        }
    }

    @Nested
    class Extensions {

        @Test
        void end_where_the_definition_says() {
            desk.ask(define().owner("owner").caps(ABSENT, FieldValue.of(2L), ABSENT));
            asked(reserve("a"));
            for (int i = 0; i < 2; i++) {
                desk.after(Duration.ofMinutes(1));
                assertThat(asked(update("a")).said()).isEqualTo("accepted");
            }

            Reply again = desk.after(Duration.ofMinutes(1)).ask(update("a"));

            assertThat(again.said()).isEqualTo("held_too_long");
            assertThat(again.message()).isEqualTo("The slot can't be held longer than until 2050-09-05T08:07:00.000Z.");
        }

        /** A slot may be exchanged for another without time being won. */
        @Test
        void are_what_moves_the_deadline_on() {
            desk.ask(define().owner("owner").caps(ABSENT, FieldValue.of(0L), ABSENT));
            asked(reserve("a").by("owner").heldFor(10));

            desk.after(Duration.ofMinutes(2));

            assertThat(asked(update("a").by("owner").heldFor(8)).said()).isEqualTo("accepted");
            assertThat(asked(update("a").by("owner").heldFor(9)).said()).isEqualTo("held_too_long");
        }
    }

    @Nested
    class Time_from_creation {

        @Test
        void is_an_hour_where_anonymous_asks() {
            asked(another().byParty(ONE));
            Instant latest = desk.now().plus(Duration.ofHours(1));
            for (int i = 0; i < 55; i++) {
                desk.after(Duration.ofMinutes(1));
                assertThat(asked(update("h1").by("anonymous")).said()).isEqualTo("accepted");
            }
            desk.after(Duration.ofMillis(1));

            Reply refused = asked(update("h1").by("anonymous"));

            assertThat(refused.said()).isEqualTo("held_too_long");
            assertThat(refused.message()).contains(latest.toString().replace("Z", ".000Z"));
            assertThat(asked(update("h1").by("alice")).said()).isEqualTo("accepted");
        }

        @Test
        void is_what_the_definition_says_for_everybody() {
            desk.ask(define().owner("owner").caps(ABSENT, ABSENT, FieldValue.of(12L)));

            assertThat(asked(reserve("a").by("owner").heldFor(13)).said()).isEqualTo("held_too_long");
            assertThat(asked(reserve("a").by("owner").heldFor(12)).said()).isEqualTo("accepted");
            assertThat(asked(update("a").heldFor(13)).said())
                    .as("a trusted service")
                    .isEqualTo("held_too_long");
        }

        @Test
        void shortens_what_was_not_asked_for() {
            desk.ask(define().owner("owner").caps(ABSENT, ABSENT, FieldValue.of(2L)));

            Reply granted = asked(reserve("a"));

            assertThat(granted.hold().until()).isEqualTo(desk.now().plus(Duration.ofMinutes(2)));
            assertThat(granted.hold().duration()).isEqualTo(Duration.ofMinutes(2));
        }

        @Test
        void is_never_more_than_the_setting() {
            desk.ask(define().owner("owner").caps(ABSENT, ABSENT, FieldValue.of(52_596_000L)));
            asked(reserve("a").start(SLOT.plus(Duration.ofDays(9))).heldFor(24 * 60));
            desk.after(Duration.ofHours(23)).ask(update("a").heldFor(24 * 60));
            desk.after(Duration.ofHours(23));

            assertThat(asked(update("a").heldFor(121)).said()).isEqualTo("held_too_long");
            assertThat(asked(update("a").heldFor(120)).said()).isEqualTo("accepted");
        }
    }
}
