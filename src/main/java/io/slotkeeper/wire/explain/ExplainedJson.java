package io.slotkeeper.wire.explain;

import io.slotkeeper.availability.SlotExplanation;
import io.slotkeeper.request.Refusal;
import io.slotkeeper.request.Source;
import io.slotkeeper.request.field.IsoInstant;
import io.slotkeeper.reservation.Explanation.Reason;
import io.slotkeeper.reservation.Explanation.SeatUse;
import io.slotkeeper.wire.Json;
import java.util.ArrayList;
import java.util.List;

/** Explanations as clients read them (docs/spec/http.md#get-v2slotsexplain). */
public final class ExplainedJson {

    private ExplainedJson() {}

    public static Json.Obj of(SlotExplanation explanation) {
        List<Json> reasons = new ArrayList<>();
        explanation.decision().reasons().forEach(reason -> reasons.add(json(reason)));
        explanation
                .advice()
                .ifPresent(advice -> reasons.add(Json.object()
                        .put("code", advice.text())
                        .put("message", advice.description())
                        .put("advice", Json.of(true))
                        .build()));
        return Json.object()
                .put("available", Json.of(explanation.decision().isAvailable()))
                .put("reasons", new Json.Arr(reasons))
                .put("seats", explanation.decision().seats().map(ExplainedJson::json))
                .build();
    }

    /** Of a selection. */
    public static Json.Obj of(List<Refusal> refusals) {
        List<Json> reasons = refusals.stream()
                .<Json>map(refusal -> Json.object()
                        .put("code", refusal.code().text())
                        .put("message", refusal.message())
                        .build())
                .toList();
        return Json.object()
                .put("available", Json.of(refusals.isEmpty()))
                .put("reasons", new Json.Arr(reasons))
                .build();
    }

    private static Json json(Reason reason) {
        return Json.object()
                .put("code", reason.code().text())
                .put("message", reason.message())
                .put("until", reason.until().map(IsoInstant::withMillis).map(Json::of))
                .put("source", reason.source().map(ExplainedJson::text).map(Json::of))
                .build();
    }

    private static String text(Source source) {
        return source.topic() + "-" + source.partition() + "@" + source.offset();
    }

    private static Json json(SeatUse seats) {
        return Json.object()
                .put("total", seats.total())
                .put("held", seats.held())
                .put("booked", seats.booked())
                .build();
    }
}
