package io.slotkeeper.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slotkeeper.request.FieldErrors.FieldError;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** docs/spec/topics.md#requestoutcome: code, message and errors. */
class RefusalTest {

    @Test
    void a_single_error_gives_its_code() {
        Refusal refusal = Refusal.field("tzid", Code.REQUIRED);

        assertThat(refusal.code()).isEqualTo(Code.REQUIRED);
        assertThat(refusal.message()).isEqualTo("tzid must be given");
        assertThat(refusal.errors())
                .containsExactly(
                        new FieldError("tzid", Code.REQUIRED, Optional.of(Rule.REQUIRED), "tzid must be given"));
    }

    @Test
    void several_errors_are_an_invalid_request_in_the_order_they_were_found() {
        var errors = new FieldErrors();
        errors.add("tzid", Code.REQUIRED);
        errors.add("title", Code.TOO_LONG, Rule.MAX, 12);

        Refusal refusal = Refusal.of(errors);

        assertThat(refusal.code()).isEqualTo(Code.INVALID_REQUEST);
        assertThat(refusal.message()).isEqualTo("2 fields are wrong.");
        assertThat(refusal.errors())
                .containsExactly(
                        new FieldError("tzid", Code.REQUIRED, Optional.of(Rule.REQUIRED), "tzid must be given"),
                        new FieldError(
                                "title", Code.TOO_LONG, Optional.of(Rule.MAX), "title must not be greater than 12"));
    }

    @Test
    void an_invalid_request_may_have_words_of_its_own() {
        var errors = new FieldErrors();
        errors.add("tzid", Code.REQUIRED);

        assertThat(Refusal.invalid("So not.", errors).code()).isEqualTo(Code.INVALID_REQUEST);
        assertThat(Refusal.invalid("So not.", errors).message()).isEqualTo("So not.");
    }

    @Test
    void what_concerns_no_field_stands_at_base() {
        Refusal refusal = Refusal.base(Code.WRONG_PARTITION, 3, 5);

        assertThat(refusal.message()).isEqualTo("Expected this key in partition 3 but it came in partition 5.");
        assertThat(refusal.errors())
                .containsExactly(new FieldError("base", Code.WRONG_PARTITION, Optional.empty(), refusal.message()));
        assertThat(Refusal.withMessage(Code.NO_SEATS_LEFT, "100 % full").message())
                .isEqualTo("100 % full");
    }

    @Test
    void a_refusal_names_at_least_one_error() {
        var none = new FieldErrors();

        assertThat(none.isEmpty()).isTrue();
        assertThatThrownBy(() -> Refusal.of(none)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void codes_have_one_name_on_the_wire_each() {
        assertThat(Code.SLOT_UNAVAILABLE.text()).isEqualTo("slot_unavailable");
        assertThat(Code.SLOT_UNAVAILABLE.key()).isEqualTo("errors.slot_unavailable");
        assertThat(Arrays.stream(Code.values()).map(Code::text))
                .doesNotHaveDuplicates()
                .allMatch(text -> text.matches("[a-z_]+"));
        assertThat(Arrays.stream(Code.values()))
                .allSatisfy(code -> assertThat(Code.named(code.text())).contains(code));
        assertThat(Code.named("unheard_of")).isEmpty();
        assertThat(CauseType.SELECTION_EXPIRED.text()).isEqualTo("selection_expired");
    }
}
