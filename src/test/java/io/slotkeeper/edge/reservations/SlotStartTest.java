package io.slotkeeper.edge.reservations;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** docs/spec/http.md#slotstart. */
class SlotStartTest {

    @ParameterizedTest
    @CsvSource({
        "2050-09-05,                     2050-09-05T00:00:00Z",
        "2050-09-05T10:00,               2050-09-05T10:00:00Z",
        "2050-09-05T10:00Z,              2050-09-05T10:00:00Z",
        "2050-09-05T10:00:30,            2050-09-05T10:00:30Z",
        "2050-09-05T10:00:30Z,           2050-09-05T10:00:30Z",
        "2050-09-05T10:00:30.5,          2050-09-05T10:00:30.5Z",
        "2050-09-05T10:00:30.123Z,       2050-09-05T10:00:30.123Z",
        "2050-09-05T10:00:30+02:00,      2050-09-05T10:00:30+02:00",
        "2050-09-05T10:00:30+0200,       2050-09-05T10:00:30+02:00",
        "2050-09-05T10:00:30-0530,       2050-09-05T10:00:30-05:30",
        "2050-09-05T10:00:30+02,         2050-09-05T10:00:30+02:00",
        "2050-09-05T10:00:30.123-05:30,  2050-09-05T10:00:30.123-05:30",
        "2050-09-05T10:00+02,            2050-09-05T10:00:00+02:00",
    })
    void what_is_left_out_is_filled_in(String text, String inFull) {
        assertThat(SlotStart.inFull(text)).contains(inFull);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2050-02-30", "2050-13-01", "2050-09-05T25:00:00Z", "9999-99-99T99:99:99+99:99"})
    void whether_there_is_such_a_date_is_not_decided_here(String text) {
        assertThat(SlotStart.inFull(text)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "soon",
                "2050",
                "2050-09",
                "2050-9-5",
                "20500905",
                "2050-09-05T",
                "2050-09-05T10",
                "2050-09-05T1000",
                "2050-09-05 10:00:00Z",
                "2050-09-05t10:00:00z",
                "2050-09-05Z",
                "2050-09-05+02:00",
                "2050-09-05T10:00:30.Z",
                "2050-09-05T10:00:30,5Z",
                "2050-09-05T10:00.5Z",
                "2050-09-05T10:00:30+2",
                "2050-09-05T10:00:30+02:0",
                "2050-09-05T10:00:30+02:00:00",
                "2050-09-05T10:00:30UTC",
                "2050-09-05T10:00:30Z[UTC]",
                "+2050-09-05",
                "12050-09-05",
                "2050-09-05\n",
                " 2050-09-05",
                "\u0662050-09-05",
            })
    void what_has_none_of_the_forms_is_no_date(String text) {
        assertThat(SlotStart.inFull(text)).isEmpty();
    }
}
