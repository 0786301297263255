package io.slotkeeper.oracle;

import io.slotkeeper.oracle.InputRecord.Envelope;
import io.slotkeeper.oracle.InputRecord.Payload;
import io.slotkeeper.oracle.Output.Channel;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** One partition of one input topic: log-time.md, "What a record does, in order". */
final class PartitionOracle {

    private static final int ANNOUNCED_BY_REQUEST = 64;

    private final OracleSettings settings;
    private final Model model;
    private Instant now = Instant.EPOCH;

    PartitionOracle(OracleSettings settings, Model model) {
        this.settings = settings;
        this.model = model;
    }

    List<Output> next(InputRecord record) {
        Instant timestamp = Instant.ofEpochMilli(record.timestamp());
        now = timestamp.isAfter(now) ? timestamp : now;
        var moment = new LogPosition(now, record.topic(), record.partition(), record.offset());
        boolean tick = record.value() instanceof InputRecord.Tick;
        List<ExpectedSnapshot> told = new ArrayList<>();
        int most = tick ? model.announcedByTick() : ANNOUNCED_BY_REQUEST;
        for (int i = 0; i < most && model.nextDeadline().filter(moment::isDue).isPresent(); i++) {
            told.addAll(model.announceNext(moment));
        }
        Optional<Output> last = tick ? Optional.empty() : Optional.of(answer(record, moment, told));
        List<Output> outputs = new ArrayList<>();
        told.forEach(it -> outputs.add(output(record, Channel.SNAPSHOTS, it)));
        last.ifPresent(outputs::add);
        return outputs;
    }

    Optional<Instant> nextDeadline() {
        return model.nextDeadline();
    }

    private Output output(InputRecord record, Channel channel, ExpectedSnapshot told) {
        return new Output(channel, Optional.of(told.key()), OptionalInt.of(record.partition()), now, told.content());
    }

    private Output answer(InputRecord record, LogPosition moment, List<ExpectedSnapshot> told) {
        if (record.key().isEmpty()) {
            return refused(record, "key_missing");
        }
        String key = record.key().get();
        if (!model.isCanonicalKey(key)) {
            return refused(record, "key_not_canonical");
        }
        if (record.value() instanceof InputRecord.Unreadable unreadable) {
            return refused(record, unreadable.code());
        }
        Envelope envelope = record.value() instanceof InputRecord.OfConversation it
                ? it.envelope()
                : ((InputRecord.OfReservation) record.value()).envelope();
        return outcome(record, key, envelope, decide(record, key, envelope, moment, told));
    }

    private ExpectedOutcome decide(
            InputRecord record, String key, Envelope envelope, LogPosition moment, List<ExpectedSnapshot> told) {
        int right = Murmur2.partitionOf(key, settings.partitions());
        if (right != record.partition()) {
            return ExpectedOutcome.said("wrong_partition", new Output.Mention("partition " + right));
        }
        if (!envelope.wrong().isEmpty()) {
            return model.wrongEnvelope(envelope.wrong());
        }
        return model.ask(key, record.value(), moment, told);
    }

    private Output refused(InputRecord record, String code) {
        var fields = new ExpectedFields()
                .add("code", code)
                .add("topic", record.topic())
                .add("partition", (long) record.partition())
                .add("offset", record.offset())
                .addIf("value_length", record.payload().map(it -> (long) it.length()))
                .addIf("value_sha256", record.payload().map(Payload::sha256))
                .add("at", ExpectedFields.millis(now));
        return new Output(
                Channel.REFUSED, Optional.empty(), OptionalInt.of(record.partition()), now, Optional.of(fields.done()));
    }

    private Output outcome(InputRecord record, String key, Envelope envelope, ExpectedOutcome answer) {
        String unnamed = record.partition() + "-" + record.offset();
        var fields = new ExpectedFields()
                .add("request_id", envelope.requestId().map(it -> it.value()).orElse(unnamed))
                .add("request_type", envelope.type())
                .add("key", key)
                .add("source", new LogPosition(now, record.topic(), record.partition(), record.offset()).source())
                .add("status", answer.isAccepted() ? "accepted" : "refused")
                .add("code", answer.code().orElse(null));
        if (answer.isAccepted()) {
            fields.add("message", null).add("errors", null);
        } else {
            fields.addIf("message", answer.message()).add("errors", answer.errors());
        }
        fields.add("revision", answer.revision().orElse(null))
                .add("at", ExpectedFields.millis(now))
                .add("snapshot", envelope.includeSnapshot() ? answer.snapshot().orElse(null) : null)
                .addIf("booking", answer.booking());
        return new Output(
                record.replyPartition().isPresent() ? Channel.EDGE_OUTCOMES : Channel.OUTCOMES,
                Optional.of(key),
                OptionalInt.of(record.replyPartition().orElse(record.partition())),
                now,
                Optional.of(fields.done()));
    }
}
