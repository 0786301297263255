package io.slotkeeper.process;

import io.slotkeeper.logtime.DueIndex;
import io.slotkeeper.logtime.DueIndex.Due;
import io.slotkeeper.logtime.Sweep;
import io.slotkeeper.process.Shard.Answer;
import io.slotkeeper.process.Shard.Draft;
import io.slotkeeper.process.Shard.Turn;
import io.slotkeeper.request.Code;
import io.slotkeeper.request.Refusal;
import io.slotkeeper.store.StateMismatchException;
import io.slotkeeper.topics.KeyPartition;
import io.slotkeeper.topics.ReplyPartition;
import io.slotkeeper.wire.Outcome;
import io.slotkeeper.wire.OutputFormat;
import io.slotkeeper.wire.ParsedRecord;
import io.slotkeeper.wire.ParsedRecord.OfRequest;
import io.slotkeeper.wire.RefusedCode;
import io.slotkeeper.wire.RefusedRecord;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One partition of an input log and the state that is made from it, record by record, each in this order (log-time.md,
 * "What a record does, in order"): due deadlines are announced; a tick ends here; the request is read, decided and
 * encoded; everything is written. What is to be forwarded comes back: snapshots, then the outcome.
 *
 * <p>Guarantees: every request has exactly one outcome, every other record but a tick exactly one refused record. All
 * that can throw happens before the first write; a failure there refuses the request and the partition goes on. The
 * same records give the same emissions, wherever and whenever: nothing but them is looked at.
 *
 * @param <K> key of a stored document
 * @param <R> the requests of the input topic
 */
public final class PartitionLog<K extends Comparable<? super K>, R> {

    private static final Logger LOG = LoggerFactory.getLogger(PartitionLog.class);

    /** Deadlines that a record other than a tick announces (limits.md). */
    private static final int ANNOUNCED_BY_REQUEST = 64;

    private final int partitions;
    private final Shard<K, R> shard;
    private final OutputFormat format;
    private final StreamMeters meters;

    public PartitionLog(int partitions, Shard<K, R> shard, OutputFormat format, StreamMeters meters) {
        this.partitions = partitions;
        this.shard = shard;
        this.format = format;
        this.meters = meters;
    }

    /** A record as it stands in the log, without what {@link Turn} says of it. */
    public record Input(byte @Nullable [] key, byte @Nullable [] value, Headers headers) {}

    /**
     * What a record came to.
     *
     * @param announced so many deadlines
     * @param emissions to be forwarded, in this order
     */
    public record Step(boolean tick, int announced, List<OutputRecord> emissions) {}

    /** What is due next, of all that is stored. */
    public DueIndex<K> due() {
        return shard.due();
    }

    /** @throws RuntimeException when writing fails; what was written before must then be taken back */
    public Step process(Turn turn, Input record) {
        boolean tick = Tick.is(record.value());
        Announced<K, R> announced =
                announce(turn, tick ? shard.announcedByTick() : ANNOUNCED_BY_REQUEST, record.value());
        Reply reply = tick ? Reply.NONE : reply(turn, announced.draft(), record);

        shard.meta().ensureWritten();
        announced.plan().write().run();
        reply.plan().write().run();

        List<OutputRecord> emissions = new ArrayList<>(announced.plan().emissions());
        emissions.addAll(announced.failures());
        emissions.addAll(reply.plan().emissions());
        emissions.addAll(reply.answers());
        meters.announced(announced.count());
        return new Step(tick, announced.count(), emissions);
    }

    // Announcing what is due.

    /**
     * What was announced.
     *
     * @param draft the state after it
     * @param failures refused records for documents that could not be announced
     */
    private record Announced<K, R>(Draft<K, R> draft, Plan plan, int count, List<OutputRecord> failures) {}

    /**
     * Announces what is due, in order, up to a limit. A document at which this fails, which is a bug of ours, is set
     * aside until the next start, and costs neither the others nor the request.
     */
    private Announced<K, R> announce(Turn turn, int limit, byte @Nullable [] value) {
        List<OutputRecord> failures = new ArrayList<>();
        while (true) {
            var attempt = new Attempt(turn, limit);
            try {
                return attempt.run(failures);
            } catch (RuntimeException e) {
                K failed = culprit(attempt).orElseThrow(() -> e);
                shard.due().setAside(failed);
                failures.add(refusal(RefusedCode.ANNOUNCE_FAILED, turn, value));
                LOG.error("A deadline could not be announced; its document is set aside. Record: {}", turn.source(), e);
            }
        }
    }

    /**
     * The document at which an attempt failed. Encoding comes after all of them, so there it is the one that ends the
     * shortest row that can't be encoded.
     */
    private Optional<K> culprit(Attempt failed) {
        int encodable = 0;
        Attempt shortest = failed;
        while (shortest.encoding && shortest.count - encodable > 1) {
            var half = new Attempt(failed.turn, (encodable + shortest.count) / 2);
            if (half.succeeds()) {
                encodable = half.count;
            } else {
                shortest = half;
            }
        }
        return shortest.at;
    }

    private final class Attempt {
        private final Turn turn;
        private final int limit;
        private int count;
        private boolean encoding;
        private Optional<K> at = Optional.empty();

        Attempt(Turn turn, int limit) {
            this.turn = turn;
            this.limit = limit;
        }

