package io.slotkeeper.oracle;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Makes a random history of one partition that aims at the edges: times that are exactly a deadline or a millisecond
 * beside it, log time that stands still or would step back, records that were sent before, ticks and hostile records
 * anywhere. It runs the oracle along to know where the edges are; the records themselves are plain values.
 */
abstract class RandomLog {

    /** Short, and not whole minutes, so that a history sees the end of all. */
    static final OracleSettings SETTINGS = new OracleSettings(
                    LogProgram.PARTITIONS,
                    Duration.ofMinutes(40),
                    3,
                    Duration.ofSeconds(90),
                    Duration.ofMinutes(20),
                    Duration.ofMinutes(21),
                    Duration.ofMinutes(5),
                    Duration.ofMinutes(7),
                    false)
            .limiting(Optional.of(3), Optional.empty(), Optional.of(1), Duration.ofMinutes(4));

    /** No key of the partition, and what is no key at all. */
    private static final List<String> STRAY_KEYS =
            List.of("21", "007", "", "a/b", "cal:", "a b", "9007199254740992", "\u00e9");

    private static final List<String> UNREADABLE = List.of(
            "",
            "hello",
            "{",
            "{\"a\":1,\"a\":2}",
            "[]",
            "{}",
            "{\"type\":7}",
            "{\"type\":\"tock\"}",
            "{\"type\": \"tick\"}",
            "{\"type\":\"tick\",\"a\":1}",
            "\u0000\u0001\u0002",
            "\u00c3\u0001",
            "\u00c3\u0001\u0001\u0002\u0003\u0004\u0005\u0006\u0007\u0008",
            "{}" + " ".repeat(65_535));

    private static final List<Object> WRONG = List.of(
            "",
            "x",
            "a/b",
            true,
            -1L,
            0L,
            1L,
            1_441L,
            50_000L,
            Long.MAX_VALUE,
            1.5,
            List.of(),
            List.of("x"),
            Map.of(),
            "2050-02-30T10:00:00Z",
            "2050-09-05T10:00:00.1234Z",
            "x".repeat(300),
            "\ud83d\ude00".repeat(255),
            "\ud83d\ude00".repeat(256),
            "\u00e9@example.com");

    final RandomGenerator random;
    final Oracle oracle = new Oracle(SETTINGS);
    final List<LogRecord> records = new ArrayList<>();
    private final Map<String, Map<String, Object>> shown = new TreeMap<>();
    final String topic;
    /** How many of a hundred requests have a wrong field. */
    private final int spoiled;

    /** Log time. */
    Instant now;

    RandomLog(RandomGenerator random, String topic, Instant begin) {
        this.random = random;
        this.topic = topic;
        this.now = begin;
        this.spoiled = chance(10) ? 35 : 6;
    }

    /** Keys of the partition, in ascending order. */
    static List<String> keys(String prefix, int count) {
        return IntStream.range(1, 100_000)
                .mapToObj(n -> prefix + n)
                .filter(key -> Murmur2.partitionOf(key, LogProgram.PARTITIONS) == LogProgram.PARTITION)
                .limit(count)
                .sorted()
                .toList();
    }

    /** A request of this log: to whom, and what. */
    record Asked(String key, Body body) {}

    abstract Asked nextRequest();

    /** A moment at which something begins or ends that no deadline tells of. */
    abstract Instant edge();

    final void add(LogRecord record) {
        now = record.at().isAfter(now) ? record.at() : now;
        for (Output output : oracle.next(record.seen(LogProgram.PARTITION, records.size()))) {
            if (output.channel() == Output.ExpectedChannel.SNAPSHOTS) {
                String key = output.key().orElseThrow();
                output.content().ifPresentOrElse(it -> shown.put(key, it), () -> shown.remove(key));
            }
        }
        records.add(record);
    }

    /** The latest snapshots, by key. */
    final Map<String, Map<String, Object>> shown() {
        return shown;
    }

