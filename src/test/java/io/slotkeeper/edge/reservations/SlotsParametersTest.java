package io.slotkeeper.edge.reservations;

import static org.assertj.core.api.Assertions.assertThat;

import io.slotkeeper.availability.KnownZones;
import io.slotkeeper.availability.SlotsQuery;
import io.slotkeeper.availability.SlotsQuery.Format;
import io.slotkeeper.edge.reservations.SlotsParameters.Parsed;
import io.slotkeeper.request.field.TimeZones;
import io.slotkeeper.reservation.calendar.EventTypeKey;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** docs/spec/http.md#get-v2slots. */
class SlotsParametersTest {

    /** A query that is all right, with one parameter more or another value of one. */
    private static Map<String, List<String>> with(String name, String... values) {
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        parameters.put("eventTypeId", List.of("1"));
        parameters.put("start", List.of("2050-09-05"));
        parameters.put("end", List.of("2050-09-06"));
        parameters.put(name, List.of(values));
        return parameters;
    }

    private static Map<String, List<String>> range(String start, String end) {
        Map<String, List<String>> parameters = with("start", start);
        parameters.put("end", List.of(end));
        return parameters;
    }

    private static SlotsQuery query(Map<String, List<String>> parameters) {
        Parsed parsed = SlotsParameters.parse(parameters);
        assertThat(parsed).isInstanceOf(Parsed.Valid.class);
        return ((Parsed.Valid) parsed).query();
    }

    private static List<PropertyError> errors(Map<String, List<String>> parameters) {
        Parsed parsed = SlotsParameters.parse(parameters);
        assertThat(parsed).isInstanceOf(Parsed.WrongQuery.class);
        return ((Parsed.WrongQuery) parsed).errors();
    }

    @Test
    void an_event_type_and_a_range_are_enough() {
        assertThat(query(with("start", "2050-09-05")))
                .isEqualTo(new SlotsQuery(
                        new EventTypeKey("1"),
                        Instant.parse("2050-09-05T00:00:00Z"),
                        Instant.parse("2050-09-07T00:00:00Z"),
                        Optional.empty(),
                        Optional.empty(),
                        Format.TIME));
    }

    @Test
    void everything_may_be_said() {
        Map<String, List<String>> parameters = range("2050-09-05T10:00:00Z", "2050-09-05T12:00:00Z");
        parameters.put("eventTypeId", List.of("9007199254740991"));
        parameters.put("timeZone", List.of("Europe/Rome"));
        parameters.put("duration", List.of("30"));
        parameters.put("format", List.of("range"));

        assertThat(query(parameters))
                .isEqualTo(new SlotsQuery(
                        new EventTypeKey("9007199254740991"),
                        Instant.parse("2050-09-05T10:00:00Z"),
                        Instant.parse("2050-09-05T12:00:00Z"),
                        Optional.of(ZoneId.of("Europe/Rome")),
                        Optional.of(Duration.ofMinutes(30)),
                        Format.RANGE));
    }

    @ParameterizedTest
    @CsvSource({
        "2050-09-05, 2050-09-05T00:00:00Z",
        "2050-09-05T10:00, 2050-09-05T10:00:00Z",
        "2050-09-05T10:00Z, 2050-09-05T10:00:00Z",
        "2050-09-05T10:00+02:00, 2050-09-05T08:00:00Z",
        "2050-09-05T10:00:30, 2050-09-05T10:00:30Z",
        "2050-09-05T10:00:30.25, 2050-09-05T10:00:30.250Z",
        "2050-09-05T10:00:30.250Z, 2050-09-05T10:00:30.250Z",
        "2050-09-05T10:00:00-05:30, 2050-09-05T15:30:00Z",
        "2050-09-06T01:00:00+14:00, 2050-09-05T11:00:00Z",
    })
    void a_start_may_leave_out_seconds_and_offset(String text, String instant) {
        assertThat(query(with("start", text)).start()).isEqualTo(Instant.parse(instant));
    }

