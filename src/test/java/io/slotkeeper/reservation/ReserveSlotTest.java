package io.slotkeeper.reservation;

import static io.slotkeeper.reservation.ReservationRequestBuilder.SLOT;
import static io.slotkeeper.reservation.ReservationRequestBuilder.define;
import static io.slotkeeper.reservation.ReservationRequestBuilder.record;
import static io.slotkeeper.reservation.ReservationRequestBuilder.release;
import static io.slotkeeper.reservation.ReservationRequestBuilder.remove;
import static io.slotkeeper.reservation.ReservationRequestBuilder.reserve;
import static org.assertj.core.api.Assertions.assertThat;

import io.slotkeeper.request.CauseType;
import io.slotkeeper.request.Principal;
import io.slotkeeper.request.field.FieldValue;
import io.slotkeeper.request.field.FieldValue.Fault;
import io.slotkeeper.reservation.ReservationDesk.Reply;
import io.slotkeeper.reservation.calendar.Hold;
import io.slotkeeper.reservation.calendar.Window;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The table of reserve_slot in docs/spec/reservations.md, row by row and in its order. */
class ReserveSlotTest {

    private final ReservationDesk desk = new ReservationDesk();

    @BeforeEach
    void variable_length_type_with_an_owner_and_a_member() {
        desk.ask(define().lengths(15L, 30L, 60L).owner("owner").members("mate"));
    }

    @Test
    void a_free_slot_is_held_for_the_default_time_and_told() {
        Reply reply = desk.ask(reserve("a").requestId("r1"));

        assertThat(reply.said()).isEqualTo("accepted");
        assertThat(reply.told()).containsExactly("a held 1");
        assertThat(reply.announcements()).containsExactly(reply.snapshot());
        Hold hold = reply.hold();
        assertThat(hold.window()).isEqualTo(Window.of(SLOT, Duration.ofMinutes(30)));
        assertThat(hold.until()).isEqualTo(desk.now().plus(Duration.ofMinutes(5)));
        assertThat(hold.duration()).isEqualTo(Duration.ofMinutes(5));
        assertThat(hold.createdAt()).isEqualTo(desk.now());
        assertThat(hold.updatedAt()).isEqualTo(desk.now());
        assertThat(hold.requestedBy()).isEmpty();
        assertThat(hold.cause().type()).isEqualTo(CauseType.RESERVE_SLOT);
        assertThat(hold.cause().requestId().orElseThrow().value()).isEqualTo("r1");
        assertThat(hold.cause().source()).isEqualTo(ReservationRequestBuilder.source(1));
        assertThat(reply.revision()).isEqualTo(1);
    }

    @Test
    void slot_and_reservation_last_as_long_as_asked() {
        Reply reply = desk.ask(reserve("a").slotMinutes(60).heldFor(10).by("mate"));

        assertThat(reply.said()).isEqualTo("accepted");
        assertThat(reply.hold().window().length()).isEqualTo(Duration.ofHours(1));
        assertThat(reply.hold().until()).isEqualTo(desk.now().plus(Duration.ofMinutes(10)));
        assertThat(reply.hold().requestedBy()).contains(new Principal("mate"));
    }

    @Test
    void a_default_of_seconds_is_told_as_whole_minutes_rounded_up_but_ends_to_the_second() {
        for (var expected : List.of(List.of(5, 1), List.of(60, 1), List.of(61, 2), List.of(90, 2))) {
            Duration time = Duration.ofSeconds(expected.get(0));
            var demo = new ReservationDesk(new ReservationSettings(
                    time, Duration.ofHours(24), Duration.ofHours(48), Duration.ofHours(1), Duration.ofHours(24)));
            demo.ask(define());

            Hold hold = demo.ask(reserve("a")).hold();

            assertThat(hold.duration()).isEqualTo(Duration.ofMinutes(expected.get(1)));
            assertThat(hold.until()).isEqualTo(demo.now().plus(time));
        }
    }

