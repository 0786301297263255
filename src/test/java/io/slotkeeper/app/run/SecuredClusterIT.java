package io.slotkeeper.app.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.slotkeeper.app.console.StopSignal;
import io.slotkeeper.testing.CommandRun;
import io.slotkeeper.testing.DocumentedAcls;
import io.slotkeeper.testing.PlainHttp;
import io.slotkeeper.testing.Program;
import io.slotkeeper.testing.SecuredBroker;
import io.slotkeeper.testing.SharedSecret;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AccessControlEntryFilter;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePatternFilter;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * On a cluster that takes SASL over TLS and allows what docs/how-to/run-on-a-cluster.md#acls does and nothing else, with the
 * settings file of docs/how-to/run-on-a-cluster.md#tls-and-passwords-from-files.
 */
final class SecuredClusterIT {

    private static final Path DOCUMENT = Path.of("docs", "how-to", "run-on-a-cluster.md");
    private static final String PROCESSOR = "slotkeeper";
    private static final String UPSTREAM = "upstream";
    private static final String DOWNSTREAM = "downstream";
    private static final String OPERATOR = "operator";
    private static final List<String> PRINCIPALS = List.of(PROCESSOR, UPSTREAM, DOWNSTREAM, OPERATOR);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path folder = Path.of("");

    @Test
    void the_documented_settings_and_rights_are_enough_and_a_missing_one_is_named() throws Exception {
        try (SecuredBroker broker = SecuredBroker.start()) {
            broker.addUsers(PRINCIPALS.stream().collect(Collectors.toMap(it -> it, SecuredClusterIT::password)));
            for (String principal : PRINCIPALS) {
                configure(principal, broker);
            }
            eachSecretInAFileOfItsOwn(DOWNSTREAM);
            assertFails(
                    as(OPERATOR, "topics", "--verify"),
                    "Kafka: this principal has no right to Describe topic slotkeeper.");
            try (Admin admin = broker.operator()) {
                admin.createAcls(DocumentedAcls.of(block("ACLs", "console")))
                        .all()
                        .get();
            }
            // Brokers and controllers learn of them by and by.
            await().atMost(PATIENCE)
                    .until(() -> as(OPERATOR, "topics", "--create", "--partitions", "2", "--replication", "1")
                                    .status()
                            == 0);
            assertThat(as(PROCESSOR, "topics", "--verify")).returns(0, CommandRun::status);
            processes();
            namesWhatIsMissing(broker);
        }
    }

