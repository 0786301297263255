package io.slotkeeper.reservation.calendar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventTypeKeyTest {

    @ParameterizedTest
    @ValueSource(
            strings = {"0", "1", "9", "10", "9007199254740991", "1000000000000000", "cal:acc_5ba2", "cal:a:b", "cal:~!"
            })
    void canonical_keys(String text) {
        assertThat(EventTypeKey.isCanonical(text)).isTrue();
        assertThat(new EventTypeKey(text).value()).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00",
                "01",
                "-1",
                "+1",
                " 1",
                "1 ",
                "1.0",
                "1e3",
                "abc",
                "9007199254740992",
                "9999999999999999",
                "10000000000000000",
                "99999999999999999999",
                "١",
                "cal:",
                "cal:a b",
                "cal:a/b",
                "cal:é",
                "CAL:a",
                "cal"
            })
    void other_texts_are_no_keys(String text) {
        assertThat(EventTypeKey.isCanonical(text)).isFalse();
        assertThatIllegalArgumentException().isThrownBy(() -> new EventTypeKey(text));
    }

    @Test
    void the_id_of_a_calendar_has_up_to_128_characters() {
        assertThat(EventTypeKey.isCanonical("cal:" + "x".repeat(128))).isTrue();
        assertThat(EventTypeKey.isCanonical("cal:" + "x".repeat(129))).isFalse();
    }

    @Test
    void a_number_is_no_calendar() {
        assertThat(new EventTypeKey("cal:1").isCalendar()).isTrue();
        assertThat(new EventTypeKey("1").isCalendar()).isFalse();
    }
}
