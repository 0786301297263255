package io.slotkeeper.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.slotkeeper.app.config.Config;
import io.slotkeeper.app.console.StopSignal;
import io.slotkeeper.app.run.KafkaClients;
import io.slotkeeper.stream.cluster.TopicAdmin;
import io.slotkeeper.testing.Broker;
import io.slotkeeper.testing.CommandRun;
import io.slotkeeper.testing.PlainHttp;
import io.slotkeeper.testing.Program;
import io.slotkeeper.topics.Topic;
import io.slotkeeper.topics.TopicNames;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands in this JVM, against a real broker; where answers are needed, a few lines here give them. */
final class CommandsIT {

    private static final int PARTITIONS = 3;
    private static final TopicNames TOPICS = Broker.topics(CommandsIT.class, "shared");

    @BeforeAll
    static void topics() {
        create(TOPICS);
    }

    @Test
    void sends_to_the_partition_that_the_java_client_picks() {
        String lines = """
            {"key":"a","value":{"n":1}}

            {"key":"ä","value":{"n":2.50}}
            """;
        CommandRun sent = CommandRun.command(environment(TOPICS), lines, "send", "selection-requests");
        assertThat(sent).isEqualTo(new CommandRun(0, List.of(), List.of()));
        List<ConsumerRecord<byte[], byte[]>> found = read(TOPICS, Topic.SELECTION_REQUESTS, 2);
        assertThat(found)
                .extracting(record -> text(record.value()))
                .containsExactlyInAnyOrder("{\"n\":1}", "{\"n\":2.50}");
        assertThat(found)
                .allSatisfy(record -> assertThat(record.partition())
                        .isEqualTo(Utils.toPositive(Utils.murmur2(record.key())) % PARTITIONS));
    }

    @Test
    void limits_the_lines_without_an_answer_only_where_answers_are_waited_for() {
        assertThat(CommandRun.command(environment(TOPICS), "", "send", "selection-requests", "--unanswered", "5"))
                .isEqualTo(new CommandRun(
                        2,
                        List.of(),
                        List.of("slotkeeper: --unanswered goes with --wait; see slotkeeper send --help")));
        assertThat(CommandRun.command(
                        environment(TOPICS), "", "send", "selection-requests", "--wait", "--unanswered", "0"))
                .isEqualTo(new CommandRun(
                        2,
                        List.of(),
                        List.of("slotkeeper: --unanswered is 0, expected 1 or more; see slotkeeper send --help")));
    }

    @Test
    void sends_what_stands_before_a_bad_line(@TempDir Path folder) throws IOException {
        TopicNames topics = Broker.topics(CommandsIT.class, "bad-line");
        create(topics);
        Path file = Files.writeString(
                folder.resolve("f"), "{\"key\":\"a\",\"value\":{}}\n{\"value\":{}}\n{\"key\":\"a\",\"value\":{}}\n");
        CommandRun sent = CommandRun.command(environment(topics), "", "send", "selection-requests", file.toString());
        assertThat(sent)
                .isEqualTo(new CommandRun(
                        2, List.of(), List.of("slotkeeper: line 2: \"key\" is missing; see slotkeeper send --help")));
        assertThat(read(topics, Topic.SELECTION_REQUESTS, 1)).hasSize(1);
    }

    @Test
    void waits_for_the_answers_and_prints_them_in_the_order_of_the_lines() throws Exception {
        TopicNames topics = Broker.topics(CommandsIT.class, "wait");
        create(topics);
        String lines = """
            {"key":"1","value":{"n":0}}
            {"key":"2","value":{"n":1,"request_id":"mine"}}
            {"key":"3","value":{"n":2}}
            """;
        CompletableFuture<CommandRun> sent = CompletableFuture.supplyAsync(
                () -> CommandRun.command(environment(topics), lines, "send", "reservation-requests", "--wait"));
        List<ConsumerRecord<byte[], byte[]>> requests = read(topics, Topic.RESERVATION_REQUESTS, 3);
        assertThat(requests).allSatisfy(r -> assertThat(text(r.value())).contains("\"request_id\":\""));
        // The last is answered first; the first is refused as unreadable, the others by name and by full name.
        Collections.reverse(requests);
        for (ConsumerRecord<byte[], byte[]> request : requests) {
            answer(topics, request);
        }
        CommandRun ran = sent.get(20, TimeUnit.SECONDS);
        assertThat(ran.out()).hasSize(3);
        assertThat(ran.out().get(0)).contains("\"reason\":\"n0\"");
        assertThat(ran.out().get(1)).contains("\"request\":\"n1\"");
        assertThat(ran.out().get(2)).contains("\"request\":\"n2\"");
        assertThat(ran.status()).isEqualTo(1);
    }

