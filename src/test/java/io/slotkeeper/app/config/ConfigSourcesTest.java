package io.slotkeeper.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slotkeeper.app.console.UsageError;
import io.slotkeeper.topics.TopicNames;
import io.slotkeeper.wire.OutputFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ConfigSourcesTest {

    @Test
    void has_a_default_for_everything() {
        Config config = read(Map.of(), Map.of());
        assertThat(config)
                .isEqualTo(new Config(
                        TopicNames.withPrefix("slotkeeper."),
                        new Config.Cluster("127.0.0.1:9092", Map.of()),
                        new Config.Instance(Path.of(".slotkeeper/state"), 2, "avro", Duration.ofSeconds(20)),
                        new Config.Edge(
                                "127.0.0.1",
                                8080,
                                new Config.Management("127.0.0.1", 9080, false, false),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                false,
                                Optional.empty(),
                                Optional.empty(),
                                Duration.ofDays(366),
                                Optional.empty(),
                                Duration.ofSeconds(5)),
                        Config.Decisions.DEFAULT));
        assertThat(ConfigSources.defaults()).isEqualTo(config);
        assertThat(config.topics().applicationId()).isEqualTo("slotkeeper");
    }

    @Test
    void takes_a_flag_before_the_environment_before_the_file_before_the_default(@TempDir Path folder)
            throws IOException {
        Path file = Files.writeString(folder.resolve("f"), "threads=3\nhttp-port=3\nprefix=three.\n");
        Map<String, String> environment = Map.of("SLOTKEEPER_THREADS", "4", "SLOTKEEPER_HTTP_PORT", "4", "HOME", "/");
        Config config = ConfigSources.read(Map.of("threads", "5"), environment, Optional.of(file));
        assertThat(config.instance())
                .isEqualTo(new Config.Instance(Path.of(".slotkeeper/state"), 5, "avro", Duration.ofSeconds(20)));
        assertThat(config.edge().port()).isEqualTo(4);
        assertThat(config.edge().management().port()).isEqualTo(1_004);
        assertThat(config.topics()).isEqualTo(TopicNames.withPrefix("three."));
    }

    @Test
    void knows_every_output_format() {
        assertThat(OutputFormat.names())
                .hasSize(2)
                .allSatisfy(name -> assertThat(read(Map.of("output.format", name), Map.of())
                                .instance()
                                .output())
                        .isSameAs(OutputFormat.named(name).orElseThrow()));
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "64535, 65535", "64536, 0"})
    void health_and_metrics_are_beside_the_port_for_clients(String port, int management) {
        assertThat(read(Map.of("http-port", port), Map.of()).edge().management().port())
                .isEqualTo(management);
        assertThat(read(Map.of("http-port", port, "management-port", "7"), Map.of())
                        .edge()
                        .management())
                .isEqualTo(new Config.Management("127.0.0.1", 7, true, false));
    }

    @Test
    void reads_inputs_under_another_prefix_when_asked() {
        Config config = read(Map.of("prefix", "new.", "input-prefix", "old."), Map.of());
        assertThat(config.topics()).isEqualTo(new TopicNames("new.", "old."));
        assertThat(config.topics().applicationId()).isEqualTo("new");
    }

    /** docs/spec/limits.md#decision-settings: what changes decisions is what the state's meta record keeps. */
    @Test
    void keeps_every_decision_setting_in_the_meta_record_by_its_name() {
        Config config = read(Map.of("reservation.default", "4s", "conversation.max-participants", "7"), Map.of());
        Map<String, String> kept = config.topology(8).meta().settings();
        assertThat(kept)
                .containsOnlyKeys(
                        ConfigKeys.decisions().stream().map(ConfigKey::text).toList())
                .containsEntry("reservation.default", "PT4S")
                .containsEntry("reservation.max", "PT24H")
                .containsEntry("conversation.max-participants", "7");
    }

    @Test
    void reads_the_decision_settings_by_name() {
        Config config = read(
                Map.of(
                        "reservation.default", "500ms",
                        "reservation.max", "2h",
                        "reservation.max-total", "3d",
                        "reservation.closed-retention", "PT90S",
                        "conversation.max-participants", "7"),
                Map.of("SLOTKEEPER_BOOKING_RETENTION", "10m", "SLOTKEEPER_CONVERSATION_RETENTION", "3s"));
        assertThat(config.decisions().reservations())
                .isEqualTo(new io.slotkeeper.reservation.ReservationSettings(
                        Duration.ofMillis(500),
                        Duration.ofHours(2),
                        Duration.ofDays(3),
                        Duration.ofSeconds(90),
                        Duration.ofMinutes(10)));
        assertThat(config.decisions().conversations().retention()).isEqualTo(Duration.ofSeconds(3));
        assertThat(config.decisions().conversations().maxParticipants()).isEqualTo(7);
    }

    @Test
    void passes_kafka_settings_on() {
        Config config =
                read(Map.of("kafka.security.protocol", "SASL_SSL"), Map.of("SLOTKEEPER_KAFKA_REPLICATION_FACTOR", "2"));
        assertThat(config.cluster().kafka())
                .isEqualTo(Map.of("security.protocol", "SASL_SSL", "replication.factor", "2"));
        assertThat(config.streams(3)).containsEntry("replication.factor", "2");
        assertThat(read(Map.of(), Map.of()).streams(3)).containsEntry("replication.factor", "3");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        thread              | 1           | unknown key thread on the command line, the nearest is threads
        reservation.maximum | 1m          | unknown key reservation.maximum on the command line, the nearest is reservation.max
        output.format       | xml         | output.format on the command line is 'xml', expected avro or json
        threads             | 0           | threads on the command line is '0', expected a number from 1 to 256
        threads             | two         | threads on the command line is 'two', expected a number from 1 to 256
        http-port           | 65536       | http-port on the command line is '65536', expected a number from 0 to 65535
        http-port           | -1          | http-port on the command line is '-1', expected a number from 0 to 65535
        reservation.default | 5           | reservation.default on the command line is '5', expected a length of time
        reservation.default | 0s          | reservation.default on the command line is '0s', expected a length of time
        reservation.default | PT0.0001S   | reservation.default on the command line is 'PT0.0001S', expected a length of time
        booking.retention   | 40000d      | booking.retention on the command line is '40000d', expected a length of time
        reservation.default | 25h         | reservation.default is PT25H, expected at most reservation.max, which is PT24H
        prefix              | a b         | prefix on the command line is 'a b', expected 1 to 128 letters
        bootstrap           | ''          | bootstrap on the command line is '', expected host:port
        kafka.processing.guarantee     | at_least_once    | kafka.processing.guarantee can't be set, the program's guarantees rest on it (on the command line)
        kafka.consumer.isolation.level | read_uncommitted | kafka.consumer.isolation.level can't be set
        kafka.application.id           | a                | kafka.application.id can't be set, use prefix
        """)
    void refuses_what_it_does_not_know_or_can_not_be(String name, String value, String message) {
        assertThatThrownBy(() -> read(Map.of(name, value), Map.of()))
                .isInstanceOf(UsageError.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void refuses_a_bad_value_also_where_another_comes_first() {
        assertThatThrownBy(() -> read(Map.of("threads", "1"), Map.of("SLOTKEEPER_THREADS", "x")))
                .hasMessage("threads in SLOTKEEPER_THREADS is 'x', expected a number from 1 to 256");
    }

    @Test
    void refuses_unknown_variables_but_not_kubernetes_own() {
        assertThatThrownBy(() -> read(Map.of(), Map.of("SLOTKEEPER_THREAD", "1")))
                .isInstanceOf(UsageError.class)
                .hasMessage("unknown variable SLOTKEEPER_THREAD in the environment, the nearest is SLOTKEEPER_THREADS");
        var links = Map.of(
                "SLOTKEEPER_SERVICE_HOST", "10.0.0.1",
                "SLOTKEEPER_SERVICE_PORT", "80",
                "SLOTKEEPER_SERVICE_PORT_HTTP", "80",
                "SLOTKEEPER_PORT", "tcp://10.0.0.1:80",
                "SLOTKEEPER_PORT_80_TCP_ADDR", "10.0.0.1",
                "SLOTKEEPER_KAFKA_SERVICE_HOST", "10.0.0.2");
        assertThat(read(Map.of(), links)).isEqualTo(read(Map.of(), Map.of()));
    }

    @Test
    void refuses_a_file_that_is_not_there(@TempDir Path folder) {
        Path file = folder.resolve("none");
        assertThatThrownBy(() -> ConfigSources.read(Map.of(), Map.of(), Optional.of(file)))
                .isInstanceOf(UsageError.class)
                .hasMessage("the configuration file " + file + " does not exist");
    }

    @Test
    void names_the_file_of_an_unknown_key(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("f.properties"), "bootstraps=a:1\n");
        assertThatThrownBy(() -> ConfigSources.read(Map.of(), Map.of(), Optional.of(file)))
                .hasMessage("unknown key bootstraps in " + file + ", the nearest is bootstrap");
    }

    @ParameterizedTest
    @CsvSource({"PT0.5S, 500ms", "PT30S, 30s", "PT90M, 90m", "PT5M, 5m", "PT1H, 1h", "PT48H, 48h", "PT720H, 30d"})
    void writes_durations_as_they_are_read(Duration length, String text) {
        assertThat(Durations.text(length)).isEqualTo(text);
        assertThat(Durations.parse(text)).contains(length);
    }

    /** A password that is printed is one to be changed. */
    @Test
    void names_no_value_of_a_setting_of_kafka() {
        assertThatThrownBy(() -> read(Map.of("kafka.processing.guarantee", "s3cret"), Map.of()))
                .isInstanceOf(UsageError.class)
                .hasMessageNotContaining("s3cret");
    }

    @Test
    void reads_assignments() {
        assertThat(ConfigSources.settings(List.of("a=b=c", "d="))).isEqualTo(Map.of("a", "b=c", "d", ""));
        assertThatThrownBy(() -> ConfigSources.settings(List.of("a"))).hasMessage("--set a: expected NAME=VALUE");
        assertThatThrownBy(() -> ConfigSources.settings(List.of("a=1", "a=2"))).hasMessage("--set gives a twice");
    }

    private static Config read(Map<String, String> flags, Map<String, String> environment) {
        return ConfigSources.read(flags, environment, Optional.empty());
    }
}
