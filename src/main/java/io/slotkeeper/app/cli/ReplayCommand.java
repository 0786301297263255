package io.slotkeeper.app.cli;

import io.slotkeeper.app.config.Config;
import io.slotkeeper.app.console.CommandContext;
import io.slotkeeper.app.console.CommandFailure;
import io.slotkeeper.app.console.ExitStatus;
import io.slotkeeper.app.console.ProgressBar;
import io.slotkeeper.app.console.UsageError;
import io.slotkeeper.app.run.KafkaClients;
import io.slotkeeper.app.run.RecordedSettings;
import io.slotkeeper.conversation.ConversationId;
import io.slotkeeper.process.DecisionSettings;
import io.slotkeeper.replay.Difference;
import io.slotkeeper.replay.KeyHistory;
import io.slotkeeper.replay.PartitionReport;
import io.slotkeeper.replay.Replay;
import io.slotkeeper.replay.ReplayLimit;
import io.slotkeeper.replay.TruncatedLogException;
import io.slotkeeper.reservation.calendar.EventTypeKey;
import io.slotkeeper.stream.cluster.ConsumerGroup;
import io.slotkeeper.topics.Topic;
import io.slotkeeper.wire.Json;
import io.slotkeeper.wire.OutputFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command {@code replay} (docs/spec/log-time.md#replay). */
@Command(
        name = "replay",
        description = {
            "Decides the input logs once more, without Streams, and prints JSON lines.",
            "Without an option: the state that comes out. With --verify: whether the output topics hold what comes out;",
            "one line per partition and topic, and the first difference if there is one (exit status 1)."
        })
public final class ReplayCommand implements Callable<Integer> {

    @Option(names = "--verify", description = "Compare with the output topics, up to the committed offsets.")
    private boolean verify;

    @Option(
            names = "--key",
            description = "The whole life of a conversation, an event type, or <event type>/<reservation uid>.")
    private @Nullable String key;

    @Option(
            names = "--until",
            paramLabel = "TIME|OFFSET",
            description = "The state as it was then; an offset is that of the key's partition.")
    private @Nullable String until;

    @Mixin
    private final ClusterOptions cluster = new ClusterOptions();

    private final CommandContext context;

    public ReplayCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        ReplayLimit end = end();
        List<Topic> inputs = inputs();
        Config config = cluster.read(context.environment());
        KafkaClients.reach(config.cluster()).close();
        DecisionSettings settings = RecordedSettings.of(config);
        try {
            return verify ? verify(config, settings) : print(config, settings, inputs, end);
        } catch (TruncatedLogException e) {
            throw new CommandFailure(String.valueOf(e.getMessage()), e);
        }
    }

    private ReplayLimit end() {
        if (verify && (key != null || until != null)) {
            throw new UsageError("--key and --until don't go with --verify");
        }
        if (until == null) {
            return new ReplayLimit.End();
        }
        ReplayLimit limit = Untils.parse(until);
        if (limit instanceof ReplayLimit.Offset && key == null) {
            throw new UsageError("--until " + until + " is an offset, which is one partition's: it needs --key");
        }
        return limit;
    }

    /** The inputs in which a key may occur: a number can be the id of a conversation as well. */
    private List<Topic> inputs() {
        if (key == null) {
            return Topic.inputs();
        }
        int slash = key.indexOf('/');
        List<Topic> inputs = new ArrayList<>();
        if (slash < 0 && ConversationId.isValid(key)) {
            inputs.add(Topic.SELECTION_REQUESTS);
        }
        if (EventTypeKey.isCanonical(slash < 0 ? key : key.substring(0, slash))) {
            inputs.add(Topic.RESERVATION_REQUESTS);
        }
        if (inputs.isEmpty()) {
            throw new UsageError("--key is '" + key
                    + "', expected a conversation's id, an event type's key or <event type>/<reservation uid>");
        }
        return inputs;
    }

    private int print(Config config, DecisionSettings settings, List<Topic> inputs, ReplayLimit end) {
        CompletableFuture<String> stop = context.stop().requested();
        var history =
                new KeyHistory(() -> KafkaClients.consumer(config.cluster()), config.topics(), settings, stop::isDone);
        if (key == null || until != null) {
            history.state(inputs, Optional.ofNullable(key), end, context.console()::data);
        } else {
            String wanted = key;
            inputs.forEach(input -> history.life(input, wanted, end, context.console()::data));
        }
        if (stop.isDone()) {
            throw new CommandFailure("stopped before the end");
        }
        return ExitStatus.GOOD;
    }

    private int verify(Config config, DecisionSettings settings) {
        OutputFormat format = config.instance().output();
        CompletableFuture<String> stop = context.stop().requested();
        var replay = new Replay(
                () -> KafkaClients.consumer(config.cluster()), config.topics(), settings, format, stop::isDone);
        Map<TopicPartition, Long> ends;
        try (Admin admin = KafkaClients.admin(config.cluster())) {
            ends = new ConsumerGroup(admin, config.topics().applicationId()).committed();
        }
        long total = ends.values().stream().mapToLong(Long::longValue).sum();
        List<PartitionReport> compared;
        try (var bar = new ProgressBar(context.console(), total, replay::progress)) {
            bar.start();
            compared = replay.verify(ends).orElseThrow(() -> new CommandFailure("stopped before the end"));
        }
        compared.forEach(one -> one.totals().forEach(it -> context.console().data(total(one, it))));
        return conclude(compared);
    }

    private int conclude(List<PartitionReport> compared) {
        Optional<Difference> first =
                compared.stream().flatMap(one -> one.difference().stream()).findFirst();
        long records = compared.stream().mapToLong(PartitionReport::records).sum();
        first.ifPresentOrElse(
                difference -> {
                    context.console().data(difference(difference));
                    context.console().message("slotkeeper: different: " + sentence(difference));
                },
                () -> {
                    context.console()
                            .data(Json.object()
                                    .put("result", "identical")
                                    .put("records", records)
                                    .build()
                                    .compact());
                    context.console().message("identical: " + records + " records of the inputs give what is there");
                });
        return first.isPresent() ? ExitStatus.FAILED : ExitStatus.GOOD;
    }

    private static String total(PartitionReport one, PartitionReport.Total total) {
        return Json.object()
                .put("input", one.input().logicalName())
                .put("partition", one.log().partition())
                .put("records", one.records())
                .put("output", total.output().logicalName())
                .put("emitted", total.emitted())
                .put("still_there", total.matched())
                .put("sha256", total.sha256())
                .build()
                .compact();
    }

    private static String sentence(Difference difference) {
        String place = difference.output().logicalName() + " partition " + difference.outputPartition()
                + difference.offset().map(offset -> " offset " + offset).orElse("");
        String what = difference.expected().isEmpty()
                ? " holds what processing " + difference.input().logicalName() + " doesn't give"
                : difference.found().isEmpty()
                        ? " lacks what processing " + difference.input().logicalName() + " gives"
                        : " holds something else than processing "
                                + difference.input().logicalName() + " gives";
        return place + what + ", partition " + difference.inputPartition();
    }

    private static String difference(Difference difference) {
        return Json.object()
                .put("result", "different")
                .put("input", difference.input().logicalName())
                .put("input_partition", difference.inputPartition())
                .put("topic", difference.output().logicalName())
                .put("partition", difference.outputPartition())
                .putOrNull("offset", difference.offset().map(Json::of))
                .putOrNull("expected", difference.expected().map(ShownJson::of))
                .putOrNull("found", difference.found().map(ShownJson::of))
                .build()
                .compact();
    }
}
