package io.slotkeeper.app.lines;

import io.slotkeeper.app.cli.ClusterOptions;
import io.slotkeeper.app.config.Config;
import io.slotkeeper.app.console.CommandContext;
import io.slotkeeper.app.console.ExitStatus;
import io.slotkeeper.app.console.UsageError;
import io.slotkeeper.app.run.KafkaClients;
import io.slotkeeper.topics.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code watch} (docs/spec/cli.md#commands). */
@Command(
        name = "watch",
        description = "Follows an output topic as JSON lines {\"key\":…,\"value\":…}; a tombstone's value is null.")
public final class WatchCommand implements Callable<Integer> {

    private static final Duration POLL_TIMEOUT = Duration.ofMillis(200);

    /** {@code outcomes} are in two topics, because those for edges have one of their own. */
    private static final Map<String, List<Topic>> WHAT = new TreeMap<>(Map.of(
            "conversations", List.of(Topic.CONVERSATION_SNAPSHOTS),
            "reservations", List.of(Topic.RESERVATION_SNAPSHOTS),
            "outcomes", List.of(Topic.REQUEST_OUTCOMES, Topic.EDGE_OUTCOMES),
            "refused", List.of(Topic.REFUSED_RECORDS)));

    @Parameters(paramLabel = "WHAT", description = "conversations, reservations, outcomes or refused.")
    private String what = "";

    @Option(names = "--from-beginning", description = "What is there already, too.")
    private boolean fromBeginning;

    @Option(names = "--until-end", description = "End at what was the end when it began.")
    private boolean untilEnd;

    @Option(names = "--key", description = "Records with this key only.")
    private @Nullable String key;

    @Mixin
    private final ClusterOptions cluster = new ClusterOptions();

    private final CommandContext context;

    public WatchCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        List<Topic> topics = Optional.ofNullable(WHAT.get(what))
                .orElseThrow(() ->
                        new UsageError("WHAT is '" + what + "', expected one of " + String.join(", ", WHAT.keySet())));
        Config config = cluster.read(context.environment());
        CompletableFuture<String> stop = context.stop().requested();
        // Reports a cluster that doesn't answer with the same message as other commands.
        KafkaClients.reach(config.cluster()).close();
        try (KafkaConsumer<byte[], byte[]> consumer = KafkaClients.consumer(config.cluster())) {
            List<TopicPartition> partitions = topics.stream()
                    .flatMap(topic ->
                            KafkaClients.partitions(consumer, config.topics().name(topic)))
                    .toList();
            consumer.assign(partitions);
            if (fromBeginning) {
                consumer.seekToBeginning(partitions);
            } else {
                consumer.seekToEnd(partitions);
            }
            follow(consumer, consumer.endOffsets(partitions), stop);
        }
        return ExitStatus.GOOD;
    }

    /** Ends at a signal, when the output is closed by its reader or, if requested, at these offsets. */
    private void follow(
            KafkaConsumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends, CompletableFuture<String> stop) {
        boolean open = true;
        while (open && !stop.isDone() && !(untilEnd && reached(consumer, ends))) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL_TIMEOUT)) {
                open &= print(record);
            }
        }
    }

    private static boolean reached(KafkaConsumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
    }

    /** Returns false if the output was closed by its reader. */
    private boolean print(ConsumerRecord<byte[], byte[]> record) {
        Optional<byte[]> recordKey = Optional.ofNullable(record.key());
        boolean wanted = key == null
                || recordKey
                        .filter(bytes -> new String(bytes, StandardCharsets.UTF_8).equals(key))
                        .isPresent();
        return !wanted || context.console().data(JsonLine.of(recordKey, Optional.ofNullable(record.value())));
    }
}
