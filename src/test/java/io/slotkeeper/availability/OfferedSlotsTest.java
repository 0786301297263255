package io.slotkeeper.availability;

import static io.slotkeeper.reservation.calendar.BookingStatus.ACCEPTED;
import static io.slotkeeper.reservation.calendar.BookingStatus.AWAITING_HOST;
import static io.slotkeeper.reservation.calendar.BookingStatus.CANCELLED;
import static io.slotkeeper.reservation.calendar.BookingStatus.PENDING;
import static io.slotkeeper.reservation.calendar.BookingStatus.REJECTED;
import static java.time.DayOfWeek.FRIDAY;
import static java.time.DayOfWeek.MONDAY;
import static java.time.DayOfWeek.SATURDAY;
import static java.time.DayOfWeek.SUNDAY;
import static java.time.DayOfWeek.TUESDAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import io.slotkeeper.availability.OfferedSlot.Seats;
import io.slotkeeper.reservation.calendar.CalendarDocument;
import io.slotkeeper.reservation.calendar.Hold;
import io.slotkeeper.reservation.calendar.PartSpan;
import io.slotkeeper.reservation.calendar.Window;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** docs/spec/http.md#get-v2slots. 2050-09-05 is a Monday. */
class OfferedSlotsTest {

    private final SlotsEnquiry enquiry = new SlotsEnquiry();

    @Nested
    class Opening {

        @Test
        void slots_follow_each_other_from_the_opening_and_end_by_the_closing() {
            enquiry.open("09:20", "12:00");

            assertThat(enquiry.starts()).containsExactly("09:20+00:00", "10:20+00:00");
            assertThat(enquiry.offered())
                    .extracting(OfferedSlot::window)
                    .first()
                    .isEqualTo(Window.of(Instant.parse("2050-09-05T09:20:00Z"), Duration.ofHours(1)));
        }

        @Test
        void a_slot_may_end_as_the_hours_do_and_not_later() {
            assertThat(enquiry.open("09:00", "10:00").starts()).hasSize(1);
            assertThat(new SlotsEnquiry().open("09:00", "09:59").starts()).isEmpty();
        }

        @Test
        void only_the_days_of_a_rule_are_open() {
            enquiry.open("09:00", "10:00", MONDAY, FRIDAY).range("2050-09-05", "2050-09-11");

            assertThat(enquiry.json())
                    .isEqualTo("{\"data\":{\"2050-09-05\":[{\"start\":\"2050-09-05T09:00:00.000Z\"}],"
                            + "\"2050-09-09\":[{\"start\":\"2050-09-09T09:00:00.000Z\"}]},\"status\":\"success\"}");
        }

        @ParameterizedTest(name = "{0}-{1} and {2}-{3}")
        @CsvSource({
            "09:00, 10:00, 10:00, 11:00",
            "10:00, 11:00, 09:00, 10:00",
            "09:00, 10:30, 09:30, 11:00",
            "09:00, 11:00, 09:30, 10:00",
            "09:00, 11:00, 09:00, 11:00",
        })
        void rules_that_overlap_or_touch_are_one(String start, String end, String otherStart, String otherEnd) {
            enquiry.length(40).open(start, end).open(otherStart, otherEnd);

            assertThat(enquiry.starts()).containsExactly("09:00+00:00", "09:40+00:00", "10:20+00:00");
        }

        @Test
        void rules_with_a_break_between_them_open_twice() {
            enquiry.length(40).open("14:30", "15:30").open("09:00", "10:00").open("10:01", "11:00");

            assertThat(enquiry.starts()).containsExactly("09:00+00:00", "10:01+00:00", "14:30+00:00");
        }

        @Test
        void openings_that_touch_at_midnight_are_one() {
            enquiry.length(60)
                    .open("22:30", "24:00", MONDAY)
                    .open("00:00", "01:30", TUESDAY)
                    .range("2050-09-05", "2050-09-06");

            assertThat(enquiry.starts()).containsExactly("22:30+00:00", "23:30+00:00", "00:30+00:00");
        }

