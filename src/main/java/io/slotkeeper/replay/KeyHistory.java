package io.slotkeeper.replay;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.slotkeeper.availability.SlotExplanation;
import io.slotkeeper.conversation.ConversationId;
import io.slotkeeper.process.DecisionSettings;
import io.slotkeeper.process.OfflineLog;
import io.slotkeeper.process.OutputRecord;
import io.slotkeeper.request.Refusal;
import io.slotkeeper.request.field.IsoInstant;
import io.slotkeeper.reservation.calendar.EventTypeKey;
import io.slotkeeper.topics.KeyPartition;
import io.slotkeeper.topics.Topic;
import io.slotkeeper.topics.TopicNames;
import io.slotkeeper.wire.Json;
import io.slotkeeper.wire.OutputFormat;
import io.slotkeeper.wire.OutputReader;
import io.slotkeeper.wire.explain.AskedSlot;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** The history and the state of keys, found by processing the logs again; written as JSON lines. */
public final class KeyHistory {

    /** Receives a line; returns false if it wants no more. */
    public interface Lines extends Predicate<String> {}

    private final Supplier<Consumer<byte[], byte[]>> readers;
    private final TopicNames topics;
    private final DecisionSettings settings;
    private final BooleanSupplier stopped;

    /**
     * @param readers create consumers of committed records, without a group; each is closed here
     * @param stopped whether to stop before the end
     */
    public KeyHistory(
            Supplier<Consumer<byte[], byte[]>> readers,
            TopicNames topics,
            DecisionSettings settings,
            BooleanSupplier stopped) {
        this.readers = readers;
        this.topics = topics;
        this.settings = settings;
        this.stopped = stopped;
    }

    private interface Step {
        /** @return false to stop */
        boolean take(ConsumerRecord<byte[], byte[]> record, OfflineLog log, List<OutputRecord> emitted);
    }

    /**
     * Every record of the log that decided something about a key: its coordinates, its request, and what was emitted
     * about the key for it.
     *
     * @param key of a request, or {@code <event type>/<reservation uid>}
     * @throws TruncatedLogException if the beginning of the log is gone
     */
    public void life(Topic input, String key, ReplayLimit until, Lines lines) {
        String requestKey = requestKey(key);
        Optional<String> uid =
                requestKey.equals(key) ? Optional.empty() : Optional.of(key.substring(requestKey.length() + 1));
        walk(input, partitionOf(key), until, (record, log, emitted) -> {
            if (emitted.isEmpty()) {
                return true;
            }
            Optional<Json.Obj> request = Optional.ofNullable(record.value()).flatMap(OutputReader::request);
            List<OutputRecord> about = emitted.stream()
                    .filter(it -> isAbout(it, requestKey, uid, request))
                    .toList();
            return about.isEmpty() || lines.test(line(input, record, log, request, about));
        });
    }

    private static String requestKey(String key) {
        int slash = key.indexOf('/');
        return slash < 0 ? key : key.substring(0, slash);
    }

    private int partitionOf(String key) {
        return KeyPartition.of(requestKey(key), settings.partitions());
    }

    /** An outcome is about the reservation that its request names. */
    private static boolean isAbout(
            OutputRecord emitted, String requestKey, Optional<String> uid, Optional<Json.Obj> request) {
        if (emitted.key() == null) {
            return false;
        }
        String key = new String(emitted.key(), UTF_8);
        if (emitted.topic() == Topic.RESERVATION_SNAPSHOTS) {
            return uid.map(one -> key.equals(requestKey + "/" + one)).orElseGet(() -> key.startsWith(requestKey + "/"));
        }
        return key.equals(requestKey)
                && uid.map(one -> request.flatMap(it -> it.text("reservation_uid"))
                                .filter(one::equals)
                                .isPresent())
                        .orElse(true);
    }

    private static String line(
            Topic input,
            ConsumerRecord<byte[], byte[]> record,
            OfflineLog log,
            Optional<Json.Obj> request,
            List<OutputRecord> about) {
        return Json.object()
                .put(
                        "source",
                        Json.object()
                                .put("topic", input.logicalName())
                                .put("partition", record.partition())
                                .put("offset", record.offset())
                                .build())
                .put("at", IsoInstant.withMillis(log.logTime()))
                .putOrNull("request", request)
                .put(
                        "emitted",
                        new Json.Arr(about.stream().map(KeyHistory::json).toList()))
                .build()
                .compact();
    }