    final boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    final <T> T oneOf(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    final Optional<Instant> nextDeadline() {
        return oracle.nextDeadline(topic, LogProgram.PARTITION);
    }

    /** Mostly log time goes on or stands still; seldom the broker's clock stepped back. */
    final Instant nextTimestamp(int standing) {
        int dice = random.nextInt(100);
        if (dice < 2 && !records.isEmpty()) {
            return oneOf(List.of(Instant.EPOCH, now.minusMillis(1), now.minus(Duration.ofHours(5))));
        }
        if (dice < standing) {
            return now;
        }
        if (dice < standing + 10) {
            return now.plusSeconds(random.nextInt(1, 50));
        }
        Instant edge = dice >= 95 ? edge() : nextDeadline().orElse(now);
        if (dice == 99) {
            edge = now.plus(Duration.ofMinutes(10));
        }
        Instant beside = chance(35) ? edge.plusMillis(random.nextInt(-1, 2)) : edge;
        return beside.isBefore(now) ? now : beside;
    }

    final LogRecord nextRecord(Instant at) {
        int dice = random.nextInt(100);
        if (dice < 7) {
            LogRecord tick = LogRecord.tick(topic, at);
            return chance(80) ? tick : tick.key(chance(50) ? Optional.empty() : Optional.of(oneOf(STRAY_KEYS)));
        }
        Asked asked = nextRequest();
        LogRecord record = LogRecord.of(topic, at, asked.key(), asked.body());
        if (dice < 22 && !records.isEmpty()) {
            return oneOf(records.subList(Math.max(0, records.size() - 12), records.size()))
                    .at(at);
        }
        if (dice < 24) {
            return record.text(chance(10) ? Optional.empty() : Optional.of(oneOf(UNREADABLE)));
        }
        if (dice < 25) {
            return record.key(chance(20) ? Optional.empty() : Optional.of(oneOf(STRAY_KEYS)));
        }
        if (dice < 25 + spoiled) {
            Body wrong = Body.ofFields(spoiled(asked.body().fields()));
            record = record.text(Optional.of(wrong.json()));
        }
        return chance(8) ? record.replyTo(random.nextInt(LogProgram.PARTITIONS)) : record;
    }

    final Body envelope(Body body) {
        Body with = body;
        if (chance(35)) {
            with = with.with("request_id", "r" + random.nextInt(8));
        }
        if (chance(25)) {
            with = with.with("include_snapshot", chance(90));
        }
        if (chance(12)) {
            with = with.with("dry_run", chance(90));
        }
        if (chance(2)) {
            with = with.with("request_id", oneOf(List.of("no id", "x".repeat(65), 7L)));
        }
        if (chance(1)) {
            with = with.with("requested_by", oneOf(List.of("no body", "", 7L)));
        }
        if (chance(1)) {
            with = with.with("dry_run", "yes");
        }
        return chance(1) ? with.with("include_snapshot", "yes") : with;
    }

    /** With one field replaced by something else, somewhere. */
    private Map<String, Object> spoiled(Map<String, Object> fields) {
        var copy = new LinkedHashMap<>(fields);
        List<String> names = new ArrayList<>(copy.keySet());
        names.remove("type");
        if (!names.isEmpty()) {
            String name = oneOf(names);
            copy.put(name, spoiled(copy.get(name)));
        }
        return copy;
    }

    private @Nullable Object spoiled(@Nullable Object value) {
        if (value instanceof Map<?, ?> map && !map.isEmpty() && chance(80)) {
            var copy = new LinkedHashMap<Object, Object>(map);
            Object name = oneOf(new ArrayList<Object>(map.keySet()));
            copy.put(name, spoiled(copy.get(name)));
            return copy;
        }
        if (value instanceof List<?> list && !list.isEmpty() && chance(80)) {
            List<Object> copy = new ArrayList<>(list);
            int i = random.nextInt(copy.size());
            copy.set(i, spoiled(copy.get(i)));
            return copy;
        }
        return chance(15) ? null : oneOf(WRONG);
    }
}
