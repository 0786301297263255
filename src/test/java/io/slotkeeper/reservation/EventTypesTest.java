package io.slotkeeper.reservation;

import static io.slotkeeper.reservation.ReservationRequestBuilder.SLOT;
import static io.slotkeeper.reservation.ReservationRequestBuilder.book;
import static io.slotkeeper.reservation.ReservationRequestBuilder.define;
import static io.slotkeeper.reservation.ReservationRequestBuilder.record;
import static io.slotkeeper.reservation.ReservationRequestBuilder.remove;
import static io.slotkeeper.reservation.ReservationRequestBuilder.reserve;
import static io.slotkeeper.reservation.ReservationRequestBuilder.update;
import static org.assertj.core.api.Assertions.assertThat;

import io.slotkeeper.request.Principal;
import io.slotkeeper.request.field.FieldValue;
import io.slotkeeper.request.field.FieldValue.Fault;
import io.slotkeeper.reservation.ReservationDesk.Reply;
import io.slotkeeper.reservation.ReservationRequest.RuleFields;
import io.slotkeeper.reservation.ReservationRequest.ScheduleFields;
import io.slotkeeper.reservation.calendar.Booking;
import io.slotkeeper.reservation.calendar.EventType;
import io.slotkeeper.reservation.calendar.EventTypeKey;
import io.slotkeeper.reservation.calendar.Hold;
import io.slotkeeper.reservation.calendar.HoldCaps;
import io.slotkeeper.reservation.calendar.Schedule;
import io.slotkeeper.reservation.calendar.SlotRules;
import java.time.DayOfWeek;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EventTypesTest {

    private final ReservationDesk desk = new ReservationDesk();

    private EventType stored() {
        return desk.eventType(new EventTypeKey("1")).orElseThrow();
    }

    @Test
    void a_definition_is_stored_as_it_is() {
        Reply reply = desk.ask(define().title(FieldValue.of("Intro call"))
                .lengths(15L, 30L)
                .seats(5)
                .owner("owner@example.com")
                .members("mate@example.com")
                .caps(FieldValue.of(2L), FieldValue.of(0L), FieldValue.of(30L))
                .buffers(FieldValue.of(10L), FieldValue.of(0L), FieldValue.of(15L))
                .version(7));

        assertThat(reply.said()).isEqualTo("accepted");
        assertThat(reply.told()).isEmpty();
        assertThat(reply.decision().revision()).isEmpty();
        assertThat(stored())
                .isEqualTo(new EventType(
                        Optional.of("Intro call"),
                        Duration.ofMinutes(30),
                        List.of(Duration.ofMinutes(15), Duration.ofMinutes(30)),
                        OptionalInt.of(5),
                        Optional.of(new Principal("owner@example.com")),
                        List.of(new Principal("mate@example.com")),
                        Optional.empty(),
                        new HoldCaps(OptionalInt.of(2), OptionalInt.of(0), Optional.of(Duration.ofMinutes(30))),
                        new SlotRules(Duration.ofMinutes(10), Duration.ZERO, Optional.of(Duration.ofMinutes(15))),
                        OptionalLong.of(7),
                        false));
    }

    @Test
    void a_schedule_is_stored_in_minutes_of_the_day() {
        desk.ask(define().schedule(schedule("Europe/Rome", rule(List.of("MON", "SUN"), "09:00", "24:00"))));

        assertThat(stored().schedule())
                .contains(new Schedule(
                        "Europe/Rome",
                        List.of(new Schedule.OpeningRule(Set.of(DayOfWeek.MONDAY, DayOfWeek.SUNDAY), 540, 1_440))));
    }

    private static FieldValue<ScheduleFields> schedule(String zone, RuleFields rule) {
        return FieldValue.of(new ScheduleFields(FieldValue.of(zone), FieldValue.of(List.of(FieldValue.of(rule)))));
    }

    private static RuleFields rule(List<String> days, String start, String end) {
        return new RuleFields(
                FieldValue.of(days.stream().map(FieldValue::of).toList()), FieldValue.of(start), FieldValue.of(end));
    }

    @Test
    void a_schedule_that_is_wrong_is_refused_by_its_path() {
        Map<String, FieldValue<ScheduleFields>> wrong = Map.of(
                "schedule.time_zone tzid_unrecognized",
                schedule("Mars/Olympus", rule(List.of("MON"), "09:00", "17:00")),
                "schedule.rules[0].days not_recognized",
                schedule("Europe/Rome", rule(List.of("mon"), "09:00", "17:00")),
                "schedule.rules[0].start invalid_format",
                schedule("Europe/Rome", rule(List.of("MON"), "9:00", "17:00")),
                "schedule.rules[0].end invalid_format",
                schedule("Europe/Rome", rule(List.of("MON"), "09:00", "24:01")),
                "schedule.rules[0] invalid_time_pair",
                schedule("Europe/Rome", rule(List.of("MON"), "09:00", "09:00")),
                "schedule.rules required",
                FieldValue.of(new ScheduleFields(FieldValue.of("Europe/Rome"), FieldValue.absent())),
                "schedule invalid_format",
                FieldValue.malformed(Fault.TYPE));

        wrong.forEach((error, schedule) ->
                assertThat(desk.ask(define().schedule(schedule)).errors()).containsExactly(error));
        assertThat(desk.eventType(new EventTypeKey("1"))).isEmpty();
    }

    @Test
    void fields_that_are_wrong_are_named_in_order() {
        Reply reply = desk.ask(define().title(FieldValue.of("x".repeat(256)))
                .length(FieldValue.absent())
                .lengths(0L, 1_441L)
                .seats(1_001)
                .owner("no body")
                .members("ok", "")
                .version(-1));

        assertThat(reply.said()).isEqualTo("invalid_request");
        assertThat(reply.message()).isEqualTo("Bad Request Exception");
        assertThat(reply.errors())
                .containsExactly(
                        "title invalid_format",
                        "length_minutes required",
                        "lengths_minutes[0] invalid_format",
                        "lengths_minutes[1] too_long",
                        "seats_per_time_slot too_long",
                        "owner invalid_format",
                        "members[1] invalid_format",
                        "version invalid_format");
    }

    @Test
    void lengths_seats_and_members_have_limits() {
        assertThat(desk.ask(define().lengths(lengths(21))).errors()).containsExactly("lengths_minutes too_many");
        assertThat(desk.ask(define().members(members(101))).errors()).containsExactly("members too_many");
        assertThat(desk.ask(define().seats(0)).errors()).containsExactly("seats_per_time_slot invalid_format");
        assertThat(desk.ask(define().length(FieldValue.of(1_441L))).errors())
                .containsExactly("length_minutes too_long");
        assertThat(desk.ask(define().title(FieldValue.of("x".repeat(255)))
                                .length(FieldValue.of(1_440L))
                                .lengths(lengths(20))
                                .members(members(100))
                                .seats(1_000))
                        .said())
                .isEqualTo("accepted");
    }

    private static FieldValue<List<FieldValue<Long>>> lengths(int count) {
        return FieldValue.of(IntStream.rangeClosed(1, count)
                .mapToObj(i -> FieldValue.of((long) i))
                .toList());
    }

    private static FieldValue<List<FieldValue<String>>> members(int count) {
        return FieldValue.of(
                IntStream.range(0, count).mapToObj(i -> FieldValue.of("m" + i)).toList());
    }

    @Test
    void the_highest_version_wins_and_without_one_the_last_write() {
        desk.ask(define().version(7));
        EventType seventh = stored();
        assertThat(desk.ask(define().version(7).seats(2)).said()).isEqualTo("repeated");
        assertThat(desk.ask(define().version(6).length(FieldValue.absent())).said())
                .as("before anything is validated")
                .isEqualTo("repeated");
        assertThat(desk.ask(remove().version(7)).said()).isEqualTo("repeated");
        assertThat(stored()).isEqualTo(seventh);
        assertThat(desk.ask(define().seats(3)).said()).isEqualTo("accepted");
        assertThat(stored().seats()).hasValue(3);
        assertThat(stored().version()).hasValue(7);
        assertThat(desk.ask(define().version(8)).said()).isEqualTo("accepted");
        assertThat(stored().seats()).isEmpty();
        assertThat(stored().version()).hasValue(8);
    }

    @Test
    void only_its_owner_its_members_or_a_trusted_service_may_redefine_or_remove_it() {
        desk.ask(define().owner("owner").members("mate").by("owner"));
        EventType before = stored();
        for (String who : List.of("stranger", "anonymous")) {
            Reply reply = desk.ask(define().owner(who).by(who));
            assertThat(reply.said()).isEqualTo("not_entitled");
            assertThat(reply.message()).startsWith("authenticated user is not owner of event type");
            assertThat(desk.ask(remove().by(who)).said()).isEqualTo("not_entitled");
        }
        assertThat(stored()).isEqualTo(before);
        ReservationRequestBuilder same = define().owner("owner").members("mate");
        assertThat(desk.ask(same.by("mate")).said()).isEqualTo("accepted");
        assertThat(desk.ask(same.by("owner")).said()).isEqualTo("accepted");
        assertThat(desk.ask(same).said()).isEqualTo("accepted");
        assertThat(desk.ask(remove().by("mate")).said()).isEqualTo("accepted");
        assertThat(desk.ask(define().by("stranger")).said())
                .as("also when it is removed")
                .isEqualTo("not_entitled");
    }

    @Test
    void a_removed_type_grants_and_books_nothing_and_counts_again_when_it_is_defined_again() {
        desk.ask(define());
        desk.ask(reserve("a"));
        desk.ask(record("x").start(SLOT.plusSeconds(1_800)).lasting(30));
        assertThat(desk.ask(remove()).told()).isEmpty();

        ReservationRequestBuilder free = reserve("b").start(SLOT.plusSeconds(7_200));
        assertThat(desk.ask(free).said()).isEqualTo("event_type_not_found");
        assertThat(desk.ask(update("a")).said()).isEqualTo("event_type_not_found");
        assertThat(desk.ask(book("y", "a")).said()).isEqualTo("event_type_not_found");
        assertThat(desk.ask(book("y").start(SLOT.plusSeconds(7_200))).said()).isEqualTo("event_type_not_found");

        desk.ask(define());
        assertThat(desk.ask(reserve("b")).said()).isEqualTo("already_reserved");
        assertThat(desk.ask(reserve("b").start(SLOT.plusSeconds(1_800))).said()).isEqualTo("already_booked");
        assertThat(desk.ask(free).said()).isEqualTo("accepted");
    }

    @Test
    void a_removal_is_remembered_by_its_version_even_before_the_definition() {
        assertThat(desk.ask(remove()).said()).isEqualTo("accepted");
        assertThat(desk.eventType(new EventTypeKey("1"))).isEmpty();
        assertThat(desk.ask(remove().version(8)).said()).isEqualTo("accepted");

        assertThat(desk.ask(define().version(7)).said()).as("older").isEqualTo("repeated");
        assertThat(desk.ask(reserve("a")).said()).isEqualTo("event_type_not_found");
        assertThat(desk.ask(define().version(9)).said()).isEqualTo("accepted");
        assertThat(desk.ask(reserve("a")).said()).isEqualTo("accepted");
        assertThat(desk.ask(remove().version(FieldValue.malformed(Fault.TYPE))).errors())
                .containsExactly("version invalid_format");
    }

    @Test
    void redefinition_leaves_holds_and_bookings_as_they_are() {
        desk.ask(define());
        desk.ask(reserve("a"));
        desk.ask(record("x").start(SLOT.plusSeconds(1_800)).lasting(30));
        List<Hold> holds = desk.holds("1");
        List<Booking> bookings = desk.bookings("1");

        assertThat(desk.ask(define().length(FieldValue.of(5L))).told()).isEmpty();

        assertThat(desk.holds("1")).isEqualTo(holds);
        assertThat(desk.bookings("1")).isEqualTo(bookings);
    }

    @Test
    void only_a_trusted_service_leaves_a_removal_that_outlives_a_later_definition() {
        assertThat(desk.ask(remove().version(9).by("stranger")).said()).isEqualTo("accepted");
        assertThat(desk.ask(define().version(1).by("owner")).said()).isEqualTo("accepted");

        ReservationDesk other = new ReservationDesk();
        assertThat(other.ask(remove().version(9)).said()).isEqualTo("accepted");
        assertThat(other.ask(define().version(1)).said()).isEqualTo("repeated");
    }
}
