package io.slotkeeper.app.bench.result;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The results as one HTML page that needs nothing else: each figure with its rounds as dots on a bar. */
public final class ResultsPage {

    private static final int WIDTH = 360;
    private static final int HEIGHT = 16;

    private static final String HEAD = """
        <!DOCTYPE html>
        <html lang="en"><head><meta charset="utf-8"><title>Slotkeeper bench</title>
        <style>
          body { font: 15px/1.4 system-ui, sans-serif; margin: 2em auto; max-width: 75em; padding: 0 1em; color: #222 }
          h2 { margin: 2em 0 0 } table { border-collapse: collapse; width: 100% } p { margin: .3em 0 }
          td, th { padding: .2em .6em; text-align: left; border-bottom: 1px solid #ddd } th { font-weight: 600 }
          td.n { text-align: right; font-variant-numeric: tabular-nums } small { color: #666 }
          .met { color: #17692b } .missed { color: #a3230f }
          svg { display: block } rect { fill: #c9d8ea } circle { fill: #23507f } line { stroke: #a3230f; stroke-width: 2 }
        </style></head><body>
        <h1>Slotkeeper bench</h1>
        """;

    private ResultsPage() {}

    public static String of(Map<String, String> machine, List<ScenarioSheet> sheets) {
        var page = new StringBuilder(HEAD);
        page.append("<p>Each dot is a round, the bar is their median, the red line the target. ")
                .append("Ratios within one run are what can be compared between machines.</p>\n");
        page.append(facts(machine));
        sheets.forEach(sheet -> page.append(section(sheet)));
        return page.append("</body></html>\n").toString();
    }

    private static String facts(Map<String, String> facts) {
        return facts.entrySet().stream()
                .map(fact -> escaped(fact.getKey() + ": " + fact.getValue()))
                .collect(Collectors.joining(" · ", "<p><small>", "</small></p>\n"));
    }

    private static String section(ScenarioSheet sheet) {
        var text = new StringBuilder();
        text.append("<h2>").append(escaped(sheet.scenario())).append("</h2>\n<p>");
        text.append(escaped(sheet.what())).append("</p>\n").append(facts(sheet.conditions()));
        text.append("<table><tr><th>figure</th><th>median</th><th>min … max</th><th></th><th>target</th></tr>\n");
        sheet.figures().forEach(figure -> text.append(row(figure)));
        sheet.unmeasured()
                .forEach(name -> text.append("<tr><td>")
                        .append(escaped(name))
                        .append("</td><td class=missed colspan=4>not measured</td></tr>\n"));
        text.append("</table>\n");
        sheet.notes().forEach(note -> text.append("<p>").append(escaped(note)).append("</p>\n"));
        return text.toString();
    }

    private static String row(ScenarioFigure figure) {
        String target = figure.target()
                .map(it -> "<td class=" + (it.met(figure.median()) ? "met" : "missed") + ">"
                        + it.side().sign() + " " + Numbers.text(it.bound()) + ", " + ResultsTable.verdict(figure)
                        + "</td>")
                .orElse("<td></td>");
        return "<tr><td>" + escaped(figure.name()) + "</td><td class=n>" + Numbers.text(figure.median()) + " "
                + escaped(figure.unit()) + "</td><td class=n>" + Numbers.text(figure.min()) + " … "
                + Numbers.text(figure.max()) + "</td><td>" + bar(figure) + "</td>" + target + "</tr>\n";
    }

    private static String bar(ScenarioFigure figure) {
        double bound = figure.target().map(Target::bound).orElse(0.0);
        double scale = WIDTH * 0.97 / Math.max(Math.max(figure.max(), bound), 1e-9);
        var svg = new StringBuilder();
        svg.append("<svg width=")
                .append(WIDTH)
                .append(" height=")
                .append(HEIGHT)
                .append(" role=img>");
        svg.append(String.format(Locale.ROOT, "<rect width=%.1f height=%d />", figure.median() * scale, HEIGHT));
        for (double value : figure.values()) {
            svg.append(String.format(Locale.ROOT, "<circle cx=%.1f cy=%d r=3 />", value * scale, HEIGHT / 2));
        }
        figure.target()
                .ifPresent(it -> svg.append(String.format(
                        Locale.ROOT, "<line x1=%1$.1f x2=%1$.1f y1=0 y2=%2$d />", it.bound() * scale, HEIGHT)));
        return svg.append("</svg>").toString();
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
