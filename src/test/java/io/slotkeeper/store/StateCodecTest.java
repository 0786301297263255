package io.slotkeeper.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slotkeeper.conversation.Conversation;
import io.slotkeeper.request.Principal;
import io.slotkeeper.reservation.calendar.Booking;
import io.slotkeeper.reservation.calendar.ClosedMarker;
import io.slotkeeper.reservation.calendar.EarlyCancellation;
import io.slotkeeper.reservation.calendar.EventType;
import io.slotkeeper.reservation.calendar.Hold;
import io.slotkeeper.reservation.calendar.HoldCaps;
import io.slotkeeper.reservation.calendar.PartyHolds;
import io.slotkeeper.reservation.calendar.SlotRules;
import io.slotkeeper.store.RandomState.Presence;
import io.slotkeeper.store.calendar.EntryCodecs;
import io.slotkeeper.store.calendar.EventTypeCodec;
import io.slotkeeper.store.calendar.PartyHoldsCodec;
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
    private final StateCodec<PartyHolds, ?> parties = PartyHoldsCodec.create();
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
    void holds_of_parties_are_read_as_they_were_written(Presence presence) {
        assertRoundTrips(parties, presence, RandomState::partyHolds);
    }

    @ParameterizedTest
    @EnumSource(Presence.class)
    void entries_are_read_as_they_were_written(Presence presence) {
        for (int seed = 0; seed < SEEDS; seed++) {
            var state = new RandomState(seed, presence);
            Hold hold = state.hold();
            assertThat(EntryCodecs.hold(hold.uid().value(), EntryCodecs.encode(hold)))
                    .isEqualTo(hold);
            Booking booking = state.booking();
            assertThat(EntryCodecs.booking(booking.uid().value(), EntryCodecs.encode(booking)))
                    .isEqualTo(booking);
            ClosedMarker marker = state.marker();
            assertThat(EntryCodecs.marker(marker.uid().value(), EntryCodecs.encode(marker)))
                    .isEqualTo(marker);
            EarlyCancellation cancellation = state.cancellation();
            assertThat(EntryCodecs.cancellation(cancellation.uid().value(), EntryCodecs.encode(cancellation)))
                    .isEqualTo(cancellation);
        }
    }

    /** A changelog record is written for each hold; docs/reference/sizing.md. */
    @Test
    void a_usual_hold_takes_less_than_150_bytes() {
        var hold = new RandomState(1, Presence.NOTHING).hold();
        assertThat(EntryCodecs.encode(hold)).hasSizeLessThan(150);
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
        byte[] document = parties.encode(state.partyHolds());
        assertThat(Arrays.copyOf(one, 2)).containsExactly(0xC3, 0x01);
        assertThat(Arrays.copyOf(one, 10))
                .isEqualTo(Arrays.copyOf(other, 10))
                .isNotEqualTo(Arrays.copyOf(document, 10));
    }

    @Test
    void what_is_no_state_of_a_known_schema_is_not_read() {
        var state = new RandomState(1, Presence.EVERYTHING);
        byte[] bytes = conversations.encode(state.conversation());
        assertThatThrownBy(() -> parties.decode(bytes)).isInstanceOf(RuntimeException.class);
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
                SlotRules.NONE,
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