    @Test
    void refuses_a_topic_that_is_no_input() {
        assertThat(CommandRun.command(environment(TOPICS), "", "send", "request-outcomes"))
                .isEqualTo(new CommandRun(
                        2,
                        List.of(),
                        List.of("slotkeeper: TOPIC is 'request-outcomes', expected selection-requests or"
                                + " reservation-requests; see slotkeeper send --help")));
    }

    @Test
    void names_a_topic_that_is_missing() {
        TopicNames none = Broker.topics(CommandsIT.class, "none");
        CommandRun sent = CommandRun.command(environment(none), "", "send", "selection-requests");
        assertThat(sent.status()).isEqualTo(1);
        assertThat(sent.err())
                .singleElement()
                .asString()
                .startsWith("slotkeeper: topic " + none.name(Topic.SELECTION_REQUESTS) + ": the topic is missing");
        CommandRun watched = CommandRun.command(environment(none), "", "watch", "refused");
        assertThat(watched.status()).isEqualTo(1);
        assertThat(watched.err()).singleElement().asString().contains("is missing; to mend: ./slotkeeper topics");
    }

    @Test
    void watches_what_is_there() throws Exception {
        TopicNames topics = Broker.topics(CommandsIT.class, "watch");
        create(topics);
        write(topics, Topic.RESERVATION_SNAPSHOTS, 0, "1/a", "{\"revision\":1}");
        write(topics, Topic.RESERVATION_SNAPSHOTS, 0, "1/b", "{\"revision\":1}");
        write(topics, Topic.RESERVATION_SNAPSHOTS, 0, "1/a", null);
        assertThat(CommandRun.command(
                        environment(topics), "", "watch", "reservations", "--from-beginning", "--until-end"))
                .isEqualTo(new CommandRun(
                        0,
                        List.of(
                                "{\"key\":\"1/a\",\"value\":{\"revision\":1}}",
                                "{\"key\":\"1/b\",\"value\":{\"revision\":1}}",
                                "{\"key\":\"1/a\",\"value\":null}"),
                        List.of()));
        String[] oneKey = {"watch", "reservations", "--from-beginning", "--until-end", "--key", "1/b"};
        assertThat(CommandRun.command(environment(topics), "", oneKey).out())
                .containsExactly("{\"key\":\"1/b\",\"value\":{\"revision\":1}}");
        assertThat(CommandRun.command(environment(topics), "", "watch", "reservations", "--until-end"))
                .isEqualTo(new CommandRun(0, List.of(), List.of()));
    }

    @Test
    void watches_both_topics_of_outcomes_until_it_is_stopped() throws Exception {
        TopicNames topics = Broker.topics(CommandsIT.class, "outcomes");
        create(topics);
        write(topics, Topic.REQUEST_OUTCOMES, 0, "1", "{\"n\":1}");
        write(topics, Topic.EDGE_OUTCOMES, 2, "2", "{\"n\":2}");
        var stop = new StopSignal();
        var out = new ByteArrayOutputStream();
        CompletableFuture<CommandRun> watched = CompletableFuture.supplyAsync(
                () -> CommandRun.command(environment(topics), stop, "", out, "watch", "outcomes", "--from-beginning"));
        await().until(() -> out.toString(StandardCharsets.UTF_8).lines().count() == 2);
        stop.request("test");
        CommandRun ran = watched.get(20, TimeUnit.SECONDS);
        assertThat(ran.status()).isZero();
        assertThat(ran.out())
                .containsExactlyInAnyOrder(
                        "{\"key\":\"1\",\"value\":{\"n\":1}}", "{\"key\":\"2\",\"value\":{\"n\":2}}");
    }

