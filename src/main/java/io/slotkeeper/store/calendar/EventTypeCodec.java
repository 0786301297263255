package io.slotkeeper.store.calendar;

import io.slotkeeper.request.Principal;
import io.slotkeeper.reservation.calendar.EventType;
import io.slotkeeper.reservation.calendar.HoldCaps;
import io.slotkeeper.reservation.calendar.Schedule;
import io.slotkeeper.reservation.calendar.SlotRules;
import io.slotkeeper.state.EventTypeState;
import io.slotkeeper.state.ScheduleRuleState;
import io.slotkeeper.state.ScheduleState;
import io.slotkeeper.store.StateCodec;
import io.slotkeeper.store.calendar.DocumentCodec.Versions;
import java.time.DayOfWeek;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Codec of stored definitions of event types. */
public final class EventTypeCodec {

    private EventTypeCodec() {}

    public static StateCodec<EventType, EventTypeState> create() {
        return new StateCodec<>(EventTypeState.getClassSchema(), EventTypeCodec::toState, EventTypeCodec::fromState);
    }

    private static EventTypeState toState(EventType type) {
        return EventTypeState.newBuilder()
                .setTitle(type.title().orElse(null))
                .setLengthMinutes(Math.toIntExact(type.length().toMinutes()))
                .setLengthsMinutes(type.lengths().stream()
                        .map(length -> Math.toIntExact(length.toMinutes()))
                        .toList())
                .setSeatsPerTimeSlot(orNull(type.seats()))
                .setOwner(type.owner().map(Principal::value).orElse(null))
                .setMembers(type.members().stream().map(Principal::value).toList())
                .setSchedule(type.schedule().map(EventTypeCodec::toState).orElse(null))
                .setMaxLiveHoldsPerParty(orNull(type.caps().liveHolds()))
                .setMaxExtensions(orNull(type.caps().extensions()))
                .setMaxHoldMinutesTotal(type.caps()
                        .total()
                        .map(total -> Math.toIntExact(total.toMinutes()))
                        .orElse(null))
                .setBufferBeforeMinutes(minutesOrNull(type.rules().bufferBefore()))
                .setBufferAfterMinutes(minutesOrNull(type.rules().bufferAfter()))
                .setSlotIntervalMinutes(type.rules()
                        .interval()
                        .map(EventTypeCodec::minutesOrNull)
                        .orElse(null))
                .setVersion(Versions.orNull(type.version()))
                .setRemoved(type.removed())
                .build();
    }

    private static @Nullable Integer orNull(OptionalInt number) {
        return number.isPresent() ? number.getAsInt() : null;
    }

    private static @Nullable Integer minutesOrNull(Duration duration) {
        return duration.isZero() ? null : Math.toIntExact(duration.toMinutes());
    }

    private static Optional<Duration> minutes(@Nullable Integer number) {
        return Optional.ofNullable(number).map(Duration::ofMinutes);
    }

    private static OptionalInt optional(@Nullable Integer number) {
        return number == null ? OptionalInt.empty() : OptionalInt.of(number);
    }

    private static ScheduleState toState(Schedule schedule) {
        return new ScheduleState(
                schedule.timeZone(),
                schedule.rules().stream()
                        .map(rule -> new ScheduleRuleState(
                                rule.days().stream()
                                        .map(DayOfWeek::getValue)
                                        .sorted()
                                        .toList(),
                                rule.startMinute(),
                                rule.endMinute()))
                        .toList());
    }

    private static EventType fromState(EventTypeState state) {
        return new EventType(
                Optional.ofNullable(state.getTitle()),
                Duration.ofMinutes(state.getLengthMinutes()),
                state.getLengthsMinutes().stream().map(Duration::ofMinutes).toList(),
                optional(state.getSeatsPerTimeSlot()),
                Optional.ofNullable(state.getOwner()).map(Principal::new),
                state.getMembers().stream().map(Principal::new).toList(),
                Optional.ofNullable(state.getSchedule()).map(EventTypeCodec::fromState),
                new HoldCaps(
                        optional(state.getMaxLiveHoldsPerParty()),
                        optional(state.getMaxExtensions()),
                        Optional.ofNullable(state.getMaxHoldMinutesTotal()).map(Duration::ofMinutes)),
                new SlotRules(
                        minutes(state.getBufferBeforeMinutes()).orElse(Duration.ZERO),
                        minutes(state.getBufferAfterMinutes()).orElse(Duration.ZERO),
                        minutes(state.getSlotIntervalMinutes())),
                Versions.of(state.getVersion()),
                state.getRemoved());
    }

    private static Schedule fromState(ScheduleState state) {
        return new Schedule(
                state.getTimeZone(),
                state.getRules().stream()
                        .map(rule -> new Schedule.OpeningRule(
                                rule.getDays().stream().map(DayOfWeek::of).collect(Collectors.toUnmodifiableSet()),
                                rule.getStartMinute(),
                                rule.getEndMinute()))
                        .toList());
    }
}