        @Test
        void an_opening_goes_on_where_the_range_begins() {
            enquiry.length(60)
                    .open("22:30", "24:00", MONDAY)
                    .open("00:00", "01:30", TUESDAY)
                    .range("2050-09-06", "2050-09-06");

            assertThat(enquiry.starts()).containsExactly("00:30+00:00");
        }

        @Test
        void hours_that_never_close_begin_anew_each_monday() {
            enquiry.length(300).open("00:00", "24:00").range("2050-09-05", "2050-09-06");

            assertThat(enquiry.starts())
                    .containsExactly(
                            "00:00+00:00",
                            "05:00+00:00",
                            "10:00+00:00",
                            "15:00+00:00",
                            "20:00+00:00",
                            "01:00+00:00",
                            "06:00+00:00",
                            "11:00+00:00",
                            "16:00+00:00",
                            "21:00+00:00");
            assertThat(new SlotsEnquiry()
                            .length(300)
                            .open("00:00", "24:00")
                            .range("2050-09-11", "2050-09-12")
                            .starts())
                    .as("from Sunday to Monday")
                    .containsExactly(
                            "01:00+00:00",
                            "06:00+00:00",
                            "11:00+00:00",
                            "16:00+00:00",
                            "00:00+00:00",
                            "05:00+00:00",
                            "10:00+00:00",
                            "15:00+00:00",
                            "20:00+00:00");
        }

        @Test
        void hours_until_24_00_end_at_midnight() {
            enquiry.zone("Europe/Rome").open("22:00", "24:00", MONDAY).range("2050-09-05", "2050-09-06");

            assertThat(enquiry.starts()).containsExactly("22:00+02:00", "23:00+02:00");
        }

        @Test
        void without_schedule_or_rules_there_are_no_slots() {
            assertThat(enquiry.starts()).isEmpty();
            assertThat(new SlotsEnquiry()
                            .open("09:00", "17:00")
                            .withoutSchedule()
                            .json())
                    .isEqualTo("{\"data\":{},\"status\":\"success\"}");
        }

        @Test
        void a_duration_takes_the_place_of_the_length() {
            enquiry.lengths(30, 60).open("09:00", "10:00").parameter("duration", "30");

            assertThat(enquiry.starts()).containsExactly("09:00+00:00", "09:30+00:00");
        }
    }

    @Nested
    class Range {

        @Test
        void slots_start_at_or_after_the_start_and_before_the_end() {
            enquiry.open("09:00", "17:00").range("2050-09-05T10:00:00Z", "2050-09-05T12:00:00Z");

            assertThat(enquiry.starts()).containsExactly("10:00+00:00", "11:00+00:00");
        }

        @Test
        void the_start_of_the_range_does_not_move_the_slots() {
            enquiry.open("09:00", "17:00").range("2050-09-05T10:00:00.001Z", "2050-09-05T12:00:00.001Z");

            assertThat(enquiry.starts()).containsExactly("11:00+00:00", "12:00+00:00");
        }

        @Test
        void a_range_without_time_has_no_slots() {
            enquiry.open("09:00", "17:00").range("2050-09-05T10:00:00Z", "2050-09-05T10:00:00Z");

            assertThat(enquiry.starts()).isEmpty();
        }

        @Test
        void days_of_the_range_are_those_of_utc_wherever_the_schedule_is() {
            enquiry.zone("Pacific/Kiritimati").open("00:00", "24:00").length(360);

            assertThat(enquiry.json())
                    .isEqualTo("{\"data\":{\"2050-09-05\":[{\"start\":\"2050-09-05T04:00:00.000Z\"},"
                            + "{\"start\":\"2050-09-05T10:00:00.000Z\"},{\"start\":\"2050-09-05T16:00:00.000Z\"},"
                            + "{\"start\":\"2050-09-05T22:00:00.000Z\"}]},\"status\":\"success\"}");
        }