    private static Json json(OutputRecord emitted) {
        return Json.object()
                .put("topic", emitted.topic().logicalName())
                .putOrNull("key", Optional.ofNullable(emitted.key()).map(key -> Json.of(new String(key, UTF_8))))
                .putOrNull("value", Optional.ofNullable(emitted.value()).flatMap(OutputReader::tree))
                .build();
    }

    /**
     * The latest snapshot of each key, unless that is a tombstone.
     *
     * @param key of a request, or {@code <event type>/<reservation uid>}; empty: all
     * @throws TruncatedLogException if the beginning of a log is gone
     */
    public void state(List<Topic> inputs, Optional<String> key, ReplayLimit until, Lines lines) {
        int first = key.map(this::partitionOf).orElse(0);
        int last = key.map(this::partitionOf).orElse(settings.partitions() - 1);
        boolean wanted = true;
        for (Topic input : inputs) {
            for (int partition = first; wanted && partition <= last; partition++) {
                var latest = new TreeMap<String, byte[]>();
                walk(input, partition, until, (record, log, emitted) -> {
                    emitted.forEach(it -> keep(latest, it, key));
                    return true;
                });
                // A part of the log, ended by a stop, gives a state that never was.
                wanted = wanted && !stopped.getAsBoolean();
                for (var snapshot : latest.entrySet()) {
                    wanted = wanted && lines.test(line(snapshot.getKey(), snapshot.getValue()));
                }
            }
        }
    }

    private static void keep(Map<String, byte[]> latest, OutputRecord emitted, Optional<String> wanted) {
        if (!emitted.topic().isSnapshots() || emitted.key() == null) {
            return;
        }
        String key = new String(emitted.key(), US_ASCII);
        if (!wanted.map(it -> key.equals(it) || key.startsWith(it + "/")).orElse(true)) {
            return;
        }
        if (emitted.value() == null) {
            latest.remove(key);
        } else {
            latest.put(key, emitted.value());
        }
    }

    private static String line(String key, byte[] snapshot) {
        return Json.object()
                .put("key", key)
                .putOrNull("value", OutputReader.tree(snapshot))
                .build()
                .compact();
    }

    /**
     * What {@code reserve_slot} would have been answered where the log ends.
     *
     * @param now from log time there
     * @throws TruncatedLogException if the beginning of the log is gone
     */
    public SlotExplanation explain(EventTypeKey key, AskedSlot asked, ReplayLimit until, UnaryOperator<Instant> now) {
        OfflineLog log =
                walk(Topic.RESERVATION_REQUESTS, partitionOf(key.value()), until, (record, offline, out) -> true);
        return SlotExplanation.of(
                key, asked.request(), log.explain(key, asked.request(), asked.info(), now.apply(log.logTime())));
    }

    /**
     * What {@code select_slots} would have been refused for where the log ends; empty if there is no such conversation or
     * participant.
     *
     * @param now from log time there
     * @throws TruncatedLogException if the beginning of the log is gone
     */
    public Optional<List<Refusal>> explain(
            ConversationId id, String participant, String slotId, ReplayLimit until, UnaryOperator<Instant> now) {
        OfflineLog log = walk(Topic.SELECTION_REQUESTS, partitionOf(id.value()), until, (record, offline, out) -> true);
        return log.explain(id, participant, slotId, now.apply(log.logTime()));
    }

    private OfflineLog walk(Topic input, int partition, ReplayLimit until, Step step) {
        var log = new TopicPartition(topics.name(input), partition);
        OfflineLog offline = OfflineLog.open(input, settings, OutputFormat.AVRO);
        LogReader.Range whole = LogReader.ranges(readers, List.of(log)).getOrDefault(log, new LogReader.Range(0, 0));
        try (LogReader reader = new LogReader(readers, log, whole)) {
            if (whole.start() > 0) {
                throw new TruncatedLogException(log, whole.start());
            }
            boolean wanted = true;
            while (wanted && !stopped.getAsBoolean() && reader.peek().isPresent()) {
                ConsumerRecord<byte[], byte[]> record = reader.take();
                wanted = until.includes(record, offline.logTimeOf(record))
                        && step.take(record, offline, offline.process(record));
            }
            return offline;
        }
    }
}
