package io.slotkeeper.edge.reservations;

import static io.slotkeeper.edge.reservations.BodyTable.optional;
import static io.slotkeeper.edge.reservations.BodyTable.required;
import static org.assertj.core.api.Assertions.assertThat;

import io.slotkeeper.edge.reservations.BodyTable.Form;
import io.slotkeeper.wire.Json;
import io.slotkeeper.wire.JsonReader;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** docs/spec/http.md#a-body-error. */
class BodyTableTest {

    private static final BodyTable TABLE = BodyTable.of(
            required("eventTypeId", "", Form.INTEGER),
            required("slotStart", "slot_start", Form.DATE),
            optional("slotDuration", "slot_duration_minutes", Form.INTEGER),
            optional("reservationUid", "reservation_uid", Form.TEXT));

    private static Json.Obj body(String text) {
        return JsonReader.read(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8))
                .orElseThrow();
    }

    private static String entered(String body) {
        Json.Builder request = Json.object().put("type", "reserve_slot");
        TABLE.enter(body(body), request);
        return request.build().compact();
    }

    @Test
    void all_that_is_wrong_is_told_in_the_order_of_the_table() {
        assertThat(TABLE.errors(
                        body("{'reservationUid':1,'slotDuration':'30','slotStart':7,'eventTypeId':'1','other':{}}")))
                .containsExactly(
                        new PropertyError("eventTypeId", "isInt", "eventTypeId must be an integer number"),
                        new PropertyError(
                                "slotStart", "isDateString", "slotStart must be a valid ISO 8601 date string"),
                        new PropertyError("slotDuration", "isInt", "slotDuration must be an integer number"),
                        new PropertyError("reservationUid", "isString", "reservationUid must be a string"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{'eventTypeId':null,'slotStart':null,'slotDuration':null}"})
    void what_is_required_is_missed_and_null_is_left_out(String body) {
        assertThat(TABLE.errors(body(body)))
                .extracting(PropertyError::property)
                .containsExactly("eventTypeId", "slotStart");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "1     | true",
                "0     | true",
                "-1    | true",
                "99999999999999999999 | true",
                "1.0   | false",
                "1e2   | false",
                "1E2   | false",
                "'1'   | false",
                "true  | false",
                "[1]   | false",
                "{}    | false",
            })
    void a_whole_number_is_one_without_fraction_and_exponent(String value, boolean isOne) {
        assertThat(TABLE.errors(body("{'eventTypeId':" + value + ",'slotStart':'2050-09-05'}"))
                        .isEmpty())
                .isEqualTo(isOne);
    }

    @Test
    void values_are_entered_under_their_names_in_the_log_and_nothing_else_is() {
        assertThat(entered("{'slotStart':'2050-09-05T12:00+02','eventTypeId':7,'reservationUid':'u','type':'x',"
                        + "'requested_by':'mallory','slot_duration_minutes':9,'slotDuration':30}"))
                .isEqualTo(("{'type':'reserve_slot','slot_start':'2050-09-05T12:00:00+02:00',"
                                + "'slot_duration_minutes':30,'reservation_uid':'u'}")
                        .replace('\'', '"'));
    }

    @Test
    void what_is_left_out_is_not_entered() {
        assertThat(entered("{'eventTypeId':7,'slotStart':'2050-09-05','slotDuration':null}"))
                .isEqualTo("{'type':'reserve_slot','slot_start':'2050-09-05T00:00:00Z'}".replace('\'', '"'));
    }
}
