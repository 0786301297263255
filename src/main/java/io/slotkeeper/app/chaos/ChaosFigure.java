package io.slotkeeper.app.chaos;

import java.util.List;

/**
 * What was judged.
 *
 * @param name of the figure
 * @param faults what would be wrong, in the plural
 * @param total how many were judged
 * @param wrong how many of them are wrong
 * @param examples of those, a few
 */
record ChaosFigure(String name, String faults, long total, long wrong, List<String> examples) {

    boolean isGood() {
        return wrong == 0;
    }

    String sentence() {
        return "%,d of %,d %s".formatted(wrong, total, faults);
    }
}
