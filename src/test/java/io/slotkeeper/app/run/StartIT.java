package io.slotkeeper.app.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.slotkeeper.state.MetaState;
import io.slotkeeper.store.Meta;
import io.slotkeeper.store.StoreNames;
import io.slotkeeper.testing.Broker;
import io.slotkeeper.testing.CommandRun;
import io.slotkeeper.testing.Program;
import io.slotkeeper.testing.TestInstance;
import io.slotkeeper.testing.TestProgram;
import io.slotkeeper.topics.Topic;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What a user sees of a process that can't start: one clear line on standard error and an exit status. */
@Execution(ExecutionMode.CONCURRENT)
final class StartIT {

    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir
    private Path folder = Path.of("");

    @Test
    void a_missing_topic_is_named_with_the_command_that_creates_it() throws Exception {
        try (TestProgram world = TestProgram.of(StartIT.class, "missing", 2);
                Admin admin = Broker.admin()) {
            String topic = world.topics().name(Topic.REFUSED_RECORDS);
            admin.deleteTopics(List.of(topic)).all().get();
            Awaitility.await()
                    .atMost(SOON)
                    .until(() -> !admin.listTopics().names().get().contains(topic));
            expectLines(
                    run(world),
                    1,
                    "slotkeeper: topic " + topic
                            + ": the topic is missing, expected there; to mend: ./slotkeeper topics"
                            + " --create --bootstrap " + Broker.bootstrap() + " --prefix "
                            + world.topics().prefix() + " --partitions 2");
        }
    }

    @Test
    void an_input_topic_whose_producers_set_the_time_is_refused() throws Exception {
        try (TestProgram world = TestProgram.of(StartIT.class, "create-time", 2)) {
            String topic = world.topics().name(Topic.RESERVATION_REQUESTS);
            alter(topic, "message.timestamp.type", "CreateTime");
            expectLines(
                    run(world),
                    1,
                    "slotkeeper: topic " + topic + ": message.timestamp.type is CreateTime, expected LogAppendTime; to"
                            + " mend: kafka-configs.sh --bootstrap-server " + Broker.bootstrap()
                            + " --alter --entity-type topics --entity-name " + topic
                            + " --add-config message.timestamp.type=LogAppendTime");
        }
    }

