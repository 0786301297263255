package io.slotkeeper.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slotkeeper.conversation.Conversation;
import io.slotkeeper.request.Principal;
import io.slotkeeper.reservation.calendar.CalendarDocument;
import io.slotkeeper.reservation.calendar.EventType;
import io.slotkeeper.reservation.calendar.HoldCaps;
import io.slotkeeper.store.RandomState.Presence;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StateCodecTest {

    private static final int SEEDS = 50;

    private final StateCodec<Conversation, ?> conversations = ConversationCodec.create();
    private final StateCodec<CalendarDocument, ?> documents = DocumentCodec.create();
    private final StateCodec<EventType, ?> eventTypes = EventTypeCodec.create();

    private static <T> void assertRoundTrips(
            StateCodec<T, ?> codec, Presence presence, Function<RandomState, T> values) {
        for (int seed = 0; seed < SEEDS; seed++) {
            T value = values.apply(new RandomState(seed, presence));
            byte[] bytes = codec.encode(value);
            assertThat(codec.decode(bytes)).as("seed %s", seed).isEqualTo(value);
            assertThat(codec.encode(codec.decode(bytes))).as("seed %s", seed).isEqualTo(bytes);
        }
    }

    @ParameterizedTest
    @EnumSource(Presence.class)
    void conversations_are_read_as_they_were_written(Presence presence) {
        assertRoundTrips(conversations, presence, RandomState::conversation);
    }

    @ParameterizedTest
    @EnumSource(Presence.class)
    void documents_are_read_as_they_were_written(Presence presence) {
        assertRoundTrips(documents, presence, RandomState::document);
    }

    @ParameterizedTest
    @EnumSource(Presence.class)
    void event_types_are_read_as_they_were_written(Presence presence) {
        assertRoundTrips(eventTypes, presence, RandomState::eventType);
    }

    /** docs/spec/topics.md#formats: C3 01 and the writer's fingerprint, so that old state reads after an upgrade. */
    @Test
    void the_writers_fingerprint_stands_in_front() {
        var state = new RandomState(1, Presence.EVERYTHING);
        byte[] one = conversations.encode(state.conversation());
        byte[] other = conversations.encode(state.conversation());
        byte[] document = documents.encode(state.document());
        assertThat(Arrays.copyOf(one, 2)).containsExactly(0xC3, 0x01);
        assertThat(Arrays.copyOf(one, 10))
                .isEqualTo(Arrays.copyOf(other, 10))
                .isNotEqualTo(Arrays.copyOf(document, 10));
    }

    @Test
    void what_is_no_state_of_a_known_schema_is_not_read() {
        var state = new RandomState(1, Presence.EVERYTHING);
        byte[] bytes = conversations.encode(state.conversation());
        assertThatThrownBy(() -> documents.decode(bytes)).isInstanceOf(RuntimeException.class);
        assertThatThrownBy(() -> conversations.decode(Arrays.copyOf(bytes, bytes.length / 2)))
                .isInstanceOf(RuntimeException.class);
        assertThatThrownBy(() -> conversations.decode(new byte[0])).isInstanceOf(RuntimeException.class);
        assertThatThrownBy(() -> conversations.decode(new byte[] {1, 2, 3})).isInstanceOf(RuntimeException.class);
    }

    private static EventType withMembers(int count) {
        return new EventType(
                Optional.empty(),
                Duration.ofMinutes(60),
                List.of(),
                OptionalInt.empty(),
                Optional.empty(),
                Collections.nCopies(count, new Principal("x".repeat(254))),
                Optional.empty(),
                HoldCaps.NONE,
                OptionalLong.empty(),
                false);
    }

    /** Each member takes 256 bytes. */
    @Test
    void state_that_could_not_be_written_is_refused_before_it_is() {
        assertThat(eventTypes.encode(withMembers(12_287))).hasSizeBetween(3 * 1024 * 1024 - 256, 3 * 1024 * 1024);
        assertThatThrownBy(() -> eventTypes.encode(withMembers(12_288))).isInstanceOf(StateTooLargeException.class);
    }
}
