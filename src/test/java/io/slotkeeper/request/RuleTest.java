package io.slotkeeper.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slotkeeper.request.FieldErrors.FieldError;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RuleTest {

    private static final long[] LIMITS = {0, 1, 1_440, Long.MAX_VALUE, Long.MIN_VALUE};

    /** All that the rule says, as far as its limit goes. */
    private static List<String> texts(Rule rule) {
        return rule.hasLimit() ? LongStream.of(LIMITS).mapToObj(rule::text).toList() : List.of(rule.text());
    }

    @ParameterizedTest
    @EnumSource
    void a_rule_is_recognised_by_its_own_words_and_no_other_is(Rule rule) {
        assertThat(texts(rule)).allSatisfy(text -> assertThat(Rule.ofText(text)).contains(rule));
        assertThat(Arrays.stream(Rule.values()).filter(other -> other != rule))
                .allSatisfy(other -> assertThat(texts(other)).doesNotContainAnyElementsOf(texts(rule)));
    }

    @ParameterizedTest
    @EnumSource
    void words_with_something_before_or_behind_them_are_no_rule(Rule rule) {
        assertThat(texts(rule)).allSatisfy(text -> {
            assertThat(Rule.ofText(text + " at all")).isEmpty();
            assertThat(Rule.ofText("slot_start " + text)).isEmpty();
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "must not be less than ", "must not be less than %d", "must not be less than one"})
    void what_no_rule_says_is_none(String text) {
        assertThat(Rule.ofText(text)).isEmpty();
    }

    @Test
    void a_limit_is_named_by_the_rules_that_have_one() {
        assertThat(Rule.MAX.text(1_440)).isEqualTo("must not be greater than 1440");
        assertThatThrownBy(() -> Rule.MAX.text()).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Rule.DATE.text(1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_field_error_carries_the_rule_that_its_words_are_made_of() {
        var errors = new FieldErrors();
        errors.add("tzid", Code.REQUIRED);
        errors.add("length_minutes", Code.INVALID_FORMAT, Rule.MIN, 1);
        errors.add("request_id", Code.REQUEST_ID_REUSED);

        assertThat(errors.toList())
                .extracting(FieldError::rule)
                .containsExactly(Optional.of(Rule.REQUIRED), Optional.of(Rule.MIN), Optional.empty());
        assertThat(errors.toList())
                .extracting(FieldError::description)
                .startsWith("tzid must be given", "length_minutes must not be less than 1");
    }
}