    @Test
    void a_topic_with_another_number_of_partitions_is_refused() throws Exception {
        try (TestProgram world = TestProgram.of(StartIT.class, "partitions", 2);
                Admin admin = Broker.admin()) {
            String topic = world.topics().name(Topic.REQUEST_OUTCOMES);
            admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(3)))
                    .all()
                    .get();
            Program program = run(world);
            assertThat(program.exitStatus(SOON)).as("%s", program).isEqualTo(1);
            assertThat(talk(program))
                    .singleElement()
                    .asString()
                    .startsWith("slotkeeper: topic " + topic
                            + ": the number of partitions is 3, expected 2 as everywhere; to mend: ");
        }
    }

    /** As on a full disk: a thread that finds it out keeps its tasks, and the instance waits for itself. */
    @Test
    void a_library_of_rocksdb_that_cannot_be_unpacked_ends_it() throws Exception {
        try (TestProgram world = TestProgram.of(StartIT.class, "library", 2)) {
            Path state = TestInstance.state(folder).resolve(world.topics().applicationId());
            Path inTheWay = state.resolve("librocksdbjni-linux64.so");
            Files.createDirectories(inTheWay.resolve("not-empty"));
            List<String> noTemporaryFiles = List.of("-Djava.io.tmpdir=" + folder.resolve("missing"));
            try (TestInstance instance = TestInstance.startWith(noTemporaryFiles, world.topics(), folder, Map.of())) {
                assertThat(instance.exitStatus(SOON)).as("%s", instance).isEqualTo(1);
                assertThat(instance.err())
                        .last()
                        .asString()
                        .startsWith("slotkeeper: the processor doesn't start: RocksDB's library can't be loaded: ")
                        .contains(inTheWay.toString());
            }
        }
    }

    @Test
    void state_whose_offsets_are_gone_is_refused_and_so_says_topics_verify() throws Exception {
        try (TestProgram world = TestProgram.of(StartIT.class, "offsets", 2);
                Admin admin = Broker.admin()) {
            world.start();
            world.ask(Topic.RESERVATION_REQUESTS, "1", "{'type':'define_event_type','length_minutes':60}");
            world.stop();
            String group = world.topics().applicationId();
            admin.deleteConsumerGroups(List.of(group)).all().get();
            Program program = run(world);
            assertThat(program.exitStatus(SOON)).as("%s", program).isEqualTo(1);
            assertThat(talk(program))
                    .singleElement()
                    .asString()
                    .startsWith("slotkeeper: topic " + world.topics().name(Topic.RESERVATION_REQUESTS)
                            + ": the committed offset of group " + group + " for partition ")
                    .endsWith("; to mend: ./slotkeeper rebuild");
            CommandRun verify = CommandRun.command(
                    Map.of(),
                    "",
                    "topics",
                    "--verify",
                    "--bootstrap",
                    Broker.bootstrap(),
                    "--prefix",
                    world.topics().prefix());
            assertThat(verify.status()).isEqualTo(1);
            assertThat(verify.err()).singleElement().asString().endsWith("; to mend: ./slotkeeper rebuild");
        }
    }

    @Test
    void other_decision_settings_than_the_state_was_made_with_are_refused_while_an_instance_runs_and_after() {
        try (TestProgram world = TestProgram.of(StartIT.class, "decisions", 2)) {
            world.start();
            world.ask(Topic.RESERVATION_REQUESTS, "1", "{'type':'define_event_type','length_minutes':60}");
            String refused = "slotkeeper: conversation.max-participants is 7, but the state was made with 20; "
                    + "reservation.default is PT4S, but the state was made with PT5M; to mend: "
                    + "go on with what the state was made with, or begin anew under another prefix";
            String[] settings = {"--set", "reservation.default=4s", "--set", "conversation.max-participants=7"};
            expectLines(run(world, settings), 1, refused);
            world.stop();
            expectLines(run(world, settings), 1, refused);
        }
    }

    @Test
    void state_that_a_newer_version_wrote_is_refused() throws Exception {
        try (TestProgram world = TestProgram.of(StartIT.class, "newer", 2);
                var producer = new KafkaProducer<>(
                        Map.of("bootstrap.servers", Broker.bootstrap()),
                        new ByteArraySerializer(),
                        new ByteArraySerializer())) {
            world.start();
            RecordMetadata first =
                    world.send(Topic.RESERVATION_REQUESTS, "1", "{'type':'define_event_type','length_minutes':60}");
            world.outcomeOf(first);
            world.stop();
            var newer = new MetaState(Meta.FORMAT + 1, 2, List.of());
            producer.send(new ProducerRecord<>(
                            world.topics().applicationId() + "-" + StoreNames.RESERVATION_META + "-changelog",
                            first.partition(),
                            "meta".getBytes(StandardCharsets.US_ASCII),
                            newer.toByteBuffer().array()))
                    .get();
            expectLines(
                    run(world),
                    1,
                    "slotkeeper: the state has format " + newer.getFormat() + ", written by a newer version; this one"
                            + " knows up to " + Meta.FORMAT + "; to mend: go on with what the state was made with, or"
                            + " begin anew under another prefix");
        }
    }

    @Test
    void a_state_folder_that_another_process_uses_is_refused_and_the_other_goes_on() {
        try (TestProgram world = TestProgram.of(StartIT.class, "locked", 2);
                TestInstance first =
                        TestInstance.start(world.topics(), folder, Map.of()).awaitReady();
                TestInstance second = TestInstance.start(world.topics(), folder, Map.of())) {
            assertThat(second.exitStatus(SOON)).as("%s", second).isEqualTo(1);
            assertThat(second.err())
                    .filteredOn(line -> line.startsWith("slotkeeper: "))
                    .singleElement()
                    .asString()
                    .contains(TestInstance.state(folder).toString(), "in use by another process");
            assertNoTrace(second.err());
            assertThat(second.err()).as("one line, and the ports").hasSize(3);
            first.awaitReady();
            first.terminate();
            assertThat(first.exitStatus(SOON)).isZero();
        }
    }

    @Test
    void a_file_with_a_key_that_nobody_knows_or_that_is_protected_is_wrong_use() throws IOException {
        Path file = folder.resolve("run.properties");
        Files.writeString(file, "bootstrap=127.0.0.1:1\nstate-dri=elsewhere\n");
        expectLines(
                start("run", "--config", file.toString()),
                2,
                "slotkeeper: unknown key state-dri in " + file
                        + ", the nearest is state-dir; see slotkeeper run --help");
        Files.writeString(file, "bootstrap=127.0.0.1:1\nkafka.processing.guarantee=at_least_once\n");
        expectLines(
                start("run", "--config", file.toString()),
                2,
                "slotkeeper: kafka.processing.guarantee can't be set, the program's guarantees rest on it (in " + file
                        + "); see slotkeeper run --help");
    }

    @Test
    void dev_says_which_of_its_ports_is_taken() throws IOException {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());
            String data = folder.resolve("data").toString();
            expectLines(
                    start("dev", "--data-dir", data, "--kafka-port", port, "--http-port", "0"),
                    1,
                    "slotkeeper: port " + port + " for the embedded broker is taken");
            expectLines(
                    start("dev", "--data-dir", data, "--kafka-port", "0", "--http-port", port),
                    1,
                    "slotkeeper: port " + port + " for HTTP is taken");
        }
    }

    @Test
    void a_cluster_that_is_down_is_said_by_all_and_waited_for_by_run_alone() throws IOException {
        String nobody;
        try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = "127.0.0.1:" + free.getLocalPort();
        }
        String line = "no broker answers at " + nobody + ": tried for 10 s";
        try (Program run = start("run", "--bootstrap", nobody, "--http-port", "0", "--state-dir", folder.toString());
                Program topics = start("topics", "--verify", "--bootstrap", nobody);
                Program watch = start("watch", "outcomes", "--bootstrap", nobody)) {
            expectLines(topics, 1, "slotkeeper: " + line);
            expectLines(watch, 1, "slotkeeper: " + line);
            Awaitility.await().atMost(SOON).until(() -> run.err().contains(line + ", trying again"));
            run.terminate();
            assertThat(run.exitStatus(Duration.ofSeconds(10))).as("%s", run).isZero();
            assertNoTrace(run.err());
            assertThat(run.err()).hasSize(3);
        }
    }

    private Program run(TestProgram world, String... more) {
        List<String> always = List.of(
                "run",
                "--bootstrap",
                Broker.bootstrap(),
                "--prefix",
                world.topics().prefix(),
                "--http-port",
                "0",
                "--state-dir",
                folder.resolve("state").toString());
        return start(Stream.concat(always.stream(), Stream.of(more)).toArray(String[]::new));
    }

    private Program start(String... args) {
        return Program.start(folder, args);
    }

    private static void expectLines(Program program, int status, String line) {
        assertThat(program.exitStatus(SOON)).as("%s", program).isEqualTo(status);
        assertThat(talk(program)).containsExactly(line);
        assertThat(program.out()).isEmpty();
    }

    /** Everything that it said but where it listens. */
    private static List<String> talk(Program program) {
        assertNoTrace(program.err());
        return program.err().stream()
                .filter(line -> !line.matches("(HTTP|health and metrics) on 127.0.0.1, port [0-9]+"))
                .toList();
    }

    private static void assertNoTrace(List<String> lines) {
        assertThat(lines).noneMatch(line -> line.contains("\tat ") || line.contains("Exception"));
    }

    private static void alter(String topic, String setting, String value) throws Exception {
        try (Admin admin = Broker.admin()) {
            Collection<AlterConfigOp> change =
                    List.of(new AlterConfigOp(new ConfigEntry(setting, value), AlterConfigOp.OpType.SET));
            var resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
            admin.incrementalAlterConfigs(Map.of(resource, change)).all().get();
            Awaitility.await()
                    .atMost(SOON)
                    .until(() -> Stream.of(resource)
                            .map(one -> config(admin, one))
                            .anyMatch(config -> value.equals(config.get(setting).value())));
        }
    }

    private static org.apache.kafka.clients.admin.Config config(Admin admin, ConfigResource resource) {
        try {
            return admin.describeConfigs(List.of(resource))
                    .all()
                    .get()
                    .values()
                    .iterator()
                    .next();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