        @Test
        void what_has_started_is_not_offered() {
            enquiry.open("09:00", "13:00").now("2050-09-05T10:00:00Z");

            assertThat(enquiry.starts()).containsExactly("11:00+00:00", "12:00+00:00");
            assertThat(enquiry.now("2050-09-05T09:59:59.999Z").starts()).hasSize(3);
        }

        @Test
        void what_the_answer_depends_on_reaches_beyond_the_end_by_one_slot() {
            assertThat(enquiry.length(90).asked().reach())
                    .isEqualTo(
                            new Window(Instant.parse("2050-09-05T00:00:00Z"), Instant.parse("2050-09-06T01:30:00Z")));
            assertThat(enquiry.range("2050-09-05T10:00:00Z", "2050-09-05T10:00:00Z")
                            .parameter("duration", "15")
                            .asked()
                            .reach())
                    .isEqualTo(Window.of(Instant.parse("2050-09-05T10:00:00Z"), Duration.ofMinutes(15)));
        }
    }

    /** Clocks are put forward and back; slots are as long as ever, and a day has as many as it has time for. */
    @Nested
    class ClockChanges {

        @ParameterizedTest(name = "{0} on {1}: {2}")
        @CsvSource({
            "Europe/Rome, 2050-03-26, 24",
            "Europe/Rome, 2050-03-27, 23",
            "Europe/Rome, 2050-10-30, 25",
            "America/New_York, 2050-03-13, 23",
            "America/New_York, 2050-11-06, 25",
            "Australia/Lord_Howe, 2050-10-02, 23",
            "Australia/Lord_Howe, 2050-04-03, 24",
            "Africa/Cairo, 2024-04-26, 23",
            "America/Havana, 2050-03-13, 23",
            "America/Havana, 2050-11-06, 25",
        })
        void a_day_has_the_slots_that_it_has_hours(String zone, String day, int hours) {
            enquiry.zone(zone).now("2020-01-01T00:00:00Z").open("00:00", "24:00", DayOfWeek.from(LocalDate.parse(day)));
            enquiry.range(
                    LocalDate.parse(day).minusDays(2).toString(),
                    LocalDate.parse(day).plusDays(2).toString());

            assertThat(enquiry.offered())
                    .hasSize(hours)
                    .extracting(OfferedSlot::window)
                    .doesNotHaveDuplicates();
        }

        @Test
        void forward_in_rome() {
            enquiry.zone("Europe/Rome").open("00:30", "05:00").range("2050-03-26T23:00Z", "2050-03-27T20:00Z");

            assertThat(enquiry.starts()).containsExactly("00:30+01:00", "01:30+01:00", "03:30+02:00");
        }

        @Test
        void back_in_rome() {
            enquiry.zone("Europe/Rome").open("00:30", "05:00").range("2050-10-29T22:00Z", "2050-10-30T20:00Z");

            assertThat(enquiry.starts())
                    .containsExactly("00:30+02:00", "01:30+02:00", "02:30+02:00", "02:30+01:00", "03:30+01:00");
        }

        @Test
        void forward_in_new_york() {
            enquiry.zone("America/New_York").length(30).open("01:00", "04:00").range("2050-03-13", "2050-03-13");

            assertThat(enquiry.starts()).containsExactly("01:00-05:00", "01:30-05:00", "03:00-04:00", "03:30-04:00");
        }

        @Test
        void back_in_new_york() {
            enquiry.zone("America/New_York").length(30).open("00:30", "02:30").range("2050-11-06", "2050-11-06");

            assertThat(enquiry.starts())
                    .containsExactly(
                            "00:30-04:00", "01:00-04:00", "01:30-04:00", "01:00-05:00", "01:30-05:00", "02:00-05:00");
        }

        @Test
        void forward_by_half_an_hour_on_lord_howe() {
            enquiry.zone("Australia/Lord_Howe").open("00:30", "04:00").range("2050-10-01", "2050-10-01T20:00Z");

            assertThat(enquiry.starts()).containsExactly("00:30+10:30", "01:30+10:30", "03:00+11:00");
        }