    @Test
    void row_1_names_each_field_that_is_missing_malformed_or_beyond_its_limit_in_order() {
        Reply nothing = desk.ask(reserve("a").uid(FieldValue.absent()).start(FieldValue.absent()));
        assertThat(nothing.said()).isEqualTo("invalid_request");
        assertThat(nothing.message()).isEqualTo("Bad Request Exception");
        assertThat(nothing.errors()).containsExactly("reservation_uid required", "slot_start required");
        assertThat(nothing.told()).isEmpty();

        assertThat(desk.ask(reserve("a")
                                .uid(FieldValue.malformed(Fault.TYPE))
                                .start(FieldValue.malformed(Fault.TYPE))
                                .slotMinutes(FieldValue.malformed(Fault.TYPE))
                                .heldFor(FieldValue.malformed(Fault.TYPE)))
                        .errors())
                .containsExactly(
                        "reservation_uid invalid_format",
                        "slot_start invalid_format",
                        "slot_duration_minutes invalid_format",
                        "reservation_duration_minutes invalid_format");
        assertThat(desk.ask(reserve("a b")).errors()).containsExactly("reservation_uid invalid_format");
        assertThat(desk.ask(reserve("a/b")).errors()).containsExactly("reservation_uid invalid_format");
        assertThat(desk.ask(reserve("")).errors()).containsExactly("reservation_uid invalid_format");
        assertThat(desk.ask(reserve("a".repeat(129))).errors()).containsExactly("reservation_uid invalid_format");
        assertThat(desk.ask(reserve("a").start(FieldValue.malformed(Fault.FORMAT)))
                        .errors())
                .containsExactly("slot_start invalid_format");
    }

    @Test
    void row_1_refuses_durations_that_are_not_positive_or_over_their_limit() {
        for (long minutes : new long[] {0, -1, Long.MIN_VALUE}) {
            assertThat(desk.ask(reserve("a").slotMinutes(minutes)).errors())
                    .containsExactly("slot_duration_minutes invalid_format");
            assertThat(desk.ask(reserve("a").heldFor(minutes)).errors())
                    .containsExactly("reservation_duration_minutes invalid_format");
        }
        for (long minutes : new long[] {24 * 60 + 1, Long.MAX_VALUE}) {
            assertThat(desk.ask(reserve("a").slotMinutes(minutes)).errors())
                    .containsExactly("slot_duration_minutes too_long");
            assertThat(desk.ask(reserve("a").heldFor(minutes)).errors())
                    .containsExactly("reservation_duration_minutes too_long");
        }
        assertThat(desk.ask(reserve("a".repeat(128)).heldFor(24 * 60)).said()).isEqualTo("accepted");
        desk.ask(define().lengths(24 * 60L));
        assertThat(desk.ask(reserve("day").start(SLOT.plusSeconds(86_400)).slotMinutes(24 * 60))
                        .said())
                .isEqualTo("accepted");
    }

    @Test
    void row_1_comes_before_rows_2_and_3() {
        ReservationRequestBuilder wrong = reserve("a").start(FieldValue.absent());

        assertThat(desk.ask(wrong.heldFor(10).by("anonymous")).said()).isEqualTo("invalid_request");
        assertThat(desk.ask(wrong.of("2")).said()).isEqualTo("invalid_request");
    }

    @Test
    void row_2_wants_credentials_for_a_custom_duration() {
        Reply reply = desk.ask(reserve("a").heldFor(10).by("anonymous"));

        assertThat(reply.said()).isEqualTo("authentication_required");
        assertThat(reply.message())
                .isEqualTo("reservationDuration can only be used for authenticated requests"
                        + " - use access token, api key or OAuth credentials");
        assertThat(desk.ask(reserve("a").by("anonymous")).said()).isEqualTo("accepted");
    }

    @Test
    void row_2_comes_before_rows_3_and_4() {
        assertThat(desk.ask(reserve("a").of("2").heldFor(10).by("anonymous")).said())
                .isEqualTo("authentication_required");
        assertThat(desk.ask(reserve("a").heldFor(10).by("anonymous")).said())
                .as("anonymous is no member either")
                .isEqualTo("authentication_required");
    }

    @Test
    void row_3_wants_an_event_type_that_is_defined_and_not_removed() {
        Reply undefined = desk.ask(reserve("a").of("77"));
        assertThat(undefined.said()).isEqualTo("event_type_not_found");
        assertThat(undefined.message()).isEqualTo("Event Type with ID=77 not found");

        desk.ask(remove());
        assertThat(desk.ask(reserve("a")).message()).isEqualTo("Event Type with ID=1 not found");
    }

    @Test
    void row_3_comes_before_rows_4_5_6_and_8() {
        ReservationRequestBuilder undefined = reserve("a").of("77");

        assertThat(desk.ask(undefined.heldFor(10).by("stranger")).said()).isEqualTo("event_type_not_found");
        assertThat(desk.ask(undefined.startOnNoSuchDate()).said()).isEqualTo("event_type_not_found");
        assertThat(desk.ask(undefined.slotMinutes(30)).said()).isEqualTo("event_type_not_found");
        assertThat(desk.ask(undefined.start(desk.now())).said()).isEqualTo("event_type_not_found");
    }