    private void processes() throws Exception {
        int http = Program.freePort();
        int management = Program.freePort();
        var stop = new StopSignal();
        CompletableFuture<CommandRun> run = CompletableFuture.supplyAsync(() -> CommandRun.command(
                Map.of(
                        "SLOTKEEPER_MANAGEMENT_PORT",
                        Integer.toString(management),
                        "SLOTKEEPER_ANONYMOUS_HORIZON",
                        "36525d",
                        "SLOTKEEPER_WARM_UP",
                        "0"),
                stop,
                "",
                "run",
                "--config",
                file(PROCESSOR),
                "--http-port",
                Integer.toString(http),
                "--state-dir",
                folder.resolve("state").toString()));
        try {
            var operations = new PlainHttp(management);
            await().atMost(PATIENCE).until(() -> run.isDone() || operations.status("/health/ready") == 200);
            assertThat(send(UPSTREAM)).isEqualTo(new CommandRun(0, List.of(), List.of()));
            assertThat(send(PROCESSOR, "--wait").out())
                    .singleElement()
                    .asString()
                    .contains("\"status\":\"accepted\"");
            assertThat(overHttp(http)).isEqualTo(201);
            assertThat(as(DOWNSTREAM, "watch", "reservations", "--from-beginning", "--until-end"))
                    .returns(0, CommandRun::status)
                    .satisfies(watched -> assertThat(watched.out()).hasSize(1));
            assertThat(as(PROCESSOR, "audit", "--until-end")).returns(0, CommandRun::status);
            assertThat(operations.body("/metrics")).contains("slotkeeper_topic_problems 0.0");
        } finally {
            stop.request("test");
        }
        assertThat(run.get(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .returns(0, CommandRun::status)
                .satisfies(ran -> assertThat(ran.toString()).doesNotContain(password(PROCESSOR)));
    }

    private void namesWhatIsMissing(SecuredBroker broker) throws Exception {
        assertFails(
                send(DOWNSTREAM),
                "Kafka: this principal has no right to Describe topic slotkeeper.reservation-requests");
        assertFails(
                as(PROCESSOR, "topics", "--create", "--prefix", "slotkeeper.other."),
                "Kafka: this principal has no right to Create topic slotkeeper.other.");
        assertFails(
                as(UPSTREAM, "watch", "outcomes"),
                "Kafka: this principal has no right to Read or Write topic slotkeeper.request-outcomes");
        String[] run = {
            "run", "--http-port", "0", "--state-dir", folder.resolve("no-state").toString()
        };
        assertThat(as(UPSTREAM, run))
                .returns(1, CommandRun::status)
                .satisfies(ran -> assertThat(ran.err())
                        .last()
                        .asString()
                        .startsWith("slotkeeper: Kafka: this principal has no right to Describe topic slotkeeper."));
        // One of the rights that "topics" needs beside those on topics.
        try (Admin admin = broker.operator()) {
            var ofGroups = new ResourcePatternFilter(ResourceType.GROUP, null, PatternType.ANY);
            admin.deleteAcls(List.of(new AclBindingFilter(ofGroups, AccessControlEntryFilter.ANY)))
                    .all()
                    .get();
        }
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertFails(
                        as(PROCESSOR, "topics", "--verify"),
                        "Kafka: this principal has no right to Describe group slotkeeper"));
    }

    private static int overHttp(int port) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v2/slots/reservations"))
                                .header("cal-api-version", "2024-09-04")
                                .header("Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofString(
                                        "{\"eventTypeId\": 1, \"slotStart\": \"2050-09-05T10:00:00Z\"}"))
                                .build(),
                        HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    private CommandRun send(String principal, String... more) {
        String request = """
            {"key":"1","value":{"type":"define_event_type","length_minutes":60,"principal":"shop"}}
            """;
        return CommandRun.command(
                Map.of(),
                request,
                Stream.concat(
                                Stream.of("send", "reservation-requests", "--config", file(principal)),
                                Arrays.stream(more))
                        .toArray(String[]::new));
    }

    private CommandRun as(String principal, String... command) {
        return CommandRun.command(
                Map.of(),
                "",
                Stream.concat(Arrays.stream(command), Stream.of("--config", file(principal)))
                        .toArray(String[]::new));
    }

    private static void assertFails(CommandRun ran, String reason) {
        assertThat(ran.status()).as("%s", ran).isEqualTo(1);
        assertThat(ran.err()).singleElement().asString().contains(reason);
    }

    /** The documented file, with this principal and the places of this test. */
    private void configure(String principal, SecuredBroker broker) throws Exception {
        Path own = Files.createDirectory(folder.resolve(principal));
        Files.copy(broker.certificate(), own.resolve("ca.pem"));
        Files.copy(SharedSecret.file(), own.resolve("edge-secret"));
        Files.writeString(own.resolve("secrets.properties"), "kafka-password = " + password(principal) + "\n");
        String settings = block("TLS and passwords from files", "properties");
        assertThat(settings).contains("kafka-1.example:9093", "username=\"slotkeeper\"");
        Files.writeString(
                own.resolve("slotkeeper.properties"),
                settings.replace("/etc/slotkeeper", own.toString())
                        .replace("kafka-1.example:9093", broker.bootstrap())
                        .replace("username=\"slotkeeper\"", "username=\"" + principal + "\""));
    }

    private void eachSecretInAFileOfItsOwn(String principal) throws Exception {
        Path secrets = Files.createDirectory(folder.resolve(principal).resolve("secrets"));
        Files.writeString(secrets.resolve("kafka-password"), password(principal));
        Path file = Path.of(file(principal));
        Files.writeString(
                file,
                Files.readString(file)
                        .replace("FileConfigProvider", "DirectoryConfigProvider")
                        .replace("/secrets.properties:kafka-password}", "/secrets:kafka-password}"));
    }

    private String file(String principal) {
        return folder.resolve(principal).resolve("slotkeeper.properties").toString();
    }

    private static String password(String principal) {
        return "a password of " + principal;
    }

    private static String block(String section, String language) throws Exception {
        Matcher block = Pattern.compile(
                        "\n## " + Pattern.quote(section) + "\n.*?\n```" + language + "\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(DOCUMENT));
        assertThat(block.find()).as(section).isTrue();
        return block.group(1);
    }
}
