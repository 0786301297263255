package io.slotkeeper.request;

import static org.assertj.core.api.Assertions.assertThat;

import io.slotkeeper.request.Given.Fault;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** limits.md, "instants". */
class IsoInstantTest {

    @ParameterizedTest
    @CsvSource({
        "2050-05-02T09:00:00Z, 2050-05-02T09:00:00Z",
        "2050-05-02T09:00:00+02:00, 2050-05-02T07:00:00Z",
        "2050-05-02T09:00:00-05:30, 2050-05-02T14:30:00Z",
        "2050-05-02T01:00:00+02:00, 2050-05-01T23:00:00Z",
        "2050-05-02T09:00:00-00:00, 2050-05-02T09:00:00Z",
        "2050-05-02T09:00:00.1Z, 2050-05-02T09:00:00.100Z",
        "2050-05-02T09:00:00.05Z, 2050-05-02T09:00:00.050Z",
        "2050-05-02T09:00:00.123Z, 2050-05-02T09:00:00.123Z",
        "2048-02-29T23:59:59Z, 2048-02-29T23:59:59Z",
        "1970-01-01T00:00:00Z, 1970-01-01T00:00:00Z",
        "9999-12-31T23:59:59.999Z, 9999-12-31T23:59:59.999Z"
    })
    void reads_an_instant_with_an_offset(String text, String utc) {
        assertThat(IsoInstant.parse(text)).isEqualTo(Given.of(Instant.parse(utc)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "2050-05-02",
                "2050-05-02T09:00Z",
                "2050-05-02T09:00:00",
                "2050-05-02 09:00:00Z",
                "2050-05-02t09:00:00z",
                "2050-05-02T24:00:00Z",
                "2050-05-02T23:59:60Z",
                "2050-05-02T09:60:00Z",
                "2050-13-01T09:00:00Z",
                "2050-00-01T09:00:00Z",
                "2050-05-00T09:00:00Z",
                "2050-05-32T09:00:00Z",
                "2050-05-02T09:00:00.Z",
                "2050-05-02T09:00:00,5Z",
                "2050-05-02T09:00:00.1234Z",
                "2050-05-02T09:00:00+2:00",
                "2050-05-02T09:00:00+0200",
                "2050-05-02T09:00:00+19:00",
                "2050-05-02T09:00:00+02:60",
                "+2050-05-02T09:00:00Z",
                "12050-05-02T09:00:00Z",
                "2050-5-2T09:00:00Z",
                " 2050-05-02T09:00:00Z",
                "2050-05-02T09:00:00Z\n",
                "\u0662050-05-02T09:00:00Z",
                "1969-12-31T23:59:59Z",
                "1970-01-01T00:00:00+00:01",
                "9999-12-31T23:59:59-00:01"
            })
    void anything_else_is_malformed(String text) {
        assertThat(IsoInstant.parse(text)).isEqualTo(Given.malformed(Fault.FORMAT));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"2050-02-29T09:00:00Z", "2050-02-30T09:00:00Z", "2050-04-31T09:00:00Z", "2100-02-29T09:00:00Z"})
    void a_day_that_its_month_does_not_have_is_told_apart(String text) {
        assertThat(IsoInstant.parse(text)).isEqualTo(Given.malformed(Fault.NO_SUCH_DATE));
    }

    @Test
    void writes_utc_with_or_without_milliseconds() {
        Instant early = Instant.parse("1970-01-02T03:04:05.006Z");

        assertThat(IsoInstant.withMillis(early)).isEqualTo("1970-01-02T03:04:05.006Z");
        assertThat(IsoInstant.withSeconds(early)).isEqualTo("1970-01-02T03:04:05Z");
        assertThat(IsoInstant.withMillis(Instant.EPOCH)).isEqualTo("1970-01-01T00:00:00.000Z");
    }
}
