package io.slotkeeper.process;

import io.slotkeeper.request.Code;
import io.slotkeeper.request.Refusal;
import io.slotkeeper.request.RequestInfo;
import io.slotkeeper.store.StateMismatchException;
import io.slotkeeper.store.StoreFailedException;
import io.slotkeeper.topics.KeyPartition;
import io.slotkeeper.wire.ParsedRecord;
import io.slotkeeper.wire.ParsedRecord.ParsedRequest;
import io.slotkeeper.wire.RefusedCode;
import io.slotkeeper.wire.RequestReader;
import java.nio.charset.StandardCharsets;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the records of one input topic and has their requests decided. A record that is not a request is rejected; a
 * request that the state machine must not see, or that fails on the way, is refused.
 *
 * @param <R> requests of the topic
 */
final class RequestDecider<R> {

    private static final Logger LOG = LoggerFactory.getLogger(RequestDecider.class);

    /** Decides and encodes; the last output of the result is the outcome. */
    interface Decision<R> {
        Result decide(RecordContext record, String key, ParsedRequest<R> request, RequestInfo info);
    }

    private final RequestReader<R> reader;
    private final Predicate<String> isCanonical;
    private final int partitions;
    private final Outcomes outcomes;
    private final Decision<R> decision;

    /** @param isCanonical whether a text has the form of a key of this topic */
    RequestDecider(
            RequestReader<R> reader,
            Predicate<String> isCanonical,
            int partitions,
            Outcomes outcomes,
            Decision<R> decision) {
        this.reader = reader;
        this.isCanonical = isCanonical;
        this.partitions = partitions;
        this.outcomes = outcomes;
        this.decision = decision;
    }

    /** Implements {@link PartitionStateMachine#decide}. */
    Result decide(RecordContext record) {
        if (record.key() == null) {
            return rejected(record, RefusedCode.KEY_MISSING);
        }
        String key = new String(record.key(), StandardCharsets.UTF_8);
        if (!isCanonical.test(key)) {
            return rejected(record, RefusedCode.KEY_NOT_CANONICAL);
        }
        ParsedRecord<R> parsed = read(record);
        return parsed instanceof ParsedRequest<R> request
                ? decide(record, key, request)
                : rejected(record, ((ParsedRecord.RejectedRecord<R>) parsed).code());
    }

    private Result rejected(RecordContext record, RefusedCode code) {
        return Result.of(outcomes.rejected(record, code));
    }

    private ParsedRecord<R> read(RecordContext record) {
        try {
            return reader.read(record.value());
        } catch (RuntimeException e) {
            LOG.error("A record could not be read: {}", record.source(), e);
            return new ParsedRecord.RejectedRecord<>(RefusedCode.READING_FAILED);
        }
    }

    private Result decide(RecordContext record, String key, ParsedRequest<R> request) {
        try {
            return admitted(record, key, request);
        } catch (StateMismatchException | StoreFailedException e) {
            // Not caused by the request: a refusal would be a decision that can't be undone.
            throw e;
        } catch (RuntimeException e) {
            LOG.error("A request could not be decided: {} {}", request.type(), record.source(), e);
            return refused(record, request, Refusal.base(Code.INTERNAL_ERROR));
        }
    }

    private Result admitted(RecordContext record, String key, ParsedRequest<R> request) {
        int expected = KeyPartition.of(key, partitions);
        if (expected != record.partition()) {
            return refused(record, request, Refusal.base(Code.WRONG_PARTITION, expected, record.partition()));
        }
        if (request.fault().isPresent()) {
            return refused(record, request, request.fault().get());
        }
        var info = new RequestInfo(
                request.requestId(),
                request.requestedBy(),
                request.anonymousParty(),
                request.fingerprint(),
                record.source());
        Result decided = decision.decide(record, key, request, info);
        // Decided and encoded like any other, so that nothing could have refused it later.
        return request.dryRun() ? decided.dry() : decided;
    }

    private Result refused(RecordContext record, ParsedRequest<R> request, Refusal refusal) {
        return Result.of(outcomes.refused(record, request, refusal));
    }
}
