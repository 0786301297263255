package io.slotkeeper.app.lines;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonLineTest {

    @Test
    void prints_the_value_as_it_is() {
        assertThat(line("a\"b", "{\"n\":1.0E+2}")).isEqualTo("{\"key\":\"a\\\"b\",\"value\":{\"n\":1.0E+2}}");
    }

    @Test
    void prints_null_for_what_is_not_there() {
        assertThat(JsonLine.of(Optional.empty(), Optional.empty())).isEqualTo("{\"key\":null,\"value\":null}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "{}\n{}", "{} {}", "x"})
    void describes_what_would_break_the_line(String value) {
        assertThat(line("k", value)).isEqualTo("{\"key\":\"k\",\"value\":\"not JSON, " + value.length() + " bytes\"}");
    }

    private static String line(String key, String value) {
        return JsonLine.of(
                Optional.of(key.getBytes(StandardCharsets.UTF_8)), Optional.of(value.getBytes(StandardCharsets.UTF_8)));
    }
}
