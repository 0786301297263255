package io.slotkeeper.app.bench.result;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The results as lines of text: a row for each figure, and whether its target is met beside it. */
public final class ResultsTable {

    private static final List<String> HEADINGS =
            List.of("scenario", "figure", "median", "min", "max", "unit", "target", "");

    private ResultsTable() {}

    public static List<String> lines(List<ScenarioSheet> sheets) {
        var rows = new ArrayList<List<String>>();
        rows.add(HEADINGS);
        for (ScenarioSheet sheet : sheets) {
            sheet.figures().forEach(figure -> rows.add(row(sheet, figure)));
            sheet.unmeasured()
                    .forEach(name -> rows.add(List.of(sheet.scenario(), name, "-", "-", "-", "", "", "not measured")));
        }
        int[] widths = IntStream.range(0, HEADINGS.size())
                .map(column -> rows.stream()
                        .mapToInt(row -> row.get(column).length())
                        .max()
                        .orElse(0))
                .toArray();
        return rows.stream().map(row -> line(row, widths)).toList();
    }

    private static List<String> row(ScenarioSheet sheet, ScenarioFigure figure) {
        return List.of(
                sheet.scenario(),
                figure.name(),
                Numbers.text(figure.median()),
                Numbers.text(figure.min()),
                Numbers.text(figure.max()),
                figure.unit(),
                figure.target()
                        .map(it -> it.side().sign() + " " + Numbers.text(it.bound()))
                        .orElse(""),
                verdict(figure));
    }

    /** Met, or missed by how much. */
    static String verdict(ScenarioFigure figure) {
        return figure.target()
                .map(it -> it.met(figure.median())
                        ? "met"
                        : String.format(
                                Locale.ROOT,
                                "missed, %s times too %s",
                                Numbers.text(it.distance(figure.median())),
                                far(it)))
                .orElse("");
    }

    private static String far(Target target) {
        return target.side() == Target.Side.AT_LEAST ? "little" : "much";
    }

    private static String line(List<String> row, int[] widths) {
        return IntStream.range(0, row.size())
                .mapToObj(i ->
                        isNumber(i) ? pad(row.get(i), widths[i]) + row.get(i) : row.get(i) + pad(row.get(i), widths[i]))
                .collect(Collectors.joining("  "))
                .stripTrailing();
    }

    private static boolean isNumber(int column) {
        return column >= 2 && column <= 4;
    }

    private static String pad(String text, int width) {
        return " ".repeat(width - text.length());
    }
}