    @Test
    void row_4_lets_the_owner_members_and_a_trusted_service_choose_the_duration() {
        Reply stranger = desk.ask(reserve("a").heldFor(10).by("stranger"));

        assertThat(stranger.said()).isEqualTo("not_entitled");
        assertThat(stranger.message())
                .isEqualTo("authenticated user is not owner of event type, does not have memberships in common with"
                        + " owner of the event type, nor does belong to event type's team or org.");
        assertThat(desk.ask(reserve("a").by("stranger")).said()).isEqualTo("accepted");
        assertThat(desk.ask(reserve("b")
                                .start(SLOT.plusSeconds(3_600))
                                .heldFor(10)
                                .by("owner"))
                        .said())
                .isEqualTo("accepted");
        assertThat(desk.ask(reserve("c")
                                .start(SLOT.plusSeconds(7_200))
                                .heldFor(10)
                                .by("mate"))
                        .said())
                .isEqualTo("accepted");
        assertThat(desk.ask(reserve("d").start(SLOT.plusSeconds(10_800)).heldFor(10))
                        .said())
                .isEqualTo("accepted");
    }

    @Test
    void row_4_comes_before_rows_5_7_and_8() {
        ReservationRequestBuilder stranger = reserve("a").heldFor(10).by("stranger");

        assertThat(desk.ask(stranger.startOnNoSuchDate()).said()).isEqualTo("not_entitled");
        assertThat(desk.ask(stranger.slotMinutes(20)).said()).isEqualTo("not_entitled");
        assertThat(desk.ask(stranger.start(desk.now())).said()).isEqualTo("not_entitled");
    }

    @Test
    void row_5_tells_a_date_that_no_calendar_has_from_what_is_no_date() {
        Reply reply = desk.ask(reserve("a").startOnNoSuchDate());

        assertThat(reply.said()).isEqualTo("invalid_request");
        assertThat(reply.message()).isEqualTo("Invalid start date");
    }

    @Test
    void row_5_comes_before_rows_6_and_7() {
        assertThat(desk.ask(reserve("a").startOnNoSuchDate().slotMinutes(20)).message())
                .isEqualTo("Invalid start date");
        desk.ask(define());
        assertThat(desk.ask(reserve("a").startOnNoSuchDate().slotMinutes(30)).message())
                .isEqualTo("Invalid start date");
    }

    @Test
    void row_6_refuses_any_slot_duration_on_a_type_of_fixed_length() {
        desk.ask(define());

        Reply reply = desk.ask(reserve("a").slotMinutes(30));

        assertThat(reply.said()).isEqualTo("slot_duration_not_allowed");
        assertThat(reply.message())
                .isEqualTo("You passed 'slotDuration' but this event type is not a variable length event type.");
        assertThat(desk.ask(reserve("a").slotMinutes(30).start(desk.now())).said())
                .as("before row 8")
                .isEqualTo("slot_duration_not_allowed");
    }

    @Test
    void row_7_names_the_possible_lengths_in_the_order_of_the_definition() {
        Reply reply = desk.ask(reserve("a").slotMinutes(20));

        assertThat(reply.said()).isEqualTo("slot_duration_not_allowed");
        assertThat(reply.message())
                .isEqualTo("Provided 'slotDuration' is not one of the possible lengths for the event type. The possible"
                        + " lengths for this variable length event type are: 15, 30, 60");
        assertThat(desk.ask(reserve("a").slotMinutes(20).start(desk.now())).said())
                .as("before row 8")
                .isEqualTo("slot_duration_not_allowed");
    }

    @Test
    void row_8_refuses_a_slot_that_starts_now_or_earlier() {
        Reply reply = desk.ask(reserve("a").start(desk.now()));

        assertThat(reply.said()).isEqualTo("slot_in_the_past");
        assertThat(reply.message()).isEqualTo("Can't reserve a slot in the past.");
        assertThat(desk.ask(reserve("a").start(desk.now().minusMillis(1))).said())
                .isEqualTo("slot_in_the_past");
        assertThat(desk.ask(reserve("a").start(desk.now().plusMillis(1))).said())
                .isEqualTo("accepted");
    }

    @Test
    void row_8_comes_before_rows_9_10_and_11() {
        desk.ask(record("x"));
        desk.ask(define().of("2").seats(1));
        desk.ask(record("x").of("2"));
        desk.ask(reserve("a").of("cal:c").slotMinutes(30).heldFor(180));
        desk.at(SLOT);

        assertThat(desk.ask(reserve("b")).said()).isEqualTo("slot_in_the_past");
        assertThat(desk.ask(reserve("b").of("2")).said()).isEqualTo("slot_in_the_past");
        assertThat(desk.ask(reserve("b").of("cal:c").slotMinutes(30)).said()).isEqualTo("slot_in_the_past");
    }

