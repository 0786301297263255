package io.slotkeeper.process;

import io.slotkeeper.request.Refusal;
import io.slotkeeper.request.RequestId;
import io.slotkeeper.request.Verdict;
import io.slotkeeper.reservation.calendar.Booking;
import io.slotkeeper.topics.ReplyPartition;
import io.slotkeeper.topics.Topic;
import io.slotkeeper.wire.Outcome;
import io.slotkeeper.wire.Outcome.Subject;
import io.slotkeeper.wire.OutputFormat;
import io.slotkeeper.wire.ParsedRecord.ParsedRequest;
import io.slotkeeper.wire.RefusedCode;
import io.slotkeeper.wire.RefusedRecord;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.apache.kafka.common.header.Header;

/** Encodes and counts the answers to records: outcomes of requests, and refused records. */
final class Outcomes {

    private final int partitions;
    private final OutputFormat format;
    private final DecisionMeters meters;

    Outcomes(int partitions, OutputFormat format, DecisionMeters meters) {
        this.partitions = partitions;
        this.format = format;
        this.meters = meters;
    }

    /**
     * The outcome of a request.
     *
     * @param subject the resulting state; part of the outcome if the request asked for it and is not refused
     */
    OutputRecord decided(
            RecordContext record,
            ParsedRequest<?> request,
            Verdict verdict,
            OptionalLong revision,
            Optional<? extends Subject> subject,
            Optional<Booking> booking) {
        boolean withSubject = request.includeSnapshot() && !(verdict instanceof Verdict.Refused);
        var outcome = new Outcome(
                request.requestId().map(RequestId::value).orElseGet(() -> defaultRequestId(record)),
                request.type(),
                new String(key(record), StandardCharsets.UTF_8),
                record.source(),
                verdict,
                revision,
                record.now(),
                withSubject ? subject.map(it -> it) : Optional.empty(),
                booking,
                request.dryRun());
        OutputRecord output = output(record, format.outcome(outcome));
        meters.decided(outcome.requestType(), verdict);
        return output;
    }

    /**
     * The outcome of a request that is refused before a state machine decides it, or because its decision could not be
     * encoded.
     */
    OutputRecord refused(RecordContext record, ParsedRequest<?> request, Refusal refusal) {
        return decided(
                record, request, Verdict.refused(refusal), OptionalLong.empty(), Optional.empty(), Optional.empty());
    }

    /** The refused record for a record that is not a request, or that met a deadline which can't be announced. */
    OutputRecord rejected(RecordContext record, RefusedCode code) {
        meters.refused(code);
        byte[] value = format.refused(RefusedRecord.of(code, record.source(), record.value(), record.now()));
        return new OutputRecord(Topic.REFUSED_RECORDS, record.partition(), null, value, record.now(), record.trace());
    }

    private static String defaultRequestId(RecordContext record) {
        return record.source().partition() + "-" + record.source().offset();
    }

    private static byte[] key(RecordContext record) {
        if (record.key() == null) {
            throw new IllegalArgumentException("Expected a request to have a key");
        }
        return record.key();
    }

    private OutputRecord output(RecordContext record, byte[] value) {
        OptionalInt reply = replyPartition(record);
        return reply.isPresent()
                ? new OutputRecord(
                        Topic.EDGE_OUTCOMES, reply.getAsInt(), key(record), value, record.now(), record.trace())
                : new OutputRecord(
                        Topic.REQUEST_OUTCOMES, record.partition(), key(record), value, record.now(), record.trace());
    }

    /**
     * The partition to which the client wants the outcome. A partition that doesn't exist is ignored and counted:
     * sending to it would fail the producer.
     */
    private OptionalInt replyPartition(RecordContext record) {
        Header header = record.headers().lastHeader(ReplyPartition.HEADER);
        if (header == null) {
            return OptionalInt.empty();
        }
        OptionalInt partition = ReplyPartition.read(header.value(), partitions);
        if (partition.isEmpty()) {
            meters.replyPartitionIgnored();
        }
        return partition;
    }
}
