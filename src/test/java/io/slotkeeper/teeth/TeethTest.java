package io.slotkeeper.teeth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.platform.launcher.LauncherConstants;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/**
 * Each planted bug is noticed by the test that is named for it, which passes without it (docs/spec/faults.md#teeth).
 * The table
 * for people is in docs/explanation/testing.md#teeth.
 */
class TeethTest {

    private static final String ORACLE = "oracle.OracleTest";
    private static final String RESERVATIONS = "reservations_come_out_as_the_specification_says";
    private static final String CONVERSATIONS = "conversations_come_out_as_the_specification_says";

    private static final String SIMULATION = "stream.SimulationTest";
    private static final String RESERVATIONS_UNDER_FAULTS = "reservations_are_committed_as_if_there_were_no_faults";

    private static final String HISTORIES = "slotkeeper.histories";
    private static final String SHRINK = "slotkeeper.shrink";
    private static final String MANY_HOLDS = "more_holds_end_than_a_tick_announces";

    private static PlantedBug bug(String name, String type, String right, String wrong, String test, String method) {
        return new PlantedBug(name, type, right, wrong, test, method);
    }

    static Stream<PlantedBug> bugs() {
        return Stream.of(
                bug(
                        "a wall clock decides what has expired",
                        "logtime.LogTime",
                        "return Math.max(0, Math.max(timestamp, before));",
                        "return System.currentTimeMillis();",
                        ORACLE,
                        RESERVATIONS),
                bug(
                        "log time steps back with the broker's clock",
                        "logtime.LogTime",
                        "Math.max(timestamp, before)",
                        "timestamp",
                        ORACLE,
                        CONVERSATIONS),
                bug(
                        "a hold is honoured at its deadline",
                        "reservation.calendar.Hold",
                        "until.isAfter(now)",
                        "!until.isBefore(now)",
                        ORACLE,
                        "a_hold_that_is_due_is_not_honoured_before_its_end_is_announced"),
                bug(
                        "a hold keeps others out at its deadline",
                        "occupancy.HoldTable",
                        "untils.get(row) <= now",
                        "untils.get(row) < now",
                        ORACLE,
                        "a_hold_that_is_due_keeps_nobody_out_before_its_end_is_announced"),
                bug(
                        "what is due at this very time is not announced",
                        "logtime.Sweep",
                        "filter(due -> !due.deadline().isAfter(now))",
                        "filter(due -> due.deadline().isBefore(now))",
                        ORACLE,
                        CONVERSATIONS),
                bug(
                        "slots that touch are taken to overlap",
                        "occupancy.OccupancyIndex",
                        "windows.start(other) >= end + gap || windows.end(other) <= start - gap",
                        "windows.start(other) > end + gap || windows.end(other) < start - gap",
                        ORACLE,
                        RESERVATIONS),
                bug(
                        "a refused request gets no outcome",
                        "process.RequestDecider",
                        "return Result.of(outcomes.refused(record, request, refusal));",
                        "return Result.NOTHING;",
                        ORACLE,
                        RESERVATIONS),
                bug(
                        "a key is decided in whatever partition it comes",
                        "process.RequestDecider",
                        "expected != record.partition()",
                        "expected < 0",
                        ORACLE,
                        RESERVATIONS),
                bug(
                        "an expiry is swallowed by the request that follows it",
                        "process.RecordProcessor",
                        "Result.concat(announced.result().outputs(), decided.outputs())",
                        "Result.concat(tick ? announced.result().outputs() : List.of(), decided.outputs())",
                        ORACLE,
                        RESERVATIONS),
                bug(
                        "a request announces more deadlines than it may",
                        "process.RecordProcessor",
                        ": Limits.ANNOUNCED_PER_REQUEST);",
                        ": 65);",
                        ORACLE,
                        MANY_HOLDS),
                bug(
                        "the name of a closed reservation is granted again",
                        "reservation.Decider",
                        "markers.stream().filter(marker -> !isDue(marker)).findFirst()",
                        "Optional.empty()",
                        ORACLE,
                        RESERVATIONS),
                bug(
                        "only three requests are remembered",
                        "request.RememberedRequests",
                        "next.size() - Limits.MAX_REMEMBERED_REQUESTS",
                        "next.size() - 3",
                        ORACLE,
                        CONVERSATIONS),
                bug(
                        "booked attendees take no seats from holds",
                        "reservation.view.WindowUse",
                        "seatsTaken() >= seats",
                        "holds >= seats",
                        "reservation.SeatsTest",
                        "holds_and_attendees_together_fill_the_window"),
                bug(
                        "a hold that was released counts for its party's cap",
                        "reservation.view.ReservationChanges",
                        "counted -> counted.without(hold.uid())",
                        "counted -> counted",
                        ORACLE,
                        "what_anonymous_clients_hold_comes_out_as_the_specification_says"),
                bug(
                        "the hold that was granted first gives way first",
                        "reservation.BookingDecider",
                        ".reversed())",
                        ")",
                        ORACLE,
                        RESERVATIONS),
                bug(
                        "two participants of one name are let in",
                        "conversation.CreateCheck",
                        "identity.is(name -> !identities.add(name))",
                        "identity.is(name -> false)",
                        ORACLE,
                        CONVERSATIONS),
                bug(
                        "records are processed at least once",
                        "stream.StreamsSettings",
                        "StreamsConfig.EXACTLY_ONCE_V2);",
                        "StreamsConfig.AT_LEAST_ONCE);",
                        SIMULATION,
                        RESERVATIONS_UNDER_FAULTS),
                bug(
                        "a revived task keeps the deadlines of what was rolled back",
                        "stream.LogProcessor",
                        "records = new RecordProcessor(",
                        "records = records != null ? records : new RecordProcessor(",
                        SIMULATION,
                        RESERVATIONS_UNDER_FAULTS),
                bug(
                        "a revived task waits for a tick that was rolled back",
                        "stream.LogProcessor",
                        "        pacer = new TickPacer();",
                        "",
                        SIMULATION,
                        RESERVATIONS_UNDER_FAULTS),
                bug(
                        "a request is refused because a store fails",
                        "process.RequestDecider",
                        "catch (StateMismatchException | StoreFailedException e)",
                        "catch (StateMismatchException e)",
                        SIMULATION,
                        RESERVATIONS_UNDER_FAULTS),
                bug(
                        "a deadline is set aside because a store fails",
                        "process.DueAnnouncer",
                        "if (e instanceof StateMismatchException || e instanceof StoreFailedException)",
                        "if (e instanceof StateMismatchException)",
                        SIMULATION,
                        RESERVATIONS_UNDER_FAULTS),
                bug(
                        "a damaged file is taken for the end of the state",
                        "stream.StateStores",
                        "if (!complete[0]) {",
                        "if (complete.length == 0) {",
                        "stream.StateStoresTest",
                        "a_file_that_is_damaged_in_the_middle_is_no_end_of_the_store"),
                bug(
                        "headers of a request are passed on with its outcome",
                        "stream.LogProcessor",
                        "new Record<>(output.key(), value, output.timestamp().toEpochMilli())",
                        "new Record<>(output.key(), value, output.timestamp().toEpochMilli(),"
                                + " new org.apache.kafka.common.header.internals.RecordHeaders()"
                                + ".add(\"authorization\", new byte[1]))",
                        "stream.SlotkeeperTopologyTest",
                        "what_comes_out_has_log_time_as_its_timestamp_and_no_headers"));
    }

