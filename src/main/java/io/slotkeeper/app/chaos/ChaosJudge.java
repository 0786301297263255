package io.slotkeeper.app.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.slotkeeper.app.cli.ClusterAudit;
import io.slotkeeper.app.config.Config;
import io.slotkeeper.app.console.Console;
import io.slotkeeper.app.run.KafkaClients;
import io.slotkeeper.app.run.RecordedSettings;
import io.slotkeeper.audit.AuditReport;
import io.slotkeeper.replay.PartitionReport;
import io.slotkeeper.replay.Replay;
import io.slotkeeper.stream.cluster.ConsumerGroup;
import io.slotkeeper.topics.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/**
 * Judges what the logs hold in the end: by an independent implementation of the rules, by deciding all of it once more,
 * and by what clients were told meanwhile.
 */
final class ChaosJudge {

    private static final int SHOWN = 3;
    private static final Duration POLL = Duration.ofMillis(200);

    private final Config config;
    private final Console console;
    private final CompletableFuture<String> stop;

    ChaosJudge(Config config, Console console, CompletableFuture<String> stop) {
        this.config = config;
        this.console = console;
        this.stop = stop;
    }

    /** Waits until everything that was sent is processed. The load has ended. */
    List<ChaosFigure> judge(ChaosLoad load, ChaosCallers callers) {
        List<ChaosFigure> figures = new ArrayList<>();
        AuditReport audit = new ClusterAudit(config, console, stop).run(true);
        audit.figures()
                .forEach(figure -> figures.add(new ChaosFigure(
                        figure.judged().text(),
                        figure.judged().faults(),
                        figure.total(),
                        figure.faults(),
                        audit.first().filter(first -> first.judged() == figure.judged()).stream()
                                .map(Object::toString)
                                .toList())));
        figures.add(replayed());
        figures.add(acknowledged(load));
        figures.add(granted(callers));
        figures.add(new ChaosFigure(
                "reads",
                "reads after an answer that don't show it, or answers of 500",
                callers.reads(),
                callers.wrong().size(),
                some(callers.wrong())));
        return figures;
    }

    private static List<String> some(List<String> all) {
        return all.subList(0, Math.min(SHOWN, all.size()));
    }

    /** What comes out once more, byte for byte. */
    private ChaosFigure replayed() {
        var replay = new Replay(
                () -> KafkaClients.consumer(config.cluster()),
                config.topics(),
                RecordedSettings.of(config),
                config.instance().output(),
                stop::isDone);
        Map<TopicPartition, Long> ends;
        try (Admin admin = KafkaClients.admin(config.cluster())) {
            ends = new ConsumerGroup(admin, config.topics().applicationId()).committed();
        }
        List<PartitionReport> reports = replay.verify(ends).orElse(List.of());
        List<String> differences = reports.stream()
                .flatMap(report -> report.difference().stream())
                .map(Object::toString)
                .toList();
        return new ChaosFigure(
                "replayed",
                "records of the inputs in partitions that give something else once more",
                reports.stream().mapToLong(PartitionReport::records).sum(),
                differences.size(),
                some(differences));
    }

    /** A request that a broker has acknowledged is in the log. */
    private ChaosFigure acknowledged(ChaosLoad load) {
        long total = 0;
        List<String> missing = new ArrayList<>();
        for (Map.Entry<TopicPartition, BitSet> log : load.acknowledged().entrySet()) {
            BitSet left = (BitSet) log.getValue().clone();
            total += left.cardinality();
            read(List.of(log.getKey()), record -> left.clear(Math.toIntExact(record.offset())));
            left.stream().mapToObj(offset -> log.getKey() + " offset " + offset).forEach(missing::add);
        }
        return new ChaosFigure(
                "acknowledged",
                "requests that the broker has acknowledged and lost",
                total,
                missing.size(),
                some(missing));
    }

    /** A hold that a client was told of was announced. */
    private ChaosFigure granted(ChaosCallers callers) {
        String topic = config.topics().name(Topic.RESERVATION_SNAPSHOTS);
        Set<String> announced = new HashSet<>();
        List<TopicPartition> partitions = IntStream.range(0, ChaosCluster.PARTITIONS)
                .mapToObj(partition -> new TopicPartition(topic, partition))
                .toList();
        read(partitions, record -> {
            String key = new String(record.key(), UTF_8);
            announced.add(key.substring(key.indexOf('/') + 1));
        });
        List<String> missing = callers.granted().stream()
                .filter(one -> !announced.contains(one.uid()))
                .map(one -> one + " is in no snapshot")
                .toList();
        return new ChaosFigure(
                "granted",
                "holds that were granted over HTTP and are in no snapshot",
                callers.granted().size(),
                missing.size(),
                some(missing));
    }

    private void read(List<TopicPartition> partitions, Consumer<ConsumerRecord<byte[], byte[]>> each) {
        try (KafkaConsumer<byte[], byte[]> consumer = KafkaClients.consumer(config.cluster())) {
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (!stop.isDone()
                    && partitions.stream().anyMatch(one -> consumer.position(one) < ends.getOrDefault(one, 0L))) {
                consumer.poll(POLL).forEach(each);
            }
        }
    }
}