        @Test
        void back_by_half_an_hour_on_lord_howe() {
            enquiry.zone("Australia/Lord_Howe").open("00:30", "04:00").range("2050-04-02", "2050-04-02T20:00Z");

            assertThat(enquiry.starts()).containsExactly("00:30+11:00", "01:30+11:00", "02:00+10:30", "03:00+10:30");
        }

        @Test
        void the_clock_change_moves_no_later_slot_of_other_days() {
            enquiry.zone("Europe/Rome").open("09:00", "10:00").range("2050-10-29", "2050-10-31");

            assertThat(enquiry.starts()).containsExactly("09:00+02:00", "09:00+01:00", "09:00+01:00");
        }

        @Test
        void a_skipped_opening_is_as_much_later_as_the_clock_was_put_forward() {
            enquiry.zone("Europe/Rome").open("02:30", "05:00").range("2050-03-27", "2050-03-27");

            assertThat(enquiry.starts()).containsExactly("03:30+02:00");
        }

        @Test
        void an_opening_that_is_skipped_before_midnight_is_on_the_next_day() {
            enquiry.zone("America/Nuuk")
                    .length(30)
                    .open("23:15", "23:45", SATURDAY)
                    .range("2050-03-27T01:00Z", "2050-03-27T02:00Z");

            assertThat(enquiry.starts()).containsExactly("00:15-01:00");
        }

        /** One minute after midnight of Saturday it was one minute after eleven of Saturday again. */
        @Test
        void the_first_hours_of_a_day_may_be_shown_as_the_last_of_the_day_before() {
            enquiry.zone("America/St_Johns")
                    .now("2010-01-01T00:00:00Z")
                    .length(20)
                    .open("00:00", "01:00", SUNDAY)
                    .range("2010-11-07T02:30Z", "2010-11-07T03:00Z");

            assertThat(enquiry.starts()).containsExactly("00:00-02:30", "23:20-03:30");
        }

        @Test
        void of_an_opening_that_comes_twice_the_first_is_meant() {
            enquiry.zone("Europe/Rome").open("02:30", "04:00").range("2050-10-30", "2050-10-30");

            assertThat(enquiry.starts()).containsExactly("02:30+02:00", "02:30+01:00");
        }

        @Test
        void of_a_closing_that_comes_twice_the_first_is_meant() {
            enquiry.zone("Europe/Rome")
                    .length(30)
                    .open("01:30", "02:30")
                    .range("2050-10-29T20:00Z", "2050-10-30T20:00Z");

            assertThat(enquiry.starts()).containsExactly("01:30+02:00", "02:00+02:00");
        }

        @Test
        void hours_that_are_skipped_as_a_whole_are_as_much_later() {
            enquiry.zone("Europe/Rome").length(30).open("02:00", "03:00").range("2050-03-27", "2050-03-27");

            assertThat(enquiry.starts()).as("03:00 is when they end").isEmpty();

            enquiry.open("02:00", "02:30");
            assertThat(enquiry.starts())
                    .as("part of hours that end as they open")
                    .isEmpty();
        }

        @Test
        void hours_that_a_clock_change_moves_onto_others_give_no_slot_twice() {
            enquiry.zone("Europe/Rome")
                    .length(30)
                    .open("01:30", "02:45")
                    .open("03:00", "04:00")
                    .range("2050-03-27", "2050-03-27T20:00Z");

            assertThat(enquiry.starts()).containsExactly("01:30+01:00", "03:00+02:00", "03:30+02:00");
        }

        @Test
        void a_day_that_the_time_zone_skips_has_no_hours() {
            enquiry.zone("Pacific/Apia").now("2011-12-01T00:00:00Z").length(240).open("09:00", "13:00", FRIDAY);

            assertThat(enquiry.range("2011-12-28", "2012-01-02").starts())
                    .as("there was no Friday, and its hours are not Saturday's")
                    .isEmpty();
            assertThat(enquiry.open("09:00", "13:00").json())
                    .isEqualTo("{\"data\":{\"2011-12-28\":[{\"start\":\"2011-12-28T19:00:00.000Z\"}],"
                            + "\"2011-12-29\":[{\"start\":\"2011-12-29T19:00:00.000Z\"}],"
                            + "\"2011-12-30\":[{\"start\":\"2011-12-30T19:00:00.000Z\"}],"
                            + "\"2011-12-31\":[{\"start\":\"2011-12-31T19:00:00.000Z\"}],"
                            + "\"2012-01-01\":[{\"start\":\"2012-01-01T19:00:00.000Z\"}],"
                            + "\"2012-01-02\":[{\"start\":\"2012-01-02T19:00:00.000Z\"}]},\"status\":\"success\"}");
        }