        Announced<K, R> run(List<OutputRecord> failures) {
            Draft<K, R> draft = shard.drafts().apply(turn);
            Sweep<K> sweep = new Sweep<>(shard.due(), turn.now());
            Optional<Due<K>> next = sweep.next();
            while (next.isPresent() && count < limit) {
                K document = next.get().key();
                at = Optional.of(document);
                count += announceAt(draft, next.get());
                draft.deadline(document).ifPresent(deadline -> sweep.again(document, deadline));
                next = sweep.next();
            }
            encoding = true;
            return new Announced<>(draft, count == 0 ? Plan.NOTHING : draft.plan(), count, failures);
        }

        boolean succeeds() {
            try {
                run(List.of());
                return true;
            } catch (RuntimeException e) {
                return false;
            }
        }

        /** Another document's announcement may have settled this one: an entry can stand in two. */
        private int announceAt(Draft<K, R> draft, Due<K> due) {
            if (!draft.deadline(due.key()).equals(Optional.of(due.deadline()))) {
                return 0;
            }
            draft.announce(due.key());
            meters.expiryLag(due.deadline(), turn.now());
            return 1;
        }
    }

    // Answering the request.

    /** @param answers the outcome or refused record */
    private record Reply(Plan plan, List<OutputRecord> answers) {
        static final Reply NONE = new Reply(Plan.NOTHING, List.of());
    }

    private Reply reply(Turn turn, Draft<K, R> draft, Input record) {
        Optional<String> key = canonicalKey(record.key());
        if (key.isEmpty()) {
            return unreadable(
                    record.key() == null ? RefusedCode.KEY_MISSING : RefusedCode.KEY_NOT_CANONICAL, turn, record);
        }
        ParsedRecord<R> reading = read(record.value());
        if (reading instanceof ParsedRecord.Unreadable<R> unreadable) {
            return unreadable(unreadable.code(), turn, record);
        }
        return answered(turn, draft, key.get(), (OfRequest<R>) reading, record);
    }

    private Reply answered(Turn turn, Draft<K, R> draft, String key, OfRequest<R> request, Input record) {
        try {
            return reply(turn, answer(turn, draft, key, request), record);
        } catch (StateMismatchException e) {
            // No request's fault: refusing it would be a decision that nobody can take back.
            throw e;
        } catch (RuntimeException e) {
            LOG.error("A request could not be decided: {} {}", request.type(), turn.source(), e);
            return reply(turn, undecided(turn, key, request, Refusal.base(Code.INTERNAL_ERROR)), record);
        }
    }

    private Reply reply(Turn turn, Answer answer, Input record) {
        OutputRecord outcome = outcome(turn, record, answer.outcome());
        meters.decided(answer.outcome().requestType(), answer.outcome().verdict());
        return new Reply(answer.plan(), List.of(outcome));
    }

    private Optional<String> canonicalKey(byte @Nullable [] key) {
        return key == null
                ? Optional.empty()
                : Optional.of(new String(key, StandardCharsets.UTF_8)).filter(shard.isCanonical());
    }

    private ParsedRecord<R> read(byte @Nullable [] value) {
        try {
            return shard.reader().read(value);
        } catch (RuntimeException e) {
            LOG.error("A record could not be read", e);
            return new ParsedRecord.Unreadable<>(RefusedCode.READING_FAILED);
        }
    }

    private Answer answer(Turn turn, Draft<K, R> draft, String key, OfRequest<R> request) {
        int expected = KeyPartition.of(key, partitions);
        if (expected != turn.partition()) {
            return undecided(turn, key, request, Refusal.base(Code.WRONG_PARTITION, expected, turn.partition()));
        }
        if (request.fault().isPresent()) {
            return undecided(turn, key, request, request.fault().get());
        }
        return draft.answer(key, request);
    }

    private static Answer undecided(Turn turn, String key, OfRequest<?> request, Refusal refusal) {
        return new Answer(Plan.NOTHING, Outcomes.refused(turn, key, request, refusal));
    }

    private Reply unreadable(RefusedCode code, Turn turn, Input record) {
        return new Reply(Plan.NOTHING, List.of(refusal(code, turn, record.value())));
    }

    private OutputRecord refusal(RefusedCode code, Turn turn, byte @Nullable [] value) {
        meters.refused(code);
        byte[] refused = format.refused(RefusedRecord.of(code, turn.source(), value, turn.now()));
        return new OutputRecord(OutputChannel.REFUSED, null, refused, turn.partition());
    }

    private OutputRecord outcome(Turn turn, Input record, Outcome outcome) {
        byte[] key = outcome.key().getBytes(StandardCharsets.US_ASCII);
        byte[] value = format.outcome(outcome);
        return replyPartition(record)
                .map(partition -> new OutputRecord(OutputChannel.EDGE_OUTCOMES, key, value, partition))
                .orElseGet(() -> new OutputRecord(OutputChannel.OUTCOMES, key, value, turn.partition()));
    }

    /** The partition to which the client wants the outcome. One that doesn't exist would stop the producer. */
    private Optional<Integer> replyPartition(Input record) {
        Header header = record.headers().lastHeader(ReplyPartition.HEADER);
        if (header == null) {
            return Optional.empty();
        }
        Optional<Integer> partition = Optional.ofNullable(header.value())
                .map(value -> new String(value, StandardCharsets.UTF_8))
                .filter(text -> text.matches("0|[1-9][0-9]{0,5}"))
                .map(Integer::valueOf)
                .filter(number -> number < partitions);
        if (partition.isEmpty()) {
            meters.replyPartitionIgnored();
        }
        return partition;
    }
}
