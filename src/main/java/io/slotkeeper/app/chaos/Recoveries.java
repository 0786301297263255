package io.slotkeeper.app.chaos;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How often each fault struck, and how long it took from then on until every partition answered again. */
final class Recoveries {

    private final Map<String, List<Long>> millis = new TreeMap<>();
    private final Map<String, Integer> strikes = new TreeMap<>();
    private final Map<String, Long> silent = new TreeMap<>();

    /**
     * A line of the table.
     *
     * @param measured how many of the strikes were waited for
     * @param silentMillis the longest time in which a partition had no answer, from the beginning of a strike on
     */
    record Line(String fault, int strikes, int measured, long medianMillis, long worstMillis, long silentMillis) {}

    void struck(String fault) {
        strikes.merge(fault, 1, Integer::sum);
    }

    void recovered(String fault, long after, long silence) {
        millis.computeIfAbsent(fault, it -> new ArrayList<>()).add(after);
        silent.merge(fault, silence, Math::max);
    }

    List<Line> lines() {
        List<Line> lines = new ArrayList<>();
        strikes.forEach((fault, count) -> {
            List<Long> sorted = new ArrayList<>(millis.getOrDefault(fault, List.of()));
            Collections.sort(sorted);
            lines.add(new Line(
                    fault,
                    count,
                    sorted.size(),
                    sorted.isEmpty() ? 0 : sorted.get(sorted.size() / 2),
                    sorted.isEmpty() ? 0 : sorted.get(sorted.size() - 1),
                    silent.getOrDefault(fault, 0L)));
        });
        return lines;
    }
}
