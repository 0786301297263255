package io.slotkeeper.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import io.slotkeeper.request.CauseType;
import io.slotkeeper.request.Code;
import io.slotkeeper.wire.RefusedCode;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The random histories reach whatever the specification names, except where a test says what they don't reach. */
class CoverageTest {

    /** What came out of all of them, by its kind, and how often. */
    private static final Map<String, Map<String, Integer>> REACHED = new TreeMap<>();

    private static final Map<String, Long> MOST_SNAPSHOTS = new TreeMap<>();

    @BeforeAll
    static void run_the_oracle() {
        run(250, ReservationLog::of);
        run(50, ReservationLog::ofAnonymous);
        run(250, ConversationLog::of);
        run(1, CrowdedLog::ofManyHolds);
        run(1, CrowdedLog::ofManyConversations);
        run(2, CrowdedLog::ofAFullDocument);
        run(1, CrowdedLog::ofClosedNames);
        run(RandomLog.SETTINGS.withRoomFor(4), 20, ReservationLog::of);
    }

    private static void run(int histories, Function<RandomGenerator, List<LogRecord>> generator) {
        run(RandomLog.SETTINGS, histories, generator);
    }

    private static void run(
            OracleSettings settings, int histories, Function<RandomGenerator, List<LogRecord>> generator) {
        for (int seed = 1; seed <= histories; seed++) {
            count(settings, generator.apply(new SplittableRandom(seed)));
        }
    }

    private static void count(OracleSettings settings, List<LogRecord> history) {
        var oracle = new Oracle(settings);
        for (int offset = 0; offset < history.size(); offset++) {
            LogRecord record = history.get(offset);
            List<Output> outputs = oracle.next(record.seen(LogProgram.PARTITION, offset));
            outputs.forEach(CoverageTest::count);
            long snapshots = outputs.stream()
                    .filter(it -> it.channel() == Output.ExpectedChannel.SNAPSHOTS)
                    .count();
            mostSnapshots(record, snapshots);
        }
    }

    private static void mostSnapshots(LogRecord record, long snapshots) {
        String kind = record.text().filter("{\"type\":\"tick\"}"::equals).isPresent() ? "tick" : "no tick";
        MOST_SNAPSHOTS.merge(kind + " of " + record.topic(), snapshots, Math::max);
    }

    private static void count(Output output) {
        reach("channel", output.channel());
        if (output.content().isEmpty()) {
            reach("status", "tombstone");
            return;
        }
        Map<String, Object> content = output.content().get();
        switch (output.channel()) {
            case REFUSED -> reach("refused", content.get("code"));
            case SNAPSHOTS -> {
                reach("status", content.get("status"));
                reach("cause", field(content.get("cause"), "type"));
                if (content.get("participants") instanceof List<?> people) {
                    people.forEach(it -> reach("participant", field(it, "status")));
                }
            }
            default -> outcome(content);
        }
    }

    private static void outcome(Map<String, Object> content) {
        Object code = content.get("code");
        reach("code", code == null ? "accepted" : code);
        reach("outcome", content.get("request_type") + " " + (code == null ? content.get("status") : code));
        if (content.get("snapshot") != null) {
            reach("with snapshot", content.get("request_type"));
        }
        if (content.get("booking") != null) {
            reach("with booking", content.get("request_type"));
        }
        if (content.get("errors") instanceof Map<?, ?> errors) {
            errors.values().forEach(it -> ((List<?>) it).forEach(error -> reach("error", field(error, "key"))));
        }
    }

    private static @Nullable Object field(@Nullable Object object, String name) {
        return object instanceof Map<?, ?> map ? map.get(name) : null;
    }

    private static void reach(String kind, @Nullable Object what) {
        REACHED.computeIfAbsent(kind, it -> new TreeMap<>()).merge(String.valueOf(what), 1, Integer::sum);
    }

    private static Set<String> reached(String kind) {
        return REACHED.getOrDefault(kind, Map.of()).keySet();
    }

    private static Set<String> all(Stream<String> names, String... except) {
        Set<String> all = names.collect(Collectors.toCollection(TreeSet::new));
        assertThat(all).containsAll(List.of(except));
        all.removeAll(List.of(except));
        return all;
    }

    @Test
    void every_code() {
        Set<String> codes = all(Arrays.stream(Code.values()).map(Code::text), "internal_error");
        codes.addAll(Set.of("accepted", "repeated"));

        assertThat(reached("code"))
                .as("all but what a bug of the program's own would be")
                .isEqualTo(codes);
    }

    @Test
    void every_field_error() {
        assertThat(reached("error"))
                .isEqualTo(all(Arrays.stream(Code.values()).map(Code::key), "errors.internal_error"));
    }

    @Test
    void every_cause() {
        assertThat(reached("cause"))
                .isEqualTo(all(Arrays.stream(CauseType.values()).map(CauseType::text)));
    }

    @Test
    void every_refused_record() {
        assertThat(reached("refused"))
                .as("all but bugs of the program's own, and damaged Avro of a schema that is known")
                .isEqualTo(all(
                        Arrays.stream(RefusedCode.values()).map(RefusedCode::text),
                        "reading_failed",
                        "announce_failed",
                        "avro_malformed"));
    }

    @Test
    void every_status() {
        assertThat(reached("status"))
                .containsExactlyInAnyOrder(
                        "held",
                        "released",
                        "booked",
                        "preempted",
                        "in_progress",
                        "complete",
                        "cancelled",
                        "expired",
                        "tombstone");
        assertThat(reached("participant")).containsExactlyInAnyOrder("needs_action", "waiting", "complete");
        assertThat(reached("channel")).containsExactlyInAnyOrder("SNAPSHOTS", "OUTCOMES", "EDGE_OUTCOMES", "REFUSED");
    }

    @Test
    void more_is_due_than_a_record_announces() {
        assertThat(MOST_SNAPSHOTS)
                .containsEntry("tick of reservation-requests", 2_048L)
                .containsEntry("tick of selection-requests", 128L);
        assertThat(MOST_SNAPSHOTS.get("no tick of reservation-requests")).isGreaterThanOrEqualTo(64);
        assertThat(MOST_SNAPSHOTS.get("no tick of selection-requests")).isGreaterThanOrEqualTo(64);
    }
}