    @Test
    void row_9_answers_when_bookings_alone_fill_exactly_this_window() {
        desk.ask(define().seats(2));
        desk.ask(record("x").attendees(2));

        Reply reply = desk.ask(reserve("a"));

        assertThat(reply.said()).isEqualTo("no_seats_left");
        assertThat(reply.message()).isEqualTo("Booking with id=1 at 2050-09-05T10:00:00.000Z has no more seats left.");
    }

    @Test
    void row_9_comes_before_rows_10_and_11() {
        desk.ask(define().seats(2));
        desk.ask(reserve("a"));
        desk.ask(record("x"));
        desk.ask(define().seats(1));
        assertThat(desk.ask(reserve("b")).said()).as("a hold is there too").isEqualTo("no_seats_left");

        desk.ask(record("y").start(SLOT.plusSeconds(60)).lasting(1));
        assertThat(desk.ask(reserve("b")).said())
                .as("a booking with other bounds is there too")
                .isEqualTo("no_seats_left");
    }

    @Test
    void row_10_refuses_what_overlaps_a_blocking_booking() {
        for (String status : List.of("accepted", "pending", "awaiting_host")) {
            desk.ask(record("x").status(status));
            Reply reply = desk.ask(reserve("a"));
            assertThat(reply.said()).as(status).isEqualTo("already_booked");
            assertThat(reply.message()).isEqualTo("Can't reserve a slot if the event is already booked.");
        }
        for (String status : List.of("cancelled", "rejected")) {
            desk.ask(record("x").status(status));
            assertThat(desk.ask(reserve(status)).said()).as(status).isEqualTo("accepted");
            desk.ask(release(status));
        }
    }

    @Test
    void row_10_comes_before_row_11() {
        desk.ask(reserve("a"));
        desk.ask(record("x").start(SLOT.plusSeconds(1_800)).lasting(30));
        assertThat(desk.ask(reserve("b").slotMinutes(60)).said()).isEqualTo("already_booked");

        desk.ask(define().lengths(30L, 60L).seats(5));
        assertThat(desk.ask(reserve("b").slotMinutes(60)).said()).isEqualTo("already_booked");
    }

    @Test
    void row_11_refuses_what_overlaps_a_live_hold() {
        desk.ask(reserve("a"));

        Reply reply = desk.ask(reserve("b"));

        assertThat(reply.said()).isEqualTo("already_reserved");
        assertThat(reply.message())
                .isEqualTo("This time slot is already reserved by another user. Please choose a different time.");
        assertThat(reply.told()).isEmpty();
        assertThat(reply.decision().revision()).isEmpty();
        assertThat(desk.holds("1")).hasSize(1);
    }

    @Test
    void back_to_back_is_no_conflict_and_one_millisecond_is_one() {
        desk.ask(reserve("a"));
        desk.ask(record("x").start(SLOT.plusSeconds(3_600)).lasting(30));

        assertThat(desk.ask(reserve("b").start(SLOT.plusSeconds(1_800).minusMillis(1)))
                        .said())
                .isEqualTo("already_reserved");
        assertThat(desk.ask(reserve("b").start(SLOT.plusSeconds(1_800).plusMillis(1)))
                        .said())
                .isEqualTo("already_booked");
        assertThat(desk.ask(reserve("b").start(SLOT.plusSeconds(1_800))).said()).isEqualTo("accepted");
        assertThat(desk.ask(reserve("c").start(SLOT.minusSeconds(1_800).plusMillis(1)))
                        .said())
                .isEqualTo("already_reserved");
        assertThat(desk.ask(reserve("c").start(SLOT.minusSeconds(1_800))).said())
                .isEqualTo("accepted");
        assertThat(desk.ask(reserve("d").start(SLOT.plusSeconds(5_400).minusMillis(1)))
                        .said())
                .isEqualTo("already_booked");
        assertThat(desk.ask(reserve("d").start(SLOT.plusSeconds(5_400))).said()).isEqualTo("accepted");
    }

    @Test
    void an_event_type_knows_nothing_of_another() {
        desk.ask(define().of("2"));
        desk.ask(reserve("a"));
        desk.ask(record("x").start(SLOT.plusSeconds(1_800)).lasting(30));

        assertThat(desk.ask(reserve("a").of("2")).said()).isEqualTo("accepted");
        assertThat(desk.ask(reserve("b").of("2").start(SLOT.plusSeconds(1_800))).said())
                .isEqualTo("accepted");
    }
}