    @ParameterizedTest
    @MethodSource("bugs")
    void a_planted_bug_is_noticed(PlantedBug bug, @TempDir Path folder) throws Exception {
        Planted planted = Planted.plant(bug, folder);
        // Nobody reads the steps of the history that fails.
        TestExecutionSummary summary = with(SHRINK, "false", () -> run(bug.test(), bug.method(), planted));
        assertThat(summary.getTestsFoundCount())
                .as("tests named %s", bug.method())
                .isEqualTo(1);
        assertThat(summary.getTestsFailedCount())
                .as("%s notices that %s", bug.test(), bug.name())
                .isEqualTo(1);
        assertThat(summary.getFailures().get(0).getException())
                .as("noticed by what it asserts, not by chance")
                .isInstanceOf(AssertionError.class);
    }

    /** Or a bug would be noticed by what is wrong with the way it is planted. */
    @ParameterizedTest
    @MethodSource("tests")
    void without_a_bug_its_test_passes(String test, String method, @TempDir Path folder) throws Exception {
        // All of them are tried where the test has its place.
        TestExecutionSummary summary = with(HISTORIES, "50", () -> run(test, method, Planted.nothing(folder)));
        assertThat(summary.getFailures()).as("failures").isEmpty();
        assertThat(summary.getTestsSucceededCount()).as("tests").isEqualTo(1);
    }

    static Stream<Arguments> tests() {
        return bugs().map(bug -> List.of(bug.test(), bug.method()))
                .distinct()
                .map(test -> Arguments.of(test.toArray()));
    }

    private static <T> T with(String property, String value, Callable<T> call) throws Exception {
        String before = System.getProperty(property);
        System.setProperty(property, value);
        try {
            return call.call();
        } finally {
            if (before == null) {
                System.clearProperty(property);
            } else {
                System.setProperty(property, before);
            }
        }
    }

    private static TestExecutionSummary run(String name, String method, ClassLoader planted)
            throws ClassNotFoundException {
        var listener = new SummaryGeneratingListener();
        Class<?> test = planted.loadClass("io.slotkeeper." + name);
        var request = LauncherDiscoveryRequestBuilder.request()
                .selectors(selectMethod(test, method))
                .configurationParameter(LauncherConstants.STACKTRACE_PRUNING_ENABLED_PROPERTY_NAME, "true")
                .build();
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(planted);
        try {
            LauncherFactory.create(LauncherConfig.builder()
                            .enableTestExecutionListenerAutoRegistration(false)
                            .build())
                    .execute(request, listener);
        } finally {
            thread.setContextClassLoader(before);
        }
        return listener.getSummary();
    }

    @Test
    void every_planted_bug_is_in_the_table() throws IOException {
        List<String> guide = Files.readAllLines(Path.of("docs/explanation/testing.md"));
        assertThat(bugs())
                .allSatisfy(bug -> assertThat(guide)
                        .anyMatch(line -> line.startsWith("| " + bug.name() + " |")
                                && line.contains(bug.test().replaceAll(".*\\.", ""))));
    }
}
