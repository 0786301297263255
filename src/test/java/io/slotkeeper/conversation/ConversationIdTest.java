package io.slotkeeper.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** docs/spec/limits.md#ids-and-texts. */
class ConversationIdTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"scv_1\"",
                "'scv_1'",
                "{scv_1",
                "scv_1}",
                "[1]",
                "{\"id\":1}",
                "null",
                "\"",
                "a\"",
                "",
                "a b",
                "a/b"
            })
    void what_a_serializer_makes_of_a_key_by_mistake_is_no_key(String text) {
        assertThat(ConversationId.isCanonical(text)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"scv_1", "null_", "NULL", "a\"b", "a{b}c", "(1)", "<1>", "nullnull", "-"})
    void other_ids_are_keys(String text) {
        assertThat(ConversationId.isCanonical(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"scv_1\"", "null"})
    void what_was_stored_under_such_a_key_before_is_still_read(String text) {
        assertThat(new ConversationId(text).value()).isEqualTo(text);
    }
}
