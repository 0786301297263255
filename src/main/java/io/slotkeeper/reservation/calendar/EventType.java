package io.slotkeeper.reservation.calendar;

import io.slotkeeper.request.Principal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/**
 * The definition of an event type, whose slots can be reserved.
 *
 * @param length of a slot, unless a request chooses another
 * @param lengths that a request may choose; empty: the length is fixed
 * @param seats number of holds and attendees that may share a slot; empty: slots aren't shared
 * @param owner may redefine it, book it and choose how long its slots are held, as may the members
 * @param caps what it limits otherwise than the settings
 * @param rules what it asks for around its slots
 * @param version highest version of a definition or removal; empty if none had one
 * @param removed nothing new is granted or booked until it is defined again
 */
public record EventType(
        Optional<String> title,
        Duration length,
        List<Duration> lengths,
        OptionalInt seats,
        Optional<Principal> owner,
        List<Principal> members,
        Optional<Schedule> schedule,
        HoldCaps caps,
        SlotRules rules,
        OptionalLong version,
        boolean removed) {

    public EventType {
        lengths = List.copyOf(lengths);
        members = List.copyOf(members);
    }

    /** A placeholder for an event type that was removed before it was defined; keeps the version of the removal. */
    public static EventType unknownRemoved(OptionalLong version) {
        return new EventType(
                Optional.empty(),
                Duration.ofMinutes(1),
                List.of(),
                OptionalInt.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                HoldCaps.NONE,
                SlotRules.NONE,
                version,
                true);
    }

    /**
     * Why a length that isn't one of {@link #lengths} can't be had, in the words of rows 6 and 7 of
     * docs/spec/reservations.md#reserve_slot.
     *
     * @param parameter the name under which the client sent the length
     */
    public String lengthRefusal(String parameter) {
        return lengths.isEmpty()
                ? "You passed '" + parameter + "' but this event type is not a variable length event type."
                : "Provided '" + parameter + "' is not one of the possible lengths for the event type."
                        + " The possible lengths for this variable length event type are: "
                        + lengths.stream()
                                .map(possible -> Long.toString(possible.toMinutes()))
                                .collect(Collectors.joining(", "));
    }

    public boolean isEntitled(Principal principal) {
        return owner.filter(principal::equals).isPresent() || members.contains(principal);
    }

    /** Where it has neither owner nor members, everybody may book. */
    public boolean mayBook(Principal principal) {
        return (owner.isEmpty() && members.isEmpty()) || isEntitled(principal);
    }

    public EventType removedAt(OptionalLong removal) {
        return new EventType(title, length, lengths, seats, owner, members, schedule, caps, rules, removal, true);
    }
}
