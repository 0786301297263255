package io.slotkeeper.edge.reservations;

import static java.time.DayOfWeek.MONDAY;
import static org.assertj.core.api.Assertions.assertThat;

import io.slotkeeper.availability.SlotsEnquiry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** docs/spec/http.md#get-v2slots. 2050-09-05 is a Monday. */
class SlotsAnswerTest {

    private final SlotsEnquiry enquiry = new SlotsEnquiry();

    private static String success(String data) {
        return ("{'data':{" + data + "},'status':'success'}").replace('\'', '"');
    }

    @Test
    void without_a_time_zone_days_and_times_are_of_utc() {
        enquiry.zone("Europe/Rome").open("09:00", "11:00", MONDAY);

        assertThat(enquiry.json())
                .isEqualTo(success("'2050-09-05':[{'start':'2050-09-05T07:00:00.000Z'},"
                        + "{'start':'2050-09-05T08:00:00.000Z'}]"));
    }

    @Test
    void with_a_time_zone_days_and_times_are_local() {
        enquiry.zone("Europe/Rome").open("09:00", "10:00", MONDAY).parameter("timeZone", "Europe/Rome");

        assertThat(enquiry.json()).isEqualTo(success("'2050-09-05':[{'start':'2050-09-05T09:00:00.000+02:00'}]"));
    }

    @Test
    void the_time_zone_of_the_answer_need_not_be_that_of_the_schedule() {
        enquiry.zone("Europe/Rome")
                .length(240)
                .open("00:00", "12:00", MONDAY)
                .range("2050-09-04", "2050-09-05")
                .parameter("timeZone", "America/New_York");

        assertThat(enquiry.json())
                .isEqualTo(success("'2050-09-04':[{'start':'2050-09-04T18:00:00.000-04:00'},"
                        + "{'start':'2050-09-04T22:00:00.000-04:00'}],"
                        + "'2050-09-05':[{'start':'2050-09-05T02:00:00.000-04:00'}]"));
    }

    @ParameterizedTest
    @CsvSource({
        "UTC, 2050-09-05T09:00:00.000+00:00",
        "Africa/Abidjan, 2050-09-05T09:00:00.000+00:00",
        "Europe/London, 2050-09-05T10:00:00.000+01:00",
        "Asia/Kathmandu, 2050-09-05T14:45:00.000+05:45",
        "America/St_Johns, 2050-09-05T06:30:00.000-02:30",
        "Pacific/Kiritimati, 2050-09-05T23:00:00.000+14:00",
    })
    void a_local_offset_is_always_a_number(String zone, String start) {
        enquiry.open("09:00", "10:00").parameter("timeZone", zone);

        assertThat(enquiry.json()).isEqualTo(success("'2050-09-05':[{'start':'" + start + "'}]"));
    }

    @Test
    void an_hour_that_comes_twice_is_told_apart_by_its_offset() {
        enquiry.open("00:00", "02:00").range("2050-10-30", "2050-10-30").parameter("timeZone", "Europe/Rome");

        assertThat(enquiry.json())
                .isEqualTo(success("'2050-10-30':[{'start':'2050-10-30T02:00:00.000+02:00'},"
                        + "{'start':'2050-10-30T02:00:00.000+01:00'}]"));
    }

    /** On St. John's clocks, until 2011, one minute after midnight it was one minute after eleven again. */
    @Test
    void days_are_in_order_even_if_the_clock_returned_to_one_that_was_over() {
        enquiry.now("2010-01-01T00:00:00Z")
                .length(30)
                .open("02:30", "04:00")
                .range("2010-11-07T00:00Z", "2010-11-08T00:00Z")
                .parameter("timeZone", "America/St_Johns");

        assertThat(enquiry.json())
                .isEqualTo(success("'2010-11-06':[{'start':'2010-11-06T23:30:00.000-03:30'}],"
                        + "'2010-11-07':[{'start':'2010-11-07T00:00:00.000-02:30'},"
                        + "{'start':'2010-11-07T00:00:00.000-03:30'}]"));
    }

    @Test
    void a_range_has_an_end() {
        enquiry.open("23:00", "24:00").parameter("format", "range");

        assertThat(enquiry.json())
                .isEqualTo(success(
                        "'2050-09-05':[{'start':'2050-09-05T23:00:00.000Z','end':'2050-09-06T00:00:00.000Z'}]"));
    }

    @Test
    void the_end_of_a_range_has_its_own_offset() {
        enquiry.open("00:30", "01:30")
                .range("2050-10-30", "2050-10-30")
                .parameter("timeZone", "Europe/Rome")
                .parameter("format", "range");

        assertThat(enquiry.json())
                .isEqualTo(success("'2050-10-30':[{'start':'2050-10-30T02:30:00.000+02:00',"
                        + "'end':'2050-10-30T02:30:00.000+01:00'}]"));
    }

    @Test
    void seats_are_told_where_slots_are_shared() {
        enquiry.open("09:00", "10:00")
                .seats(3)
                .held("2050-09-05T09:00:00Z", "2050-09-05T10:00:00Z")
                .parameter("format", "range");

        assertThat(enquiry.json())
                .isEqualTo(success("'2050-09-05':[{'start':'2050-09-05T09:00:00.000Z',"
                        + "'end':'2050-09-05T10:00:00.000Z','seatsBooked':1,'seatsRemaining':2,'seatsTotal':3}]"));
    }

    @Test
    void days_without_slots_are_absent() {
        assertThat(enquiry.json()).isEqualTo(success(""));
    }
}
