package io.slotkeeper.request.field;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slotkeeper.request.Principal;
import io.slotkeeper.request.RequestId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** docs/spec/limits.md: ids, texts, principals. */
class TextRulesTest {

    private static final String FACE = "\uD83D\uDE00";

    @Test
    void every_printable_ascii_character_but_space_and_slash_may_stand_in_an_id() {
        for (char c = 0; c < 300; c++) {
            boolean allowed = c >= '!' && c <= '~' && c != '/';
            assertThat(TextRules.isId("a" + c + "b"))
                    .as("character %d", (int) c)
                    .isEqualTo(allowed);
            assertThat(TextRules.isId(String.valueOf(c))).as("only %d", (int) c).isEqualTo(allowed);
        }
    }

    @Test
    void an_id_has_1_to_128_characters() {
        assertThat(TextRules.isId("")).isFalse();
        assertThat(TextRules.isId("a")).isTrue();
        assertThat(TextRules.isId("a".repeat(128))).isTrue();
        assertThat(TextRules.isId("a".repeat(129))).isFalse();
    }

    @Test
    void a_request_id_has_at_most_64() {
        assertThat(RequestId.isValid("a".repeat(64))).isTrue();
        assertThat(RequestId.isValid("a".repeat(65))).isFalse();
        assertThat(RequestId.isValid("")).isFalse();
        assertThat(RequestId.isValid("a b")).isFalse();
        assertThatThrownBy(() -> new RequestId("a/b")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_text_is_measured_in_characters_not_in_halves_of_them() {
        assertThat(TextRules.isText("", 0)).isTrue();
        assertThat(TextRules.isText(FACE.repeat(255), 255)).isTrue();
        assertThat(TextRules.isText(FACE.repeat(255) + "a", 255)).isFalse();
        assertThat(TextRules.isText("a\n\u00e9 ", 4)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\uD83D", "\uDE00", "a\uD83D", "\uD83Da", "\uDE00\uD83D", "\uD83D\uD83D\uDE00"})
    void half_a_character_is_no_text(String text) {
        assertThat(TextRules.isText(text, 255)).isFalse();
        assertThat(TextRules.isName(text, 255)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "a b", "a\t", "\na", "a\u00a0b", "a\u2003b", "a\u3000", "a\u0000", "a\u007f", "\u0085"})
    void a_name_has_no_white_space_and_no_control_characters(String text) {
        assertThat(TextRules.isName(text, 10)).isFalse();
        assertThat(Principal.isValid(text)).isFalse();
    }

    @Test
    void a_name_may_be_of_any_script() {
        assertThat(TextRules.isName("gr\u00e4ce@\u4f8b\u3048.example", 254)).isTrue();
        assertThat(TextRules.isName(FACE, 1)).isTrue();
        assertThat(TextRules.isName("aa", 1)).isFalse();
    }

    @Test
    void a_principal_has_at_most_254_characters_and_anonymous_is_one() {
        assertThat(Principal.isValid("a".repeat(254))).isTrue();
        assertThat(Principal.isValid("a".repeat(255))).isFalse();
        assertThat(new Principal("anonymous").isAnonymous()).isTrue();
        assertThat(new Principal("Anonymous").isAnonymous()).isFalse();
        assertThatThrownBy(() -> new Principal("")).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"America/Chicago", "Europe/Rome", "UTC", "Asia/Kolkata", "Etc/UTC"})
    void time_zones_have_their_usual_names(String name) {
        assertThat(TimeZones.isKnown(name)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "europe/rome", "Europe/Rome ", "+02:00", "Z", "Moon/Base", "#"})
    void nothing_else_is_a_time_zone(String name) {
        assertThat(TimeZones.isKnown(name)).isFalse();
    }
}
