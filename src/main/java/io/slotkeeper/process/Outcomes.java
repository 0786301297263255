package io.slotkeeper.process;

import io.slotkeeper.process.Shard.Turn;
import io.slotkeeper.request.Refusal;
import io.slotkeeper.request.Source;
import io.slotkeeper.request.Verdict;
import io.slotkeeper.reservation.Booking;
import io.slotkeeper.wire.Outcome;
import io.slotkeeper.wire.Outcome.Subject;
import io.slotkeeper.wire.ParsedRecord.OfRequest;
import java.util.Optional;
import java.util.OptionalLong;

/** Makes outcomes of what was decided. */
final class Outcomes {

    private Outcomes() {}

    /** @param subject the resulting state; it enters an accepted request's outcome if the request asked for it */
    static Outcome of(
            Turn turn,
            String key,
            OfRequest<?> request,
            Verdict verdict,
            OptionalLong revision,
            Optional<? extends Subject> subject,
            Optional<Booking> booking) {
        Source source = turn.source();
        boolean withSubject = request.includeSnapshot() && !(verdict instanceof Verdict.Refused);
        return new Outcome(
                request.requestId().map(id -> id.value()).orElseGet(() -> source.partition() + "-" + source.offset()),
                request.type(),
                key,
                source,
                verdict,
                revision,
                turn.now(),
                withSubject ? subject.map(it -> it) : Optional.empty(),
                booking);
    }

    /** Of a request that was not decided. */
    static Outcome refused(Turn turn, String key, OfRequest<?> request, Refusal refusal) {
        return of(
                turn, key, request, Verdict.refused(refusal), OptionalLong.empty(), Optional.empty(), Optional.empty());
    }
}