        @Test
        void hours_until_24_00_before_a_skipped_day_end_when_the_clock_is_put_forward() {
            enquiry.zone("Pacific/Apia")
                    .now("2011-12-01T00:00:00Z")
                    .open("22:00", "24:00")
                    .range("2011-12-30", "2011-12-31");

            assertThat(enquiry.starts())
                    .as("Thursday 29, Saturday 31 and nothing between")
                    .containsExactly("22:00-10:00", "23:00-10:00", "22:00+14:00", "23:00+14:00");
        }
    }

    /** Nobody shares: [start, end) of a slot has to be free of all live holds and blocking bookings. */
    @Nested
    class Taken {

        @Test
        void a_hold_keeps_out_all_that_it_overlaps() {
            enquiry.open("09:00", "13:00").held("2050-09-05T09:30:00Z", "2050-09-05T11:30:00Z");

            assertThat(enquiry.starts()).containsExactly("12:00+00:00");
        }

        @Test
        void what_touches_a_slot_does_not_overlap_it() {
            enquiry.open("09:00", "12:00").held("2050-09-05T10:00:00Z", "2050-09-05T11:00:00Z");

            assertThat(enquiry.starts()).containsExactly("09:00+00:00", "11:00+00:00");
        }

        @ParameterizedTest
        @CsvSource({
            "2050-09-05T09:59:59.999Z, 2050-09-05T11:00:00Z, 11:00+00:00",
            "2050-09-05T10:00:00Z, 2050-09-05T11:00:00.001Z, 09:00+00:00",
        })
        void a_millisecond_is_in_the_way(String start, String end, String left) {
            enquiry.open("09:00", "12:00").booked(start, end);

            assertThat(enquiry.starts()).containsExactly(left);
        }

        @Test
        void a_hold_that_is_over_keeps_nobody_out() {
            Instant now = Instant.parse("2050-09-05T08:00:00Z");
            enquiry.open("09:00", "11:00")
                    .now(now)
                    .heldUntil(now, "2050-09-05T09:00:00Z", "2050-09-05T10:00:00Z")
                    .heldUntil(now.plusMillis(1), "2050-09-05T10:00:00Z", "2050-09-05T11:00:00Z");

            assertThat(enquiry.starts()).containsExactly("09:00+00:00");
        }

        @Test
        void a_hold_that_gave_way_keeps_nobody_out() {
            enquiry.open("09:00", "10:00").preempted("2050-09-05T09:00:00Z", "2050-09-05T10:00:00Z");

            assertThat(enquiry.starts()).hasSize(1);
        }

        @Test
        void bookings_block_by_their_status() {
            enquiry.open("09:00", "14:00")
                    .booked("2050-09-05T09:00:00Z", "2050-09-05T10:00:00Z", ACCEPTED, 1)
                    .booked("2050-09-05T10:00:00Z", "2050-09-05T11:00:00Z", CANCELLED, 1)
                    .booked("2050-09-05T11:00:00Z", "2050-09-05T12:00:00Z", PENDING, 1)
                    .booked("2050-09-05T12:00:00Z", "2050-09-05T13:00:00Z", REJECTED, 1)
                    .booked("2050-09-05T13:00:00Z", "2050-09-05T14:00:00Z", AWAITING_HOST, 1);

            assertThat(enquiry.starts()).containsExactly("10:00+00:00", "12:00+00:00");
        }

