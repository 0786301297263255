package io.slotkeeper.edge.reservations;

import static org.assertj.core.api.Assertions.assertThat;

import io.slotkeeper.edge.log.CommittedOutcome;
import io.slotkeeper.request.Code;
import io.slotkeeper.request.Rule;
import io.slotkeeper.wire.Json;
import io.slotkeeper.wire.JsonReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** docs/spec/reservations.md, the column of statuses; docs/spec/http.md#a-body-error. */
class ReservationStatusesTest {

    @ParameterizedTest
    @CsvSource({
        "INVALID_REQUEST,           400",
        "AUTHENTICATION_REQUIRED,   401",
        "EVENT_TYPE_NOT_FOUND,      404",
        "NOT_ENTITLED,              403",
        "SLOT_DURATION_NOT_ALLOWED, 400",
        "SLOT_IN_THE_PAST,          422",
        "NO_SEATS_LEFT,             422",
        "ALREADY_BOOKED,            422",
        "ALREADY_RESERVED,          422",
        "TOO_MANY_HOLDS,            422",
        "RESERVATION_UID_IN_USE,    409",
        "RESERVATION_NOT_FOUND,     404",
        "HELD_TOO_LONG,             422",
        "HOLD_LIMIT_REACHED,        429",
        "RESERVED_BY_ANOTHER,       409",
        "RESERVATION_EXPIRED,       410",
        "BOOKING_UID_IN_USE,        409",
        "REQUEST_ID_REUSED,         409",
        "WRONG_PARTITION,           500",
        "INTERNAL_ERROR,            500",
    })
    void every_refusal_of_a_reservation_has_its_status(Code code, int status) {
        assertThat(ReservationStatuses.of(refused(code.text(), "{}"))).isEqualTo(status);
    }

    @Test
    void a_refusal_that_a_later_processor_may_know_is_unprocessable() {
        assertThat(ReservationStatuses.of(refused("unheard_of", "{}"))).isEqualTo(422);
    }

    private static CommittedOutcome refused(String code, String errors) {
        String outcome = "{'status':'refused','code':'" + code + "','errors':" + errors + "}";
        Json.Obj read = JsonReader.read(outcome.replace('\'', '"').getBytes(StandardCharsets.UTF_8))
                .orElseThrow();
        return new CommittedOutcome(read);
    }

    private static String error(String description) {
        return "{'key':'errors.invalid_format','description':'" + description + "'}";
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "slot_start                   | slotStart           | must be a valid ISO 8601 date string |"
                        + " isDateString",
                "slot_duration_minutes        | slotDuration        | must be an integer number            | isInt",
                "slot_duration_minutes        | slotDuration        | must not be less than 1              | min",
                "reservation_duration_minutes | reservationDuration | must not be greater than 1440        | max",
                "reservation_uid              | reservationUid      | must be given                        | isDefined",
                "booking_uid                  | bookingUid          | must be 1 to 128 characters          | isValid",
                "key                          | eventTypeId         | must be the number of an event type  | isValid",
                "members                      | members             | must be an array                     | isArray",
                "schedule.rules[0]            | schedule.rules[0]   | must be an object                    | isObject",
                "title                        | title               | is malformed or too long             | isValid",
            })
    void fields_of_the_log_are_told_by_their_names_here(
            String field, String property, String expectation, String constraint) {
        assertThat(ReservationStatuses.propertyErrors(
                        refused("invalid_request", "{'" + field + "':[" + error(field + " " + expectation) + "]}")))
                .containsExactly(new PropertyError(property, constraint, property + " " + expectation));
    }

    /** docs/spec/http.md#a-body-error: the table, each text with some limit where it names one. */
    @ParameterizedTest
    @EnumSource
    void every_rule_of_the_log_has_the_constraint_of_the_document(Rule rule) throws IOException {
        String text = rule.hasLimit() ? rule.text(7) : rule.text();
        String expected = Files.readAllLines(Path.of("docs", "spec", "http.md")).stream()
                .filter(line -> line.startsWith("| `") && line.contains("`" + text.replace("7", "<n>") + "`"))
                .map(line -> constraint(line, text.replace("7", "<n>")))
                .findFirst()
                .orElse("isValid");
        assertThat(Constraint.ofText(text).key()).isEqualTo(expected);
        assertThat(rule.hasLimit() ? Constraint.of(rule, 7) : Constraint.of(rule))
                .isEqualTo(Constraint.ofText(text));
    }

    /** Of the text's place among those of the row. */
    private static String constraint(String row, String text) {
        List<String> quoted = Pattern.compile("`([^`]+)`")
                .matcher(row)
                .results()
                .map(match -> match.group(1))
                .toList();
        return quoted.get(quoted.indexOf(text) - quoted.size() / 2);
    }

    @Test
    void several_fields_are_told_in_their_order() {
        assertThat(ReservationStatuses.propertyErrors(refused(
                        "invalid_request",
                        "{'slot_start':[" + error("slot_start a") + "," + error("slot_start b") + "],'title':["
                                + error("title c") + "]}")))
                .extracting(PropertyError::text)
                .containsExactly("slotStart a", "slotStart b", "title c");
    }

    @Test
    void what_concerns_no_field_is_no_error_of_a_property() {
        assertThat(ReservationStatuses.propertyErrors(
                        refused("invalid_request", "{'base':[" + error("Invalid start date") + "]}")))
                .isEmpty();
        assertThat(ReservationStatuses.propertyErrors(
                        refused("request_id_reused", "{'request_id':[" + error("request_id x") + "]}")))
                .isEmpty();
        assertThat(ReservationStatuses.propertyErrors(refused("already_booked", "null")))
                .isEmpty();
    }
}
