package io.slotkeeper.process;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Result of announcing deadlines or deciding a request: encoded, but neither written nor emitted. Everything that can
 * throw because of it has thrown.
 *
 * @param writes puts and deletes, nothing else
 * @param outputs to be emitted after the writes, in this order
 */
public record Result(Runnable writes, List<OutputRecord> outputs) {

    static final Result NOTHING = new Result(() -> {}, List.of());

    static Result of(OutputRecord output) {
        return new Result(() -> {}, List.of(output));
    }

    /** This result, followed by {@code next}. */
    Result then(Result next) {
        return new Result(
                () -> {
                    writes.run();
                    next.writes.run();
                },
                concat(outputs, next.outputs));
    }

    /** What this would have come to, without the rest: only the last output, which is the answer. */
    Result dry() {
        return of(outputs.get(outputs.size() - 1));
    }

    /** Both lists as one. */
    static List<OutputRecord> concat(List<OutputRecord> first, List<OutputRecord> second) {
        if (first.isEmpty() || second.isEmpty()) {
            return first.isEmpty() ? second : first;
        }
        var all = new ArrayList<OutputRecord>(first.size() + second.size());
        all.addAll(first);
        all.addAll(second);
        return Collections.unmodifiableList(all);
    }
}
