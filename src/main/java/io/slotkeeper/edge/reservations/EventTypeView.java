package io.slotkeeper.edge.reservations;

import io.slotkeeper.request.Principal;
import io.slotkeeper.reservation.calendar.EventType;
import io.slotkeeper.reservation.calendar.Schedule;
import io.slotkeeper.wire.Json;
import java.time.DayOfWeek;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** An event type with the fields that define it (docs/spec/topics.md#requests); what wasn't given is left out. */
final class EventTypeView {

    private static final int MINUTES_PER_HOUR = 60;

    private EventTypeView() {}

    static Json.Builder of(long number, EventType type) {
        Json.Builder view = Json.object().put("eventTypeId", number);
        view.put("title", type.title().map(Json::of));
        view.put("length_minutes", type.length().toMinutes());
        view.put(
                "lengths_minutes",
                list(type.lengths().stream().map(Duration::toMinutes).map(Json::of)));
        type.seats().ifPresent(seats -> view.put("seats_per_time_slot", seats));
        view.put("owner", type.owner().map(Principal::value).map(Json::of));
        view.put("members", list(type.members().stream().map(Principal::value).map(Json::of)));
        view.put("schedule", type.schedule().map(EventTypeView::schedule));
        type.caps().liveHolds().ifPresent(most -> view.put("max_live_holds_per_party", most));
        type.caps().extensions().ifPresent(most -> view.put("max_extensions", most));
        type.caps().total().ifPresent(most -> view.put("max_hold_minutes_total", most.toMinutes()));
        buffer(view, "buffer_before_minutes", type.rules().bufferBefore());
        buffer(view, "buffer_after_minutes", type.rules().bufferAfter());
        type.rules().interval().ifPresent(interval -> view.put("slot_interval_minutes", interval.toMinutes()));
        type.version().ifPresent(version -> view.put("version", version));
        return view;
    }

    /** None is the same as none given. */
    private static void buffer(Json.Builder view, String name, Duration buffer) {
        if (!buffer.isZero()) {
            view.put(name, buffer.toMinutes());
        }
    }

    private static Optional<Json> list(Stream<Json> elements) {
        List<Json> all = elements.toList();
        return all.isEmpty() ? Optional.empty() : Optional.of(new Json.Arr(all));
    }

    private static Json schedule(Schedule schedule) {
        return Json.object()
                .put("time_zone", schedule.timeZone())
                .put(
                        "rules",
                        new Json.Arr(schedule.rules().stream()
                                .map(EventTypeView::rule)
                                .toList()))
                .build();
    }

    private static Json rule(Schedule.OpeningRule rule) {
        return Json.object()
                .put(
                        "days",
                        new Json.Arr(rule.days().stream()
                                .sorted()
                                .map(EventTypeView::day)
                                .toList()))
                .put("start", time(rule.startMinute()))
                .put("end", time(rule.endMinute()))
                .build();
    }

    /** {@code MON}. */
    private static Json day(DayOfWeek day) {
        return Json.of(day.name().substring(0, 3));
    }

    private static String time(int minute) {
        return String.format(Locale.ROOT, "%02d:%02d", minute / MINUTES_PER_HOUR, minute % MINUTES_PER_HOUR);
    }
}
