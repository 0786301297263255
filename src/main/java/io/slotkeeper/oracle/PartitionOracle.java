package io.slotkeeper.oracle;

import io.slotkeeper.oracle.InputRecord.Envelope;
import io.slotkeeper.oracle.InputRecord.PayloadDigest;
import io.slotkeeper.oracle.Output.ExpectedChannel;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** One partition of one input topic: docs/spec/log-time.md#what-a-record-does-in-order. */
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
        var position = new LogPosition(now, record.topic(), record.partition(), record.offset());
        boolean tick = record.value() instanceof InputRecord.TickInput;
        List<ExpectedSnapshot> emitted = new ArrayList<>();
        int most = tick ? model.announcedByTick() : ANNOUNCED_BY_REQUEST;
        for (int i = 0; i < most && model.nextDeadline().filter(position::isDue).isPresent(); i++) {
            emitted.addAll(model.announceNext(position));
        }
        Optional<Output> last = tick ? Optional.empty() : Optional.of(answer(record, position, emitted));
        List<Output> outputs = new ArrayList<>();
        emitted.forEach(it -> outputs.add(output(record, ExpectedChannel.SNAPSHOTS, it)));
        last.ifPresent(outputs::add);
        return outputs;
    }

    Optional<Instant> nextDeadline() {
        return model.nextDeadline();
    }

    private Output output(InputRecord record, ExpectedChannel channel, ExpectedSnapshot emitted) {
        return new Output(
                channel, Optional.of(emitted.key()), OptionalInt.of(record.partition()), now, emitted.content());
    }

    private Output answer(InputRecord record, LogPosition position, List<ExpectedSnapshot> emitted) {
        if (record.key().isEmpty()) {
            return refused(record, "key_missing");
        }
        String key = record.key().get();
        if (!model.isCanonicalKey(key)) {
            return refused(record, "key_not_canonical");
        }
        if (record.value() instanceof InputRecord.UnreadableInput unreadable) {
            return refused(record, unreadable.code());
        }
        Envelope envelope = record.value() instanceof InputRecord.ConversationInput it
                ? it.envelope()
                : ((InputRecord.ReservationInput) record.value()).envelope();
        return outcome(record, key, envelope, decide(record, key, envelope, position, emitted));
    }

    private ExpectedOutcome decide(
            InputRecord record, String key, Envelope envelope, LogPosition position, List<ExpectedSnapshot> emitted) {
        int right = Murmur2.partitionOf(key, settings.partitions());
        if (right != record.partition()) {
            return ExpectedOutcome.refusedWith("wrong_partition", new Output.Mention("partition " + right));
        }
        if (!envelope.wrong().isEmpty()) {
            return model.wrongEnvelope(envelope.wrong());
        }
        return envelope.dryRun()
                ? withoutEffect(key, record, position)
                : model.decide(key, record.value(), position, emitted);
    }

    private ExpectedOutcome withoutEffect(String key, InputRecord record, LogPosition position) {
        Runnable before = model.memory(key);
        ExpectedOutcome answer = model.decide(key, record.value(), position, new ArrayList<>());
        before.run();
        return answer;
    }

    private Output refused(InputRecord record, String code) {
        var fields = new ExpectedFields()
                .add("code", code)
                .add("topic", record.topic())
                .add("partition", (long) record.partition())
                .add("offset", record.offset())
                .addIf("value_length", record.payload().map(it -> (long) it.length()))
                .addIf("value_sha256", record.payload().map(PayloadDigest::sha256))
                .add("at", ExpectedFields.millis(now));
        return new Output(
                ExpectedChannel.REFUSED,
                Optional.empty(),
                OptionalInt.of(record.partition()),
                now,
                Optional.of(fields.done()));
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
                .addIf("booking", answer.booking())
                .add(
                        "available_at",
                        answer.availableAt().map(ExpectedFields::millis).orElse(null))
                .addIf("dry_run", envelope.dryRun() ? Optional.of(true) : Optional.empty());
        return new Output(
                record.replyPartition().isPresent() ? ExpectedChannel.EDGE_OUTCOMES : ExpectedChannel.OUTCOMES,
                Optional.of(key),
                OptionalInt.of(record.replyPartition().orElse(record.partition())),
                now,
                Optional.of(fields.done()));
    }
}
