package io.slotkeeper.process;

import java.util.List;
import java.util.stream.Stream;

/**
 * What processing comes to: decided and encoded, but not done. All that can throw on its account has thrown.
 *
 * @param writes straight-line puts and deletes
 * @param outputs to be emitted after the writes, in this order
 */
public record Result(Runnable writes, List<OutputRecord> outputs) {

    static final Result NOTHING = new Result(() -> {}, List.of());

    static Result of(OutputRecord output) {
        return new Result(() -> {}, List.of(output));
    }

    /** Both, one after the other. */
    Result then(Result next) {
        return new Result(
                () -> {
                    writes.run();
                    next.writes.run();
                },
                Stream.concat(outputs.stream(), next.outputs.stream()).toList());
    }
}
