package io.slotkeeper.edge.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** docs/spec/reservations.md#finding-a-reservation-by-uid-alone. */
class EdgeUidTest {

    private static final long LARGEST = (1L << 53) - 1;

    private static ByteBuffer bits(long high, long low) {
        return ByteBuffer.allocate(16).putLong(high).putLong(low).flip();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 2, 31, 32, 33, 4_294_967_296L, LARGEST - 31, LARGEST - 1, LARGEST})
    void carries_the_number_of_its_event_type(long number) {
        for (ByteBuffer bits : new ByteBuffer[] {bits(0, 0), bits(-1, -1), bits(Long.MIN_VALUE, 1)}) {
            EdgeUid uid = EdgeUid.of(number, bits);
            assertThat(uid.eventType()).isEqualTo(number);
            assertThat(uid.eventTypeKey().value()).isEqualTo(Long.toString(number));
            assertThat(EdgeUid.parse(uid.text())).contains(uid);
        }
    }

    @Test
    void carries_any_number_any_chance_and_is_a_uuid_of_version8() {
        var random = new Random(7);
        for (int i = 0; i < 10_000; i++) {
            long number = random.nextLong() & LARGEST;
            EdgeUid uid = EdgeUid.of(number, bits(random.nextLong(), random.nextLong()));
            assertThat(uid.eventType()).isEqualTo(number);
            assertThat(uid.value().version()).isEqualTo(8);
            assertThat(uid.value().variant()).isEqualTo(2);
            assertThat(EdgeUid.parse(uid.text()).map(EdgeUid::eventType)).contains(number);
        }
    }

    @Test
    void is_the_canonical_text_of_a_uuid() {
        assertThat(EdgeUid.of(0, bits(0, 0)).text()).isEqualTo("00000000-0000-8000-8000-000000000000");
        assertThat(EdgeUid.of(LARGEST, bits(-1, -1)).text()).isEqualTo("ffffffff-ffff-8fff-bfff-ffffffffffff");
        assertThat(EdgeUid.of(LARGEST, bits(0, 0)).text()).isEqualTo("ffffffff-ffff-8f80-8000-000000000000");
        assertThat(EdgeUid.of(1, bits(0, 0)).text()).isEqualTo("00000000-0000-8080-8000-000000000000");
    }

    @Test
    void has_at_least64_bits_of_chance_which_say_nothing_of_the_event_type() {
        UUID zeros = EdgeUid.of(42, bits(0, 0)).value();
        UUID ones = EdgeUid.of(42, bits(-1, -1)).value();
        int chance = Long.bitCount(zeros.getMostSignificantBits() ^ ones.getMostSignificantBits())
                + Long.bitCount(zeros.getLeastSignificantBits() ^ ones.getLeastSignificantBits());
        assertThat(chance).isEqualTo(69).isGreaterThanOrEqualTo(64);
    }

    @Test
    void does_not_move_the_bits_it_is_given() {
        ByteBuffer bits = bits(1, 2);
        EdgeUid.of(42, bits);
        assertThat(bits.remaining()).isEqualTo(16);
    }

    @Test
    void is_read_in_any_case_and_told_in_lower_case() {
        EdgeUid uid = EdgeUid.of(LARGEST, bits(-1, -1));
        assertThat(EdgeUid.parse(uid.text().toUpperCase(Locale.ROOT)).map(EdgeUid::text))
                .contains(uid.text());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "42",
                "e84be5a3-4696-49e3-acc7-b2f3999c3b94",
                "00000000-0000-7000-8000-000000000000",
                "00000000-0000-9000-8000-000000000000",
                "00000000-0000-8000-7000-000000000000",
                "00000000-0000-8000-c000-000000000000",
                "00000000-0000-8000-8000-00000000000",
                "00000000-0000-8000-8000-0000000000000",
                "00000000-0000-8000-8000-00000000000g",
                "0-0-8000-8000-0",
                "00000000000080008000000000000000",
                "{00000000-0000-8000-8000-000000000000}",
                "urn:uuid:00000000-0000-8000-8000-000000000000",
                "00000000-0000-8000-8000-000000000000\n",
                " 00000000-0000-8000-8000-000000000000",
            })
    void what_no_edge_can_have_named_is_refused(String text) {
        assertThat(EdgeUid.parse(text)).isEqualTo(Optional.empty());
    }
}
