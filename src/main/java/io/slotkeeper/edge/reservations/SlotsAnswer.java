package io.slotkeeper.edge.reservations;

import io.slotkeeper.availability.OfferedSlot;
import io.slotkeeper.availability.SlotsQuery;
import io.slotkeeper.availability.SlotsQuery.Format;
import io.slotkeeper.request.field.IsoInstant;
import io.slotkeeper.request.field.Limits;
import io.slotkeeper.wire.Json;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Tells slots by day, in UTC or the time zone that was asked for (docs/spec/http.md#get-v2slots). */
public final class SlotsAnswer {

    private static final DateTimeFormatter UTC = format("XXX");
    /** Offset zero as {@code +00:00}: that of a time zone which was asked for, and which may have another next month. */
    private static final DateTimeFormatter LOCAL = format("xxx");

    private final boolean withEnd;
    private final ZoneId zone;
    private final DateTimeFormatter formatter;

    private SlotsAnswer(SlotsQuery query) {
        this.withEnd = query.format() == Format.RANGE;
        this.zone = query.timeZone().orElse(ZoneOffset.UTC);
        this.formatter = (query.timeZone().isPresent() ? LOCAL : UTC).withZone(zone);
    }

    private static DateTimeFormatter format(String offset) {
        return DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS" + offset, Locale.ROOT);
    }

    /**
     * As many of the slots as one answer has and, where there are more, the start of the next query.
     *
     * @param slots in order
     */
    public static Json.Obj of(SlotsQuery query, List<OfferedSlot> slots) {
        int most = Math.min(slots.size(), Limits.MAX_LISTED_SLOTS);
        Json.Builder answer = Json.object()
                .put("data", new SlotsAnswer(query).days(slots.subList(0, most)))
                .put("status", "success");
        if (most < slots.size()) {
            answer.put("next", IsoInstant.withMillis(slots.get(most).window().start()));
        }
        return answer.build();
    }

    /** By name and not as they come: clocks that are put back at midnight return to a day that was over. */
    private Json days(List<OfferedSlot> slots) {
        Map<LocalDate, List<Json>> days = new TreeMap<>();
        for (OfferedSlot slot : slots) {
            LocalDate day = LocalDate.ofInstant(slot.window().start(), zone);
            days.computeIfAbsent(day, none -> new ArrayList<>()).add(json(slot));
        }
        var data = Json.object();
        days.forEach((day, all) -> data.put(day.toString(), new Json.Arr(all)));
        return data.build();
    }

    private Json json(OfferedSlot slot) {
        var fields = Json.object().put("start", text(slot.window().start()));
        if (withEnd) {
            fields.put("end", text(slot.window().end()));
        }
        slot.seats()
                .ifPresent(seats -> fields.put("seatsBooked", seats.booked())
                        .put("seatsRemaining", seats.remaining())
                        .put("seatsTotal", seats.total()));
        return fields.build();
    }

    private String text(Instant instant) {
        return formatter.format(instant);
    }
}
