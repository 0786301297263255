package io.slotkeeper.availability;

import io.slotkeeper.availability.OfferedSlot.Seats;
import io.slotkeeper.reservation.calendar.CalendarDocument;
import io.slotkeeper.reservation.calendar.EventType;
import io.slotkeeper.reservation.calendar.Schedule;
import io.slotkeeper.reservation.calendar.Window;
import io.slotkeeper.reservation.view.Claim;
import io.slotkeeper.reservation.view.WindowUse;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The slots that match a query and that a reservation could have now (docs/spec/http.md#get-v2slots). From each opening
 * on they start at equal distances, in elapsed time: a clock change moves their local times, but neither shortens
 * nor repeats a slot.
 *
 * @param type defined and not removed
 */
public record OfferedSlots(EventType type, SlotsQuery query) {

    /**
     * Why no slot of the requested length can be reserved, in the words of rows 6 and 7 of
     * docs/spec/reservations.md#reserve_slot; empty if one can.
     */
    public Optional<String> lengthRefusal() {
        return query.duration()
                .filter(length -> !type.lengths().contains(length))
                .map(length -> type.lengthRefusal("duration"));
    }

    /**
     * The window that an entry has to touch to affect a slot: it extends beyond the end of the query by the slot that
     * starts just before it, and by what has to be free around it.
     */
    public Window reach() {
        Duration gap = type.rules().gap();
        return new Window(query.start().minus(gap), query.end().plus(length()).plus(gap));
    }

    /** The same query in parts of a day, in order, so that no more is looked at than is needed. */
    public Stream<OfferedSlots> byDay() {
        return Stream.iterate(query.start(), from -> from.isBefore(query.end()), from -> from.plus(Duration.ofDays(1)))
                .map(from -> {
                    Instant until = from.plus(Duration.ofDays(1));
                    return new OfferedSlots(
                            type, query.within(from, until.isBefore(query.end()) ? until : query.end()));
                });
    }

    private Duration interval() {
        return type.rules().interval().orElse(length());
    }

    private Duration length() {
        return query.duration().orElse(type.length());
    }

    /**
     * The slots that can be reserved, in order; none without a schedule.
     *
     * @param now slots must start after this
     * @param documents those that {@link #reach} touches; iterated once
     */
    public List<OfferedSlot> at(Instant now, Iterable<CalendarDocument> documents) {
        if (type.schedule().isEmpty()) {
            return List.of();
        }
        var occupancy = Occupancy.of(documents, now);
        return slots(type.schedule().get())
                .filter(slot -> slot.start().isAfter(now))
                .flatMap(slot -> offer(slot, occupancy).stream())
                .toList();
    }

    /**
     * What keeps a slot from being listed, whether it is taken or not; empty if nothing does.
     *
     * @param start of the slot, whose length is that of the query
     */
    public Optional<ListingAdvice> advice(Instant start) {
        Window slot = Window.of(start, length());
        boolean open = type.schedule().stream()
                .flatMap(schedule -> new OpeningHours(schedule).around(slot.start(), slot.end()))
                .anyMatch(opening ->
                        !opening.start().isAfter(slot.start()) && !opening.end().isBefore(slot.end()));
        if (!open) {
            return Optional.of(ListingAdvice.OUTSIDE_SCHEDULE);
        }
        boolean listed = new OfferedSlots(type, query.within(start, start.plusMillis(1)))
                .slots(type.schedule().orElseThrow())
                .anyMatch(slot::equals);
        return listed ? Optional.empty() : Optional.of(ListingAdvice.NOT_ON_GRID);
    }

    /** Without duplicates where openings overlap because of a clock change. */
    private Stream<Window> slots(Schedule schedule) {
        return new OpeningHours(schedule)
                .around(query.start(), query.end())
                .flatMap(this::steps)
                .filter(slot ->
                        !slot.start().isBefore(query.start()) && slot.start().isBefore(query.end()))
                .distinct()
                .sorted(Comparator.comparing(Window::start));
    }

    private Stream<Window> steps(Window opening) {
        return Stream.iterate(
                Window.of(opening.start(), length()),
                slot -> !slot.end().isAfter(opening.end()),
                slot -> Window.of(slot.start().plus(interval()), length()));
    }

    /** If slots aren't shared, any entry takes the only seat. */
    private Optional<OfferedSlot> offer(Window slot, Occupancy occupancy) {
        WindowUse use = occupancy.of(new Claim(slot, type.rules().gap()));
        if (!use.conflicts(type.seats()).isEmpty()) {
            return Optional.empty();
        }
        Optional<Seats> seats = type.seats().isPresent()
                ? Optional.of(new Seats(use.seatsTaken(), type.seats().getAsInt()))
                : Optional.empty();
        return Optional.of(new OfferedSlot(slot, seats));
    }
}
