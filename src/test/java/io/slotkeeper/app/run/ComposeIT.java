package io.slotkeeper.app.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.slotkeeper.app.config.ConfigKeys;
import io.slotkeeper.app.console.ExitStatus;
import io.slotkeeper.testing.CommandRun;
import io.slotkeeper.testing.HttpAnswer;
import io.slotkeeper.testing.HttpApi;
import io.slotkeeper.testing.TestProgram;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * docker-compose.yml, brought up as a project of its own beside which the usual one can't run: the ports are the same.
 * It takes minutes, so it has to be asked for, and is aborted where Docker doesn't run.
 */
@EnabledIfSystemProperty(
        named = "slotkeeper.compose",
        matches = "true",
        disabledReason = "three brokers and two instances in containers, only with -Dslotkeeper.compose=true")
final class ComposeIT {

    private static final String BOOTSTRAP = "127.0.0.1:19092,127.0.0.1:19093,127.0.0.1:19094";
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    /** Long enough for a refusal meanwhile on a slow machine, short enough to wait for its end. */
    private static final String HOLD = "30s";

    /** So many keys that each of the eight partitions has some. */
    private static final int KEYS = 64;

    @TempDir
    private Path folder = Path.of("");

    @Test
    void both_documents_are_answered_while_a_broker_is_stopped_and_an_instance_killed() throws Exception {
        Assumptions.assumeTrue(dockerRuns(), "no Docker with compose here");
        try {
            compose("up", "-d", "--build", "--wait");
            accepted("selection-requests", "scv_1", """
                {"type":"create_conversation","participants":[
                  {"participant_id":"@grace","slots":{"selection_method":"auto"}},{"participant_id":"@karl"}],
                 "tzid":"America/Chicago","required_duration":{"minutes":60},
                 "available_periods":[{"start":"2050-05-02T09:00:00Z","end":"2050-05-02T18:00:00Z"}]}\
                """);
            accepted("reservation-requests", "1", """
                {"type":"define_event_type","title":"Intro call","length_minutes":60}\
                """);

            String reservation = reservedOverHttp();

            compose("stop", "kafka-2");
            compose("kill", "slotkeeper-1");
            awaitAllPartitions();
            assertThat(HttpApi.at(8082).get(reservation).status())
                    .as("what the killed instance granted")
                    .isEqualTo(200);

            accepted("selection-requests", "scv_1", """
                {"type":"select_slots","participant":"@karl","selected_slots":[{"slot_id":"slt_2535094800"}]}\
                """);
            assertThat(last("conversations", "scv_1").at("/chosen_slot/start").textValue())
                    .isEqualTo("2050-05-02T09:00:00Z");
            accepted("reservation-requests", "1", reserve("r1"));
            assertThat(ask("reservation-requests", "1", reserve("r2"))
                            .get("code")
                            .asText())
                    .isEqualTo("already_reserved");

            compose("up", "-d", "--wait");
            await().atMost(PATIENCE)
                    .until(() -> last("reservations", "1/r1")
                            .get("status")
                            .textValue()
                            .equals("expired"));
            accepted("reservation-requests", "1", reserve("r2"));

            compose("stop", "slotkeeper-1", "slotkeeper-2");
            assertThat(compose("ps", "-a", "--format", "{{.Service}} {{.ExitCode}}"))
                    .as("SIGTERM reaches the program and ends it in time")
                    .contains("slotkeeper-1 0", "slotkeeper-2 0");
        } finally {
            compose("down", "-v", "--timeout", "5");
        }
    }

    /** By one instance, seen by the other; the path of it. */
    private static String reservedOverHttp() {
        HttpAnswer granted = HttpApi.at(8081).as("dev").post("/v2/slots/reservations", """
            {"eventTypeId":1,"slotStart":"2050-09-06T10:00:00Z"}\
            """);
        assertThat(granted.status()).as("%s", granted).isEqualTo(201);
        String path = "/v2/slots/reservations/" + granted.at("/data/reservationUid");
        assertThat(HttpApi.at(8082).get(path).status()).isEqualTo(200);
        return path;
    }

    private static String reserve(String uid) {
        return """
            {"type":"reserve_slot","reservation_uid":"%s","slot_start":"2050-09-05T10:00:00Z"}\
            """.formatted(uid);
    }

    /** Says how long it took until each partition had answered. */
    private static void awaitAllPartitions() {
        long killed = System.nanoTime();
        String lines = IntStream.rangeClosed(1, KEYS)
                .mapToObj(key -> line(Integer.toString(1_000 + key), """
                    {"type":"define_event_type","length_minutes":30}\
                    """))
                .collect(Collectors.joining());
        await().atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .until(() -> send("reservation-requests", lines).status() == ExitStatus.GOOD);
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - killed);
        System.out.println("all partitions answered " + millis + " ms after the kill");
    }

    private static void accepted(String topic, String key, String request) {
        JsonNode outcome = ask(topic, key, request);
        assertThat(outcome.path("status").asText()).as("%s", outcome).isEqualTo("accepted");
    }

    private static JsonNode ask(String topic, String key, String request) {
        CommandRun sent = send(topic, line(key, request));
        assertThat(sent.out()).as("%s", sent).hasSize(1);
        return TestProgram.json(sent.out().get(0));
    }

    private static String line(String key, String request) {
        return "{\"key\":\"" + key + "\",\"value\":" + request.replace("\n", "") + "}\n";
    }

    private static CommandRun send(String topic, String lines) {
        return CommandRun.command(Map.of(), lines, "send", topic, "--wait", "--bootstrap", BOOTSTRAP);
    }

    private static JsonNode last(String what, String key) {
        CommandRun watched = CommandRun.command(
                Map.of(), "", "watch", what, "--from-beginning", "--until-end", "--key", key, "--bootstrap", BOOTSTRAP);
        assertThat(watched.out()).as("%s", watched).isNotEmpty();
        return TestProgram.json(watched.out().get(watched.out().size() - 1)).get("value");
    }

    private boolean dockerRuns() throws InterruptedException {
        try {
            // The one asks the engine, the other knows whether this client has compose.
            return run(List.of("docker", "info")).status() == 0
                    && run(List.of("docker", "compose", "version")).status() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    /** Returns what it printed; fails when it fails. */
    private List<String> compose(String... args) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of("docker", "compose", "-p", "slotkeeper-it"));
        command.addAll(List.of(args));
        CommandRun ran = run(command);
        assertThat(ran.status()).as("%s: %s", command, ran).isZero();
        return ran.out();
    }

    private CommandRun run(List<String> command) throws IOException, InterruptedException {
        Path out = folder.resolve("out");
        var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(out.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("SLOTKEEPER_"));
        builder.environment().put(ConfigKeys.RESERVATION_DEFAULT.variable(), HOLD);
        Process process = builder.start();
        try {
            assertThat(process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS))
                    .as("%s ends", command)
                    .isTrue();
        } finally {
            process.destroy();
        }
        return new CommandRun(process.exitValue(), Files.readAllLines(out, StandardCharsets.UTF_8), List.of());
    }
}