        @Test
        void what_lies_beyond_the_end_of_the_range_keeps_out_a_slot_that_starts_within() {
            enquiry.open("09:00", "13:00")
                    .range("2050-09-05T09:00:00Z", "2050-09-05T11:30:00Z")
                    .booked("2050-09-05T11:45:00Z", "2050-09-05T11:50:00Z");

            assertThat(enquiry.starts()).containsExactly("09:00+00:00", "10:00+00:00");
        }

        @Test
        void a_booking_of_many_days_keeps_out_all_of_them() {
            enquiry.open("09:00", "10:00")
                    .range("2050-09-01", "2050-09-30")
                    .booked("2050-08-20T00:00:00Z", "2050-09-20T00:00:00Z");

            assertThat(enquiry.offered()).hasSize(11);
        }

        @Test
        void the_slots_around_a_repeated_hour_are_told_apart() {
            enquiry.zone("Europe/Rome")
                    .open("02:00", "04:00")
                    .range("2050-10-30", "2050-10-30")
                    .held("2050-10-30T01:00:00Z", "2050-10-30T02:00:00Z");

            assertThat(enquiry.starts()).containsExactly("02:00+02:00", "03:00+01:00");
        }
    }

    @Nested
    class Shared {

        private List<Seats> seats() {
            return enquiry.offered().stream()
                    .flatMap(slot -> slot.seats().stream())
                    .toList();
        }

        @Test
        void holds_and_attendees_are_counted() {
            enquiry.open("09:00", "10:00")
                    .seats(5)
                    .held("2050-09-05T09:00:00Z", "2050-09-05T10:00:00Z")
                    .held("2050-09-05T09:00:00Z", "2050-09-05T10:00:00Z")
                    .booked("2050-09-05T09:00:00Z", "2050-09-05T10:00:00Z", ACCEPTED, 2)
                    .booked("2050-09-05T09:00:00Z", "2050-09-05T10:00:00Z", CANCELLED, 2)
                    .heldUntil(enquiry.now(), "2050-09-05T09:00:00Z", "2050-09-05T10:00:00Z");

            assertThat(seats()).containsExactly(new Seats(4, 5));
            assertThat(seats()).first().extracting(Seats::remaining).isEqualTo(1L);
        }

        @Test
        void full_ones_are_left_out() {
            enquiry.open("09:00", "12:00")
                    .seats(2)
                    .booked("2050-09-05T09:00:00Z", "2050-09-05T10:00:00Z", ACCEPTED, 2)
                    .booked("2050-09-05T10:00:00Z", "2050-09-05T11:00:00Z", ACCEPTED, 3)
                    .held("2050-09-05T11:00:00Z", "2050-09-05T12:00:00Z");

            assertThat(enquiry.starts()).containsExactly("11:00+00:00");
            assertThat(seats()).containsExactly(new Seats(1, 2));
        }

        @ParameterizedTest
        @CsvSource({
            "2050-09-05T09:00:00Z, 2050-09-05T09:30:00Z",
            "2050-09-05T09:00:00Z, 2050-09-05T10:30:00Z",
            "2050-09-05T08:00:00Z, 2050-09-05T10:00:00Z",
            "2050-09-05T09:00:00.001Z, 2050-09-05T10:00:00.001Z",
        })
        void other_bounds_keep_all_out_however_many_seats_are_left(String start, String end) {
            assertThat(new SlotsEnquiry()
                            .open("09:00", "10:00")
                            .seats(5)
                            .booked("2050-09-05T09:00:00Z", "2050-09-05T10:00:00Z")
                            .held(start, end)
                            .starts())
                    .isEmpty();
            assertThat(new SlotsEnquiry()
                            .open("09:00", "10:00")
                            .seats(5)
                            .booked(start, end)
                            .starts())
                    .isEmpty();
        }

        @Test
        void the_windows_next_to_it_take_no_seat() {
            enquiry.open("09:00", "10:00")
                    .seats(2)
                    .held("2050-09-05T08:00:00Z", "2050-09-05T09:00:00Z")
                    .held("2050-09-05T10:00:00Z", "2050-09-05T11:00:00Z");

            assertThat(seats()).containsExactly(new Seats(0, 2));
        }

