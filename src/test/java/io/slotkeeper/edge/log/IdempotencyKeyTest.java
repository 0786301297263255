package io.slotkeeper.edge.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.slotkeeper.edge.http.Calls;
import io.slotkeeper.request.Principal;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** docs/spec/http.md#idempotency-key. */
class IdempotencyKeyTest {

    private static final Principal ALICE = new Principal("alice");
    private static final String UUID = "2f0c1d9e-4b7a-4c55-9a39-0d6a0e6c7b18";

    private static IdempotencyKey.ReadKey read(Principal principal, String key) {
        return IdempotencyKey.of(Calls.by(principal, Map.of("idempotency-key", key)));
    }

    private static void assertTaken(Principal principal, String key) {
        assertThat(read(principal, key))
                .isEqualTo(new IdempotencyKey.ReadKey(Optional.of(new IdempotencyKey(key)), Optional.empty()));
    }

    private static void assertRefused(Principal principal, String key) {
        IdempotencyKey.ReadKey read = read(principal, key);
        assertThat(read.key()).isEmpty();
        assertThat(read.objection()).isPresent();
    }

    @Test
    void no_key_is_no_objection() {
        assertThat(IdempotencyKey.of(Calls.by(Principal.ANONYMOUS, Map.of("other", "header"))))
                .isEqualTo(new IdempotencyKey.ReadKey(Optional.empty(), Optional.empty()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"k", "a key", "~!@#$%^&*()_+", "0123456789012345678901234567890123456789012345678901234567890123"
            })
    void who_is_known_takes_any_name_of_up_to64_characters(String key) {
        assertTaken(ALICE, key);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "01234567890123456789012345678901234567890123456789012345678901234",
                "k\u00e9",
                "a\tb",
                "\ud800"
            })
    void another_name_is_refused(String key) {
        assertRefused(ALICE, key);
        assertRefused(Principal.ANONYMOUS, key);
    }

    @ParameterizedTest
    @ValueSource(strings = {UUID, "2F0C1D9E-4B7A-4C55-9A39-0D6A0E6C7B18", "00000000-0000-0000-0000-000000000000"})
    void who_is_not_known_takes_a_uuid(String key) {
        assertTaken(Principal.ANONYMOUS, key);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "k",
                "2f0c1d9e4b7a4c559a390d6a0e6c7b18",
                "2f0c1d9e-4b7a-4c55-9a39-0d6a0e6c7b1",
                "2f0c1d9e-4b7a-4c55-9a39-0d6a0e6c7b18 ",
                "{2f0c1d9e-4b7a-4c55-9a39-0d6a0e6c7b1}",
                "2f0c1d9e-4b7a-4c55-9a39-0d6a0e6c7b1g",
                "2f0c1d9-e4b7a-4c55-9a39-0d6a0e6c7b18",
                "+f0c1d9e-4b7a-4c55-9a39-0d6a0e6c7b18",
                "000000002f0c1d9e-4b7a-4c55-9a39-0d6a",
            })
    void and_nothing_else(String key) {
        assertRefused(Principal.ANONYMOUS, key);
        assertTaken(ALICE, key);
    }
}