    @Test
    void creates_and_verifies_topics() {
        Map<String, String> environment = environment(Broker.topics(CommandsIT.class, "topics"));
        CommandRun before = CommandRun.command(environment, "", "topics", "--verify");
        assertThat(before.status()).isEqualTo(1);
        assertThat(before.err()).hasSize(Topic.values().length).allMatch(line -> line.contains("topics --create"));
        assertThat(CommandRun.command(environment, "", "topics", "--create", "--partitions", "2")
                        .status())
                .isZero();
        CommandRun after = CommandRun.command(environment, "", "topics", "--verify");
        assertThat(after.status()).isZero();
        assertThat(after.err()).singleElement().asString().endsWith("2 partitions, replication 1");
        assertThat(CommandRun.command(environment, "", "topics", "--create", "--partitions", "4")
                        .status())
                .isEqualTo(1);
    }

    @Test
    void run_refuses_topics_that_are_not_as_they_have_to_be(@TempDir Path state) {
        Map<String, String> environment = environment(Broker.topics(CommandsIT.class, "run-none"));
        CommandRun ran = CommandRun.command(environment, "", run(state));
        assertThat(ran.status()).isEqualTo(1);
        assertThat(ran.err()).filteredOn(line -> line.contains("is missing")).hasSize(Topic.values().length);
    }

    private static CompletableFuture<CommandRun> run(
            Map<String, String> environment, StopSignal stop, int managementPort, Path state) {
        return CompletableFuture.supplyAsync(() -> CommandRun.command(
                environment,
                stop,
                "",
                "run",
                "--http-port",
                "0",
                "--set",
                "management-port=" + managementPort,
                "--state-dir",
                state.toString()));
    }

    @Test
    void run_processes_until_it_is_stopped(@TempDir Path state) throws Exception {
        TopicNames topics = Broker.topics(CommandsIT.class, "run");
        create(topics);
        int port = Program.freePort();
        var stop = new StopSignal();
        CompletableFuture<CommandRun> ran = run(environment(topics), stop, port, state);
        var http = new PlainHttp(port);
        await().atMost(Duration.ofSeconds(30)).until(() -> http.status("/health/ready") == 200);
        assertThat(http.status("/health/live")).isEqualTo(200);
        assertThat(http.body("/metrics")).contains("slotkeeper_topic_problems 0.0", "jvm_memory_used_bytes");
        stop.request("test");
        assertThat(ran.get(30, TimeUnit.SECONDS).status()).isZero();
        assertThat(http.status("/health/live")).isEqualTo(PlainHttp.NO_ANSWER);
    }

    @Test
    void run_waits_for_a_cluster_that_is_down_and_can_be_stopped_meanwhile(@TempDir Path state) throws Exception {
        int port = Program.freePort();
        var stop = new StopSignal();
        var environment = Map.of("SLOTKEEPER_BOOTSTRAP", "127.0.0.1:" + Program.freePort());
        CompletableFuture<CommandRun> ran = run(environment, stop, port, state);
        var http = new PlainHttp(port);
        await().until(() -> http.status("/health/ready") == 503);
        assertThat(http.body("/health/ready")).isEqualTo("starting\n");
        stop.request("test");
        assertThat(ran.get(5, TimeUnit.SECONDS).status()).isZero();
    }

