package io.slotkeeper.process;

import java.util.List;
import java.util.stream.Stream;

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
                Stream.concat(outputs.stream(), next.outputs.stream()).toList());
    }
}