    @ParameterizedTest
    @CsvSource({
        "2050-09-05, 2050-09-06T00:00:00Z",
        "2050-09-30, 2050-10-01T00:00:00Z",
        "2050-09-05T10:00, 2050-09-05T10:00:00Z",
        "2050-09-05T10:00:00+02:00, 2050-09-05T08:00:00Z",
    })
    void an_end_that_is_a_day_includes_it(String text, String instant) {
        assertThat(query(with("end", text)).end()).isEqualTo(Instant.parse(instant));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "tomorrow",
                "2050",
                "2050-09",
                "2050-9-5",
                "2050-02-30",
                "2050-13-01",
                "2050-02-30T10:00:00Z",
                "2050-09-05T",
                "2050-09-05Z",
                "2050-09-05T10",
                "2050-09-05T24:00",
                "2050-09-05T10:60",
                "2050-09-05T10:00:60",
                "2050-09-05T10:00:00.1234Z",
                "2050-09-05T10:00.5",
                "2050-09-05 10:00",
                "2050-09-05T10:00:00 02:00",
                "2050-09-05T10:00:00+2:00",
                "2050-09-05T10:00:00[Europe/Rome]",
                "2050-09-05\n",
                "1969-12-31",
                "20500905",
                "1693994400000"
            })
    void what_is_no_date_string_is_refused(String text) {
        assertThat(errors(range(text, text)))
                .containsExactly(
                        new PropertyError("start", "isDateString", "start must be a valid ISO 8601 date string"),
                        new PropertyError("end", "isDateString", "end must be a valid ISO 8601 date string"));
    }

    @ParameterizedTest
    @CsvSource({
        "2050-09-05, 2050-09-05",
        "2050-09-05T10:00:00Z, 2050-09-05T10:00:00Z",
        "2050-09-05T23:59:59Z, 2050-09-05",
        "2050-09-05T12:00:00+02:00, 2050-09-05T10:00:00Z",
        "2050-09-01, 2050-11-01",
        "2050-09-01T10:00:00Z, 2050-11-02T10:00:00Z",
    })
    void a_range_has_no_time_or_up_to_62_days(String start, String end) {
        SlotsQuery query = query(range(start, end));

        assertThat(query.end()).isAfterOrEqualTo(query.start());
        assertThat(Duration.between(query.start(), query.end())).isBetween(Duration.ZERO, Duration.ofDays(62));
    }

    @ParameterizedTest
    @CsvSource({
        "2050-09-05, 2050-09-04",
        "2050-09-05T10:00:00Z, 2050-09-04",
        "2050-09-05T10:00:00Z, 2050-09-05T09:59:59.999Z",
        "2050-09-05T10:00:00Z, 2050-09-05T11:00:00+02:00",
    })
    void an_end_before_the_start_is_refused(String start, String end) {
        assertThat(errors(range(start, end)))
                .containsExactly(new PropertyError("end", "minDate", "end must not be before start"));
    }

    @ParameterizedTest
    @CsvSource({
        "2050-09-01, 2050-11-02",
        "2050-09-01T10:00:00Z, 2050-11-02T10:00:00.001Z",
        "1970-01-01, 9999-12-31",
    })
    void more_than_62_days_are_refused(String start, String end) {
        assertThat(errors(range(start, end)))
                .containsExactly(new PropertyError("end", "maxDate", "end must be within 62 days of start"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "-1", "+1", "01", "1.0", "1e3", "9007199254740992", "cal:room", "cal:", "１"})
    void an_event_type_is_a_number_in_its_one_form(String text) {
        assertThat(errors(with("eventTypeId", text)))
                .containsExactly(new PropertyError("eventTypeId", "isInt", "eventTypeId must be an integer number"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Europe/Atlantis", "europe/rome", "+02:00", "GMT+2", "SystemV/PST8"})
    void an_unknown_time_zone_is_refused(String text) {
        assertThat(errors(with("timeZone", text)))
                .containsExactly(new PropertyError("timeZone", "isTimeZone", "timeZone must be a known time zone"));
    }

    /** A name on the list whose rules the JVM lacks would fail in the middle of a request. */
    @Test
    void the_rules_of_every_known_time_zone_are_there() throws IOException {
        var list = Objects.requireNonNull(TimeZones.class.getResourceAsStream("time-zones.txt"));
        try (var lines = new BufferedReader(new InputStreamReader(list, StandardCharsets.UTF_8))) {
            assertThat(lines.lines())
                    .isNotEmpty()
                    .allSatisfy(name ->
                            assertThat(query(with("timeZone", name)).timeZone()).contains(KnownZones.of(name)));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'', isInt, duration must be an integer number",
        "x, isInt, duration must be an integer number",
        "030, isInt, duration must be an integer number",
        "30.0, isInt, duration must be an integer number",
        "+30, isInt, duration must be an integer number",
        "3e1, isInt, duration must be an integer number",
        "-0, isInt, duration must be an integer number",
        "10000000000000000000, isInt, duration must be an integer number",
        "0, min, duration must not be less than 1",
        "-30, min, duration must not be less than 1",
        "1441, max, duration must not be greater than 1440",
        "999999999999999999, max, duration must not be greater than 1440",
        "-999999999999999999, min, duration must not be less than 1",
    })
    void a_duration_is_a_number_of_minutes_up_to_a_day(String text, String constraint, String said) {
        assertThat(errors(with("duration", text))).containsExactly(new PropertyError("duration", constraint, said));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 1440})
    void the_shortest_and_the_longest_duration_are_taken(int minutes) {
        assertThat(query(with("duration", Integer.toString(minutes))).duration())
                .contains(Duration.ofMinutes(minutes));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Range", "slots"})
    void a_format_is_time_or_range(String text) {
        assertThat(errors(with("format", text)))
                .containsExactly(new PropertyError(
                        "format", "isEnum", "format must be one of the following values: time, range"));
    }

    @Test
    void time_is_the_format_unless_said_otherwise() {
        assertThat(query(with("format", "time")).format()).isEqualTo(Format.TIME);
        assertThat(query(with("format")).format()).isEqualTo(Format.TIME);
    }

    @ParameterizedTest
    @ValueSource(strings = {"eventTypeId", "start", "end", "timeZone", "duration", "format"})
    void a_parameter_is_given_once(String name) {
        assertThat(errors(with(name, "1", "1")))
                .containsExactly(new PropertyError(name, "arrayMaxSize", name + " must not be given more than once"));
    }

    @Test
    void unknown_parameters_are_refused_each_once_however_often_they_are_given() {
        Map<String, List<String>> parameters = with("usernames", "grace", "karl");
        parameters.put("End", List.of());

        assertThat(errors(parameters))
                .containsExactly(
                        new PropertyError("usernames", "whitelistValidation", "property usernames should not exist"),
                        new PropertyError("End", "whitelistValidation", "property End should not exist"));
    }

    @Test
    void all_that_is_wrong_is_said_at_once_in_the_order_of_the_parameters() {
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        parameters.put("x", List.of("1"));
        parameters.put("format", List.of("x"));
        parameters.put("duration", List.of("x"));
        parameters.put("timeZone", List.of("x"));

        assertThat(errors(parameters))
                .extracting(PropertyError::property)
                .containsExactly("eventTypeId", "start", "end", "timeZone", "duration", "format", "x");
        assertThat(errors(Map.of()))
                .extracting(PropertyError::constraint)
                .containsExactly("isInt", "isDateString", "isDateString");
    }

    private static Map<String, List<String>> inZone(String zone, String start, String end) {
        Map<String, List<String>> parameters = range(start, end);
        parameters.put("timeZone", List.of(zone));
        return parameters;
    }

    /** As the users of the original expect it (docs/spec/http.md#get-v2slots). */
    @Test
    void days_and_times_without_offset_are_those_of_the_time_zone() {
        SlotsQuery day = query(inZone("Australia/Sydney", "2050-11-24", "2050-11-24"));
        assertThat(day.start()).isEqualTo(Instant.parse("2050-11-23T13:00:00Z"));
        assertThat(day.end()).isEqualTo(Instant.parse("2050-11-24T13:00:00Z"));
        SlotsQuery times = query(inZone("Europe/Rome", "2050-09-05T09:00", "2050-09-05T17:00:00Z"));
        assertThat(times.start()).isEqualTo(Instant.parse("2050-09-05T07:00:00Z"));
        assertThat(times.end()).as("with an offset").isEqualTo(Instant.parse("2050-09-05T17:00:00Z"));
    }

    @Test
    void sixty_two_days_are_so_many_by_the_clocks_of_the_time_zone() {
        assertThat(query(inZone("Europe/Rome", "2050-10-01", "2050-12-01")).end())
                .isEqualTo(Instant.parse("2050-12-01T23:00:00Z"));
        assertThat(errors(inZone("Europe/Rome", "2050-10-01", "2050-12-02"))).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"America/Coyhaique", "EST", "MST", "HST", "ROC"})
    void names_that_are_newer_or_older_than_the_data_of_the_jvm_are_known(String zone) {
        assertThat(query(inZone(zone, "2050-09-05", "2050-09-06")).timeZone()).isPresent();
    }
}
