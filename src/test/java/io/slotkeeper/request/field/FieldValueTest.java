package io.slotkeeper.request.field;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slotkeeper.request.Fingerprint;
import io.slotkeeper.request.field.FieldValue.Fault;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FieldValueTest {

    @Test
    void what_is_absent_has_no_value_and_passes_no_test() {
        FieldValue<String> absent = FieldValue.absent();

        assertThat(absent.isAbsent()).isTrue();
        assertThat(absent.isMalformed()).isFalse();
        assertThat(absent.value()).isEmpty();
        assertThat(absent.is(any -> true)).isFalse();
    }

    @Test
    void what_is_malformed_is_there_but_has_no_value() {
        FieldValue<String> malformed = FieldValue.malformed(Fault.NO_SUCH_DATE);

        assertThat(malformed.isAbsent()).isFalse();
        assertThat(malformed.isMalformed()).isTrue();
        assertThat(malformed.isMalformed(Fault.NO_SUCH_DATE)).isTrue();
        assertThat(malformed.isMalformed(Fault.TYPE)).isFalse();
        assertThat(malformed.value()).isEmpty();
        assertThat(malformed.is(any -> true)).isFalse();
    }

    @Test
    void what_is_present_has_its_value() {
        FieldValue<String> present = FieldValue.of("text");

        assertThat(present.isAbsent()).isFalse();
        assertThat(present.isMalformed()).isFalse();
        assertThat(present.isMalformed(Fault.TYPE)).isFalse();
        assertThat(present.value()).contains("text");
        assertThat(present.is("text"::equals)).isTrue();
        assertThat(present.is("other"::equals)).isFalse();
    }

    @Test
    void a_fingerprint_is_32_bytes_all_of_which_count() {
        byte[] bytes = new byte[32];
        IntStream.range(0, 32).forEach(i -> bytes[i] = (byte) (7 * i - 100));
        Fingerprint fingerprint = Fingerprint.of(bytes);

        assertThat(fingerprint.toBytes()).isEqualTo(bytes);
        for (int i = 0; i < 32; i++) {
            byte[] other = bytes.clone();
            other[i] ^= 1;
            assertThat(Fingerprint.of(other)).as("byte %d", i).isNotEqualTo(fingerprint);
        }
        assertThatThrownBy(() -> Fingerprint.of(new byte[31])).isInstanceOf(IllegalArgumentException.class);
    }
}
