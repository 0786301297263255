package io.slotkeeper.oracle;

import io.slotkeeper.oracle.Output.Channel;
import io.slotkeeper.oracle.Seen.Envelope;
import io.slotkeeper.oracle.Seen.Payload;
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

    List<Output> next(Seen record) {
        Instant timestamp = Instant.ofEpochMilli(record.timestamp());
        now = timestamp.isAfter(now) ? timestamp : now;
        var moment = new Moment(now, record.topic(), record.partition(), record.offset());
        boolean tick = record.value() instanceof Seen.Tick;
        List<Told> told = new ArrayList<>();
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

    private Output output(Seen record, Channel channel, Told told) {
        return new Output(channel, Optional.of(told.key()), OptionalInt.of(record.partition()), now, told.content());
    }

    private Output answer(Seen record, Moment moment, List<Told> told) {
        if (record.key().isEmpty()) {
            return refused(record, "key_missing");
        }
        String key = record.key().get();
        if (!model.isCanonicalKey(key)) {
            return refused(record, "key_not_canonical");
        }
        if (record.value() instanceof Seen.Unreadable unreadable) {
            return refused(record, unreadable.code());
        }
        Envelope envelope = record.value() instanceof Seen.OfConversation it
                ? it.envelope()
                : ((Seen.OfReservation) record.value()).envelope();
        return outcome(record, key, envelope, decide(record, key, envelope, moment, told));
    }

    private Answer decide(Seen record, String key, Envelope envelope, Moment moment, List<Told> told) {
        int right = Murmur2.partitionOf(key, settings.partitions());
        if (right != record.partition()) {
            return Answer.said("wrong_partition", new Output.Mention("partition " + right));
        }
        if (!envelope.wrong().isEmpty()) {
            return model.wrongEnvelope(envelope.wrong());
        }
        return model.ask(key, record.value(), moment, told);
    }

    private Output refused(Seen record, String code) {
        var fields = new Fields()
                .add("code", code)
                .add("topic", record.topic())
                .add("partition", (long) record.partition())
                .add("offset", record.offset())
                .addIf("value_length", record.payload().map(it -> (long) it.length()))
                .addIf("value_sha256", record.payload().map(Payload::sha256))
                .add("at", Fields.millis(now));
        return new Output(
                Channel.REFUSED, Optional.empty(), OptionalInt.of(record.partition()), now, Optional.of(fields.done()));
    }

    private Output outcome(Seen record, String key, Envelope envelope, Answer answer) {
        String unnamed = record.partition() + "-" + record.offset();
        var fields = new Fields()
                .add("request_id", envelope.requestId().map(it -> it.value()).orElse(unnamed))
                .add("request_type", envelope.type())
                .add("key", key)
                .add("source", new Moment(now, record.topic(), record.partition(), record.offset()).source())
                .add("status", answer.isAccepted() ? "accepted" : "refused")
                .add("code", answer.code().orElse(null));
        if (answer.isAccepted()) {
            fields.add("message", null).add("errors", null);
        } else {
            fields.addIf("message", answer.message()).add("errors", answer.errors());
        }
        fields.add("revision", answer.revision().orElse(null))
                .add("at", Fields.millis(now))
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
