package io.slotkeeper.edge.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slotkeeper.edge.access.ApiKeys.Credentials;
import io.slotkeeper.request.Principal;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** docs/spec/http.md#authentication. */
class ApiKeysTest {

    /** Of {@code alice-token}. */
    private static final String ALICE = "9c220f200955d76c0a38d308225e0ef10c5f971acaf2f8d1d8f732affa5bd1dc";

    /** Of {@code töken}. */
    private static final String UMLAUT = "6df7bbf3053f18a16042dd76866d6154ffe1acf637f8c184bb02e6ae84993a0e";

    private static final Instant NOW = Instant.parse("2050-09-05T10:00:00Z");

    private static final Credentials KNOWN = known("alice");
    private static final Credentials WRONG = new Credentials.Wrong();

    private static final ApiKeys KEYS = ApiKeys.parse(List.of(ALICE + " = alice"));

    private static Credentials known(String principal, Scope... scopes) {
        return new Credentials.Known(new Principal(principal), Set.of(scopes.length == 0 ? Scope.values() : scopes));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "scopes=read                  | READ",
                "scopes=book,define           | BOOK DEFINE",
                "scopes=read,book,define      | READ BOOK DEFINE",
                "expires=2050-09-05T10:00:01Z | READ BOOK DEFINE",
                "expires=2050-09-05T12:00:01+02:00  scopes=define | DEFINE",
            })
    void a_token_may_be_for_something_only_and_until_then(String limits, String scopes) {
        ApiKeys keys = ApiKeys.parse(List.of(ALICE + " = alice " + limits));
        assertThat(keys.credentials("Bearer alice-token", NOW))
                .isEqualTo(known(
                        "alice",
                        Stream.of(scopes.split(" ")).map(Scope::valueOf).toArray(Scope[]::new)));
    }

    @Test
    void an_expired_token_is_wrong() {
        ApiKeys keys = ApiKeys.parse(List.of(ALICE + " = alice expires=2050-09-05T10:00:00Z"));
        assertThat(keys.credentials("Bearer alice-token", NOW.minusMillis(1))).isEqualTo(KNOWN);
        assertThat(keys.credentials("Bearer alice-token", NOW)).isEqualTo(WRONG);
    }

    @Test
    void a_line_is_a_digest_and_a_principal() {
        ApiKeys keys = ApiKeys.parse(List.of(
                "# who may come in",
                "",
                "   ",
                "  " + ALICE.toUpperCase(Locale.ROOT) + "=alice@example.com  ",
                UMLAUT + " = team=b",
                "  # nobody else"));
        assertThat(keys.credentials("Bearer alice-token", NOW)).isEqualTo(known("alice@example.com"));
        assertThat(keys.credentials("Bearer t\u00f6ken", NOW)).isEqualTo(known("team=b"));
        assertThat(keys.isEmpty()).isFalse();
    }

    @Test
    void where_nobody_is_named_nobody_comes_in() {
        for (ApiKeys nobody : List.of(ApiKeys.NONE, ApiKeys.parse(List.of("# nobody", "")))) {
            assertThat(nobody.isEmpty()).isTrue();
            assertThat(nobody.credentials("Bearer alice-token", NOW)).isEqualTo(WRONG);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "alice-token",
                "alice-token = alice",
                ALICE,
                ALICE + " alice",
                ALICE + " = ",
                ALICE + " = two words",
                ALICE + " = anonymous",
                ALICE + " = alice scopes=",
                ALICE + " = alice scopes=read,",
                ALICE + " = alice scopes=write",
                ALICE + " = alice expires=tomorrow",
                ALICE + " = alice expires=",
                ALICE + " = scopes=read alice",
                ALICE + "0 = alice",
                "0" + ALICE + " = alice",
                "g" + ALICE + " = alice",
                "= alice",
                " = ",
            })
    void what_is_no_line_is_refused_by_its_number_and_without_its_text(String line) {
        assertThatThrownBy(() -> ApiKeys.parse(List.of("# first", line)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("line 2: ")
                .message()
                .doesNotContain("alice")
                .doesNotContain(ALICE)
                .doesNotContain("two words");
    }

    @Test
    void a_token_has_one_principal() {
        List<String> twice = List.of(ALICE + " = alice", ALICE.toUpperCase(Locale.ROOT) + " = bob");
        assertThatThrownBy(() -> ApiKeys.parse(twice)).hasMessageStartingWith("line 2: ");
    }

    @Test
    void no_header_is_nobody() {
        assertThat(KEYS.credentials(null, NOW)).isEqualTo(new Credentials.None());
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer alice-token", "bearer alice-token", "BEARER alice-token", "Bearer  alice-token "})
    void the_scheme_is_bearer_in_any_case(String authorization) {
        assertThat(KEYS.credentials(authorization, NOW)).isEqualTo(KNOWN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "Bearer",
                "Bearer ",
                "Bearer    ",
                "Beareralice-token",
                "alice-token",
                "Bearer Alice-Token",
                "Bearer alice-token x",
                "Bearer alice-token,",
                "Bearer " + ALICE,
                "Basic YWxpY2UtdG9rZW46",
                "Basic alice-token",
                "Token alice-token",
            })
    void anything_else_is_wrong(String authorization) {
        assertThat(KEYS.credentials(authorization, NOW)).isEqualTo(WRONG);
    }

    @Test
    void one_more_token_may_be_added_and_the_others_stay() {
        ApiKeys more = KEYS.with("dev", new Principal("dev"));
        assertThat(more.credentials("Bearer dev", NOW)).isEqualTo(known("dev"));
        assertThat(more.credentials("Bearer alice-token", NOW)).isEqualTo(KNOWN);
        assertThat(KEYS.credentials("Bearer dev", NOW)).isEqualTo(WRONG);
    }
}
