package io.slotkeeper.app.bench.result;

import io.slotkeeper.wire.Json;
import java.util.List;
import java.util.Map;

/** The results as JSON: every value of every round. */
public final class ResultsJson {

    private ResultsJson() {}

    /** @param machine what they were measured on, with the versions of what was measured */
    public static Json.Obj of(Map<String, String> machine, List<ScenarioSheet> sheets) {
        return Json.object()
                .put("machine", texts(machine))
                .put(
                        "scenarios",
                        new Json.Arr(sheets.stream().map(ResultsJson::scenario).toList()))
                .build();
    }

    private static Json scenario(ScenarioSheet sheet) {
        return Json.object()
                .put("scenario", sheet.scenario())
                .put("what", sheet.what())
                .put("conditions", texts(sheet.conditions()))
                .put("notes", new Json.Arr(sheet.notes().stream().map(Json::of).toList()))
                .put(
                        "figures",
                        new Json.Arr(sheet.figures().stream()
                                .map(ResultsJson::figure)
                                .toList()))
                .put(
                        "not_measured",
                        new Json.Arr(sheet.unmeasured().stream().map(Json::of).toList()))
                .build();
    }

    private static Json figure(ScenarioFigure figure) {
        return Json.object()
                .put("name", figure.name())
                .put("unit", figure.unit())
                .put("median", number(figure.median()))
                .put("min", number(figure.min()))
                .put("max", number(figure.max()))
                .put(
                        "values",
                        new Json.Arr(figure.values().stream()
                                .map(ResultsJson::number)
                                .toList()))
                .put("target", figure.target().map(ResultsJson::target))
                .put("met", figure.met().map(Json::of))
                .build();
    }

    private static Json target(Target target) {
        return Json.object()
                .put("is", target.side() == Target.Side.AT_LEAST ? "at_least" : "at_most")
                .put("bound", number(target.bound()))
                .build();
    }

    private static Json number(double value) {
        return Double.isFinite(value) ? new Json.Num(Double.toString(value)) : new Json.Null();
    }

    private static Json texts(Map<String, String> texts) {
        var object = Json.object();
        texts.forEach(object::put);
        return object.build();
    }
}
