package io.slotkeeper.app.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.slotkeeper.audit.Judged;
import io.slotkeeper.testing.CommandRun;
import io.slotkeeper.testing.Program;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** {@code demo} and {@code dev} as a user at a terminal sees them: they end, also at Ctrl-C, and leave nothing behind. */
@Execution(ExecutionMode.CONCURRENT)
final class DemoIT {

    private static final Duration SECONDS = Duration.ofSeconds(15);
    private static final Pattern KAFKA = Pattern.compile("\\s*Kafka\\s+(127\\.0\\.0\\.1:[0-9]+).*");

    private static final String DEFINE =
            "{\"key\":\"1\",\"value\":{\"type\":\"define_event_type\",\"length_minutes\":30}}\n";
    private static final String RESERVE =
            "{\"key\":\"1\",\"value\":{\"type\":\"reserve_slot\",\"reservation_uid\":\"a\","
                    + "\"slot_start\":\"2050-09-05T10:00:00Z\"}}\n";

    @TempDir
    private Path folder = Path.of("");

    @Test
    void the_demo_ends_by_itself_in_under_a_minute_and_everything_was_as_the_documents_say() {
        try (Program demo = Program.start(folder, "demo")) {
            assertThat(demo.exitStatus(Duration.ofSeconds(60))).as("%s", demo).isZero();
            assertThat(demo.out()).contains("Everything was as the documents say.");
            assertThat(demo.out())
                    .filteredOn(line -> line.matches("    0 of [0-9]+ .*"))
                    .as("what the audit says")
                    .hasSize(Judged.values().length)
                    .anySatisfy(line -> assertThat(line).contains(" requests without exactly one outcome"));
            assertThat(demo.err()).isEmpty();
            assertThat(demo.temporaryFiles()).isEmpty();
        }
    }

    @Test
    void ctrl_c_in_the_middle_of_the_demo_ends_it_and_leaves_nothing() throws Exception {
        try (Program demo = Program.start(folder, "demo")) {
            demo.awaitOut("... nobody writes anything");
            expectEndAtInterrupt(demo, 1);
        }
    }

    @Test
    void ctrl_c_while_the_demo_starts_ends_it_and_leaves_nothing() throws Exception {
        try (Program demo = Program.start(folder, "demo")) {
            await().atMost(SECONDS).until(() -> !demo.temporaryFiles().isEmpty());
            expectEndAtInterrupt(demo, 1);
        }
    }

    @Test
    void ctrl_c_ends_dev_and_leaves_its_data_only() throws Exception {
        try (Program dev = dev()) {
            String bootstrap = bootstrap(dev);
            assertThat(CommandRun.command(Map.of("SLOTKEEPER_BOOTSTRAP", bootstrap), "", "topics", "--verify")
                            .err())
                    .singleElement()
                    .asString()
                    .endsWith("2 partitions, replication 1");
            assertThat(CommandRun.command(
                            Map.of(), "", "dev", "--data-dir", data(), "--kafka-port", "0", "--http-port", "0"))
                    .isEqualTo(new CommandRun(
                            1,
                            List.of(),
                            List.of("slotkeeper: the data folder " + data() + " is in use by another process")));
            expectEndAtInterrupt(dev, 0);
            assertThat(dev.out()).isEmpty();
            assertThat(dev.err()).noneMatch(line -> line.contains("WARN") || line.contains("ERROR"));
        }
    }

    @Test
    void dev_goes_on_with_its_data_after_kill_9() {
        try (Program first = dev()) {
            assertThat(answers(bootstrap(first), DEFINE + RESERVE))
                    .hasSize(2)
                    .allMatch(answer -> answer.contains("\"status\":\"accepted\",\"code\":null"));
            first.kill();
        }
        try (Program second = dev()) {
            String bootstrap = bootstrap(second);
            assertThat(answers(bootstrap, RESERVE))
                    .singleElement()
                    .asString()
                    .contains("\"status\":\"accepted\",\"code\":\"repeated\"");
            assertThat(answers(bootstrap, RESERVE.replace("\"a\"", "\"b\"")))
                    .singleElement()
                    .asString()
                    .contains("\"code\":\"already_reserved\"");
            CommandRun audited = CommandRun.command(Map.of(), "", "audit", "--until-end", "--bootstrap", bootstrap);
            assertThat(audited.status()).as("%s", audited).isZero();
            assertThat(audited.out()).last().asString().startsWith("{\"result\":\"right\"");
            second.terminate();
            assertThat(second.exitStatus(Duration.ofSeconds(30))).isZero();
        }
    }

    private static void expectEndAtInterrupt(Program program, int status) throws Exception {
        List<ProcessHandle> children = program.children();
        program.interrupt();
        assertThat(program.exitStatus(SECONDS)).as("%s", program).isEqualTo(status);
        assertThat(children).noneMatch(ProcessHandle::isAlive);
        assertThat(program.temporaryFiles()).isEmpty();
        assertThat(program.err()).noneMatch(line -> line.contains("\tat ") || line.contains("Exception"));
    }

    private Program dev() {
        return Program.start(
                folder, "dev", "--data-dir", data(), "--kafka-port", "0", "--http-port", "0", "--partitions", "2");
    }

    private String data() {
        return folder.resolve("data").toString();
    }

    /** Waits until it is ready and says where. */
    private static String bootstrap(Program dev) {
        await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> {
            assertThat(dev.isAlive()).as("%s", dev).isTrue();
            assertThat(dev.err())
                    .as("%s", dev)
                    .anyMatch(line -> KAFKA.matcher(line).matches());
        });
        return dev.err().stream()
                .map(KAFKA::matcher)
                .filter(Matcher::matches)
                .map(matcher -> matcher.group(1))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> answers(String bootstrap, String lines) {
        return CommandRun.command(Map.of(), lines, "send", "reservation-requests", "--wait", "--bootstrap", bootstrap)
                .out();
    }
}
