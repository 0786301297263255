package io.slotkeeper.request.field;

import static org.assertj.core.api.Assertions.assertThat;

import io.slotkeeper.request.field.FieldValue.Fault;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** docs/spec/limits.md#instants. */
class IsoInstantTest {

    @ParameterizedTest
    @CsvSource({
        "2050-09-05T10:00:00Z, 2050-09-05T10:00:00Z",
        "2050-09-05T10:00:00.1Z, 2050-09-05T10:00:00.100Z",
        "2050-09-05T10:00:00.12Z, 2050-09-05T10:00:00.120Z",
        "2050-09-05T10:00:00.007Z, 2050-09-05T10:00:00.007Z",
        "2050-09-05T10:00:00+02:00, 2050-09-05T08:00:00Z",
        "2050-09-05T10:00:00-05:30, 2050-09-05T15:30:00Z",
        "2050-09-05T23:59:59.999-11:00, 2050-09-06T10:59:59.999Z",
        "2050-09-05T00:30:00+14:00, 2050-09-04T10:30:00Z",
        "2050-09-05T10:00:00+00:00, 2050-09-05T10:00:00Z",
        "2050-09-05T10:00:00-00:00, 2050-09-05T10:00:00Z",
        "2050-09-05T10:00:00.123+00:00, 2050-09-05T10:00:00.123Z",
        "2052-02-29T00:00:00Z, 2052-02-29T00:00:00Z",
        "2000-02-29T00:00:00Z, 2000-02-29T00:00:00Z",
        "1970-01-01T00:00:00Z, 1970-01-01T00:00:00Z",
        "9999-12-31T23:59:59.999Z, 9999-12-31T23:59:59.999Z",
    })
    void an_instant_is_read_with_z_or_an_offset_and_up_to_milliseconds(String text, String instant) {
        assertThat(IsoInstant.parse(text)).isEqualTo(FieldValue.of(Instant.parse(instant)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2050-02-30T10:00:00Z",
                "2050-02-29T10:00:00Z",
                "2100-02-29T10:00:00Z",
                "2050-04-31T10:00:00Z",
                "2050-06-31T10:00:00.5+02:00",
                "2050-11-31T23:59:59Z"
            })
    void a_day_that_its_month_does_not_have_is_told_apart(String text) {
        assertThat(IsoInstant.parse(text)).isEqualTo(FieldValue.malformed(Fault.NO_SUCH_DATE));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "now",
                "2050-09-05",
                "2050-09-05T10:00Z",
                "2050-09-05T10:00:00",
                "2050-09-05 10:00:00Z",
                "2050-09-05t10:00:00Z",
                "2050-09-05T10:00:00z",
                "2050-09-05T24:00:00Z",
                "2050-09-05T10:60:00Z",
                "2050-09-05T10:00:60Z",
                "2050-09-05T23:59:60Z",
                "2050-9-5T10:00:00Z",
                "2050-00-05T10:00:00Z",
                "2050-13-05T10:00:00Z",
                "2050-09-00T10:00:00Z",
                "2050-09-32T10:00:00Z",
                "2050-02-30T24:00:00Z",
                "2050-09-05T10:00:00.Z",
                "2050-09-05T10:00:00,123Z",
                "2050-09-05T10:00:00+2:00",
                "2050-09-05T10:00:00+0200",
                "2050-09-05T10:00:00+02",
                "2050-09-05T10:00:00+02:60",
                "2050-09-05T10:00:00+19:00",
                "2050-09-05T10:00:00+02:00:00",
                "2050-09-05T10:00:00+02:00[Europe/Rome]",
                "2050-09-05T10:00:00ZZ",
                "2050-09-05T10:00:00Z\n",
                " 2050-09-05T10:00:00Z",
                "+2050-09-05T10:00:00Z",
                "-2050-09-05T10:00:00Z",
                "12050-09-05T10:00:00Z",
                "2050-W36-1T10:00:00Z",
                "٢٠٥٠-09-05T10:00:00Z",
                "20500905T100000Z"
            })
    void what_only_resembles_an_instant_is_malformed(String text) {
        assertThat(IsoInstant.parse(text)).isEqualTo(FieldValue.malformed(Fault.FORMAT));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1969-12-31T23:59:59.999Z",
                "1970-01-01T00:59:59+01:00",
                "0000-01-01T00:00:00Z",
                "9999-12-31T23:00:00-01:00"
            })
    void years_before_1970_and_after_9999_are_refused_counted_in_utc(String text) {
        assertThat(IsoInstant.parse(text)).isEqualTo(FieldValue.malformed(Fault.FORMAT));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2050-09-05T10:00:00.0001Z",
                "2050-09-05T10:00:00.123456789Z",
                "2050-09-05T10:00:00.1230001+02:00"
            })
    void what_is_finer_than_milliseconds_is_told_apart(String text) {
        assertThat(IsoInstant.parse(text)).isEqualTo(FieldValue.malformed(Fault.TOO_FINE));
    }

    /** As Python, Go and Java write them. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "2050-09-05T10:00:00.000000+00:00",
                "2050-09-05T10:00:00.0Z",
                "2050-09-05T10:00:00.000000000Z",
                "2050-09-05T12:00:00.0000+02:00"
            })
    void zeros_beyond_milliseconds_may_be_as_many_as_there_are(String text) {
        assertThat(IsoInstant.parse(text)).isEqualTo(FieldValue.of(Instant.parse("2050-09-05T10:00:00Z")));
    }

    @Test
    void milliseconds_with_zeros_behind_them_are_milliseconds() {
        assertThat(IsoInstant.parse("2050-09-05T10:00:00.123000Z"))
                .isEqualTo(FieldValue.of(Instant.parse("2050-09-05T10:00:00.123Z")));
        assertThat(IsoInstant.parse("2050-09-05T10:00:00." + "0".repeat(1_000_000) + "Z"))
                .isEqualTo(FieldValue.of(Instant.parse("2050-09-05T10:00:00Z")));
    }

    @Test
    void an_instant_is_written_in_utc_with_milliseconds_or_whole_seconds() {
        Instant instant = Instant.parse("2050-09-05T01:02:03.045Z");

        assertThat(IsoInstant.withMillis(instant)).isEqualTo("2050-09-05T01:02:03.045Z");
        assertThat(IsoInstant.withSeconds(instant)).isEqualTo("2050-09-05T01:02:03Z");
        assertThat(IsoInstant.withMillis(Instant.EPOCH)).isEqualTo("1970-01-01T00:00:00.000Z");
    }

    @Test
    void what_is_written_is_read_again() {
        for (long millis = 0; millis < 4_000_000_000_000L; millis += 98_765_432_109L) {
            Instant instant = Instant.ofEpochMilli(millis);
            assertThat(IsoInstant.parse(IsoInstant.withMillis(instant))).isEqualTo(FieldValue.of(instant));
        }
    }
}
