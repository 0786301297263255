package io.slotkeeper.audit;

import io.slotkeeper.audit.AuditReport.Figure;
import io.slotkeeper.audit.Finding.Coordinates;
import io.slotkeeper.oracle.Output;
import io.slotkeeper.replay.Difference.Shown;
import io.slotkeeper.topics.Topic;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Counts what is judged, and keeps the first fault. Used by one thread. */
final class Tally {

    private final Map<Judged, Long> totals = new EnumMap<>(Judged.class);
    private final Map<Judged, Long> faults = new EnumMap<>(Judged.class);
    private Optional<Coordinates> source = Optional.empty();
    private Optional<Finding> first = Optional.empty();

    /** Faults are from now on found while this record of an input is judged. */
    void at(Topic input, int partition, long offset) {
        source = Optional.of(new Coordinates(input, partition, Optional.of(offset)));
    }

    void judged(Judged what) {
        judged(what, 1);
    }

    void judged(Judged what, long more) {
        totals.merge(what, more, Long::sum);
    }

    /** Something is there that is wrong, whatever should be there. */
    void fault(Judged what, CommittedOutput found) {
        fault(what, found.coordinates(), Optional.empty(), Optional.of(found.shown()));
    }

    /** Something else is there. */
    void fault(Judged what, Output expected, CommittedOutput found) {
        fault(what, found.coordinates(), Optional.of(shown(expected)), Optional.of(found.shown()));
    }

    /** Nothing is there. */
    void missing(Judged what, Output expected, Coordinates output) {
        fault(what, output, Optional.of(shown(expected)), Optional.empty());
    }

    private static Shown shown(Output expected) {
        return new Shown(
                expected.key(),
                expected.content().map(OutputContent::json),
                expected.at().toEpochMilli());
    }

    void fault(Judged what, Coordinates output, Optional<Shown> expected, Optional<Shown> found) {
        faults.merge(what, 1L, Long::sum);
        if (first.isEmpty()) {
            first = Optional.of(new Finding(what, source, output, expected, found));
        }
    }

    /** Takes over what another one counted. */
    void add(Tally other) {
        other.totals.forEach((what, count) -> totals.merge(what, count, Long::sum));
        other.faults.forEach((what, count) -> faults.merge(what, count, Long::sum));
        first = first.or(() -> other.first);
    }

    List<Figure> figures() {
        return Stream.of(Judged.values())
                .map(what -> new Figure(what, totals.getOrDefault(what, 0L), faults.getOrDefault(what, 0L)))
                .toList();
    }

    Optional<Finding> first() {
        return first;
    }
}