        @Test
        void an_entry_that_stands_in_two_documents_takes_its_seats_once() {
            enquiry.open("07:30", "08:30")
                    .seats(9)
                    .held("2050-09-05T07:30:00Z", "2050-09-05T08:30:00Z")
                    .booked("2050-09-05T07:30:00Z", "2050-09-05T08:30:00Z", ACCEPTED, 3);

            assertThat(seats()).containsExactly(new Seats(4, 9));
        }

        @Test
        void a_hold_on_a_slot_keeps_out_those_that_a_clock_change_moves_onto_it() {
            enquiry.zone("Europe/Rome")
                    .length(30)
                    .seats(2)
                    .open("02:15", "02:45")
                    .open("03:00", "04:00")
                    .range("2050-03-27", "2050-03-27");

            assertThat(enquiry.starts()).containsExactly("03:00+02:00", "03:15+02:00", "03:30+02:00");

            enquiry.held("2050-03-27T01:15:00Z", "2050-03-27T01:45:00Z");
            assertThat(enquiry.starts()).containsExactly("03:15+02:00");
        }

        @Test
        void one_who_shares_with_nobody_has_no_seats_to_tell_of() {
            assertThat(enquiry.open("09:00", "10:00").offered())
                    .extracting(OfferedSlot::seats)
                    .containsExactly(Optional.empty());
        }
    }

    @Nested
    class Lengths {

        @Test
        void the_types_own_length_needs_no_permission() {
            assertThat(enquiry.asked().lengthRefusal()).isEmpty();
            assertThat(enquiry.lengths(15, 30).asked().lengthRefusal()).isEmpty();
        }

        @Test
        void a_fixed_length_can_not_be_chosen_even_the_one_that_it_is() {
            assertThat(enquiry.parameter("duration", "60").asked().lengthRefusal())
                    .contains("You passed 'duration' but this event type is not a variable length event type.");
        }

        @Test
        void a_variable_length_is_one_of_the_list() {
            enquiry.lengths(15, 30, 90);

            assertThat(enquiry.parameter("duration", "30").asked().lengthRefusal())
                    .isEmpty();
            assertThat(enquiry.parameter("duration", "60").asked().lengthRefusal())
                    .contains("Provided 'duration' is not one of the possible lengths for the event type."
                            + " The possible lengths for this variable length event type are: 15, 30, 90");
        }
    }

    /**
     * The most that can be asked: 62 days of one-minute slots, 1,000 holds in each document. Comparing each slot with
     * each hold would be 33 thousand million comparisons.
     */
    @Test
    void the_longest_list_of_the_fullest_calendar_takes_little_time() {
        enquiry.length(1).seats(1_000).open("00:00", "24:00").range("2050-09-01", "2050-11-01");
        var random = new SplittableRandom(62);
        List<CalendarDocument> documents = new ArrayList<>();
        PartSpan parts = PartSpan.narrow(enquiry.asked().reach());
        for (int part = parts.first(); part <= parts.last(); part++) {
            Instant from = Instant.EPOCH.plus(Duration.ofHours(4L * part));
            List<Hold> holds = Stream.generate(() -> from.plusSeconds(60 * random.nextLong(240)))
                    .limit(1_000)
                    .map(start -> Window.of(start, Duration.ofMinutes(1)))
                    .map(window -> SlotsEnquiry.hold(
                            "h" + random.nextLong(Long.MAX_VALUE), window, Instant.MAX, Optional.empty()))
                    .toList();
            documents.add(new CalendarDocument(holds, List.of(), List.of(), List.of()));
        }

        List<OfferedSlot> slots =
                assertTimeout(Duration.ofSeconds(5), () -> enquiry.asked().at(enquiry.now(), documents));

        assertThat(slots).hasSize(62 * 1_440);
        assertThat(slots.stream()
                        .mapToLong(slot -> slot.seats().orElseThrow().booked())
                        .sum())
                .isEqualTo(62 * 6 * 1_000);
    }
}