    @Test
    void run_says_that_its_port_is_taken(@TempDir Path state) throws IOException {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());
            assertThat(CommandRun.command(
                            environment(TOPICS), "", "run", "--http-port", port, "--state-dir", state.toString()))
                    .isEqualTo(
                            new CommandRun(1, List.of(), List.of("slotkeeper: port " + port + " for HTTP is taken")));
        }
    }

    @Test
    void wrong_use_is_one_line_and_status_two() {
        for (String[] args : List.of(
                new String[] {},
                new String[] {"nothing"},
                new String[] {"topics"},
                new String[] {"topics", "--create", "--partitions", "x"},
                new String[] {"topics", "--create", "--partitions", "0"},
                new String[] {"watch"},
                new String[] {"watch", "nothing"},
                new String[] {"send"},
                new String[] {"audit", "reservations"},
                new String[] {"run", "--set", "thread=1"},
                new String[] {"dev", "--set", "threads=1"})) {
            CommandRun ran = CommandRun.command(Map.of(), "", args);
            assertThat(ran.status()).as("%s", (Object) args).isEqualTo(2);
            assertThat(ran.err()).as("%s", (Object) args).hasSize(1).allMatch(line -> line.contains("--help"));
            assertThat(ran.out()).isEmpty();
        }
    }

    @Test
    void every_command_has_help() {
        for (String command : List.of("demo", "dev", "run", "topics", "send", "watch", "replay", "audit", "rebuild")) {
            CommandRun ran = CommandRun.command(Map.of(), "", command, "--help");
            assertThat(ran.status()).isZero();
            assertThat(ran.out().get(0)).startsWith("Usage: slotkeeper " + command);
        }
    }

    private static String[] run(Path state) {
        return new String[] {"run", "--http-port", "0", "--state-dir", state.toString()};
    }

    private static Map<String, String> environment(TopicNames topics) {
        return Map.of(
                "SLOTKEEPER_BOOTSTRAP", Broker.bootstrap(),
                "SLOTKEEPER_PREFIX", topics.prefix(),
                "SLOTKEEPER_WARM_UP", "0");
    }

    private static Config.Cluster cluster() {
        return new Config.Cluster(Broker.bootstrap(), Map.of());
    }

    private static void create(TopicNames topics) {
        try (var admin = Broker.admin()) {
            var report = new TopicAdmin(admin, topics, Broker.bootstrap()).create(PARTITIONS, OptionalInt.of(1));
            assertThat(report.problems()).isEmpty();
        }
    }

    /** As the processor does, but in the places it is told: n=0 can't be read, the others are accepted. */
    private static void answer(TopicNames topics, ConsumerRecord<byte[], byte[]> request) throws Exception {
        String place = "\"partition\":" + request.partition() + ",\"offset\":" + request.offset();
        String value = text(request.value());
        if (value.contains("\"n\":0")) {
            String refused = "{\"reason\":\"n0\",\"topic\":\"" + request.topic() + "\"," + place + "}";
            write(topics, Topic.REFUSED_RECORDS, request.partition(), null, refused);
        } else {
            String n = value.contains("\"n\":1") ? "n1" : "n2";
            String outcome = "{\"request\":\"" + n + "\",\"status\":\"accepted\",\"source\":{\"topic\":"
                    + "\"reservation-requests\"," + place + "}}";
            write(topics, Topic.REQUEST_OUTCOMES, request.partition(), text(request.key()), outcome);
        }
    }

    private static void write(
            TopicNames topics, Topic topic, int partition, @Nullable String key, @Nullable String value)
            throws Exception {
        try (var producer = KafkaClients.producer(cluster())) {
            producer.send(new ProducerRecord<>(topics.name(topic), partition, bytes(key), bytes(value)))
                    .get(10, TimeUnit.SECONDS);
        }
    }

    /** The records of a topic, in the order of their partitions' numbers of appearance, once there are so many. */
    private static List<ConsumerRecord<byte[], byte[]>> read(TopicNames topics, Topic topic, int count) {
        try (var consumer = KafkaClients.consumer(cluster())) {
            var partitions =
                    KafkaClients.partitions(consumer, topics.name(topic)).toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var found = new ArrayList<ConsumerRecord<byte[], byte[]>>();
            await().atMost(Duration.ofSeconds(20)).until(() -> {
                consumer.poll(Duration.ofMillis(100)).forEach(found::add);
                return found.size() >= count;
            });
            return found;
        }
    }

    private static byte @Nullable [] bytes(@Nullable String text) {
        return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
