package io.slotkeeper.edge.access;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slotkeeper.request.RequestId;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** docs/spec/http.md#conversations and docs/spec/http.md#reservations. */
class EdgeSecretTest {

    private static final EdgeSecret SECRET = new EdgeSecret("0123456789abcdef0123456789abcdef".getBytes(US_ASCII));
    private static final EdgeSecret OTHER = new EdgeSecret("0123456789abcdef0123456789abcdeF".getBytes(US_ASCII));
    private static final String ID = "scv_5f1e2d3c4b5a69788796a5b4";

    @Test
    void a_short_secret_is_refused() {
        assertThatThrownBy(() -> new EdgeSecret(new byte[31])).isInstanceOf(IllegalArgumentException.class);
        assertThat(new EdgeSecret(new byte[32]).participantToken(ID, 0)).startsWith("0-");
    }

    /** Computed with Python's hmac. */
    @Test
    void a_token_is_the_index_and22_characters_of_an_hmac_of_id_and_index() {
        assertThat(SECRET.participantToken(ID, 1)).isEqualTo("1-YkkcZOpVt_5HBiRb465U63");
        assertThat(SECRET.participantToken(ID, 10)).isEqualTo("10-kU8NcWaRsyZl7SeWzNgtuO");
    }

    @Test
    void a_token_is_of_one_participant_of_one_conversation_with_one_secret() {
        String token = SECRET.participantToken(ID, 1);
        assertThat(SECRET.isParticipantToken(token, ID, 1)).isTrue();
        assertThat(SECRET.isParticipantToken(token, ID, 2)).isFalse();
        assertThat(SECRET.isParticipantToken(token, ID + "0", 1)).isFalse();
        assertThat(SECRET.isParticipantToken("2" + token.substring(1), ID, 2)).isFalse();
        assertThat(SECRET.isParticipantToken(token.substring(0, 23), ID, 1)).isFalse();
        assertThat(SECRET.isParticipantToken(token + "A", ID, 1)).isFalse();
        assertThat(SECRET.isParticipantToken("", ID, 1)).isFalse();
        assertThat(OTHER.isParticipantToken(token, ID, 1)).isFalse();
    }

    @Test
    void names_of_a_retry_are_the_same_and_of_nobody_else() {
        assertThat(SECRET.conversationDigits("a", "k"))
                .matches("[0-9a-f]{24}")
                .isEqualTo(SECRET.conversationDigits("a", "k"));
        assertThat(SECRET.requestId("PATCH", "a", "k"))
                .hasSize(43)
                .matches(RequestId::isValid)
                .isEqualTo(SECRET.requestId("PATCH", "a", "k"));
        assertThat(SECRET.uidBits("reservation", "a", "k", "1"))
                .isEqualTo(SECRET.uidBits("reservation", "a", "k", "1"));
        assertThat(SECRET.uidBits("reservation", "a", "k", "1").remaining()).isGreaterThanOrEqualTo(16);
    }

    @Test
    void what_is_sealed_is_opened_for_its_purpose_and_unchanged_only() {
        byte[] message = "a message".getBytes(US_ASCII);
        byte[] sealed = SECRET.seal("read", message);

        assertThat(SECRET.open("read", sealed)).contains(message);
        assertThat(SECRET.open("reply", sealed)).isEmpty();
        assertThat(OTHER.open("read", sealed)).isEmpty();
        assertThat(SECRET.seal("read", message)).isNotEqualTo(sealed);
        for (int i = 0; i < sealed.length; i++) {
            byte[] changed = sealed.clone();
            changed[i] ^= 1;
            assertThat(SECRET.open("read", changed)).as("byte %d", i).isEmpty();
        }
        for (int length = 0; length < sealed.length; length++) {
            assertThat(SECRET.open("read", Arrays.copyOf(sealed, length))).isEmpty();
        }
        assertThat(SECRET.open("read", SECRET.seal("read", new byte[0]))).contains(new byte[0]);
    }

    @Test
    void while_one_secret_replaces_another_what_was_made_with_either_is_known() {
        byte[] one = "0123456789abcdef0123456789abcdef".getBytes(US_ASCII);
        byte[] two = "0123456789abcdef0123456789abcdeF".getBytes(US_ASCII);
        var both = new EdgeSecret(two, Optional.of(one));

        assertThat(both.isParticipantToken(SECRET.participantToken(ID, 0), ID, 0))
                .isTrue();
        assertThat(both.participantToken(ID, 0)).isEqualTo(OTHER.participantToken(ID, 0));
        assertThat(SECRET.isParticipantToken(both.participantToken(ID, 0), ID, 0))
                .isFalse();
        assertThatThrownBy(() -> new EdgeSecret(one, Optional.of(new byte[31])))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void different_names_never_meet_also_when_they_run_into_each_other() {
        Set<Object> names = new HashSet<>();
        for (EdgeSecret secret : new EdgeSecret[] {SECRET, OTHER}) {
            for (String[] two : new String[][] {{"a", "bc"}, {"ab", "c"}, {"", "abc"}, {"abc", ""}, {"1:b", "c"}}) {
                names.add(secret.conversationDigits(two[0], two[1]));
                names.add(secret.requestId("POST", two[0], two[1]));
                names.add(secret.requestId("DELETE", two[0], two[1]));
                names.add(secret.uidBits("reservation", two[0], two[1]));
                names.add(secret.uidBits("booking", two[0], two[1]));
            }
        }
        assertThat(names).hasSize(2 * 5 * 5);
    }
}
