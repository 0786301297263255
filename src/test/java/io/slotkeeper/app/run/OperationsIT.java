package io.slotkeeper.app.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.slotkeeper.app.config.ConfigKey;
import io.slotkeeper.app.config.ConfigKeys;
import io.slotkeeper.testing.TestInstance;
import io.slotkeeper.testing.TestProgram;
import io.slotkeeper.topics.Topic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The operators' documents against the program: alerts rest on names, and an alert on a name that is gone stays silent. */
@Execution(ExecutionMode.CONCURRENT)
final class OperationsIT {

    private static final Path ALERTS = Path.of("docs/how-to/watch.md");
    private static final Path METRICS = Path.of("docs/reference/metrics.md");
    private static final Path CONFIGURATION = Path.of("docs/reference/configuration.md");
    private static final Pattern METRIC = Pattern.compile("`([a-z]+(?:_[a-z]+)+)[`{]");
    private static final Pattern KEY_ROW = Pattern.compile("^\\| `([a-z.-]+)` \\|", Pattern.MULTILINE);

    @TempDir
    private Path folder = Path.of("");

    @Test
    void every_metric_of_the_documents_is_there_and_every_metric_of_the_program_in_them() throws IOException {
        Set<String> watched = metricsIn(ALERTS);
        Set<String> explained = metricsIn(METRICS);
        assertThat(watched).hasSizeBetween(10, 20);
        try (TestProgram world = TestProgram.of(OperationsIT.class, "metrics", 2);
                TestInstance instance =
                        TestInstance.start(world.topics(), folder, Map.of()).awaitReady()) {
            world.outcomeOf(
                    world.send(Topic.RESERVATION_REQUESTS, "1", "{'type':'define_event_type','length_minutes':60}"));
            instance.http().get("/openapi.json");
            world.refusedRecordOf(world.send(Topic.RESERVATION_REQUESTS, "1", "{'type':'nothing of ours'}"));
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() ->
                            assertThat(metricsOf(instance)).containsAll(watched).containsAll(explained));
            assertThat(explained)
                    .containsAll(metricsOf(instance).stream()
                            .filter(name -> name.startsWith("slotkeeper_"))
                            .map(name -> name.replaceFirst("_(sum|max)$", "_count"))
                            .toList());
        }
    }

    /** In the first column of the document's tables. */
    private static Set<String> metricsIn(Path document) throws IOException {
        try (Stream<String> lines = Files.lines(document)) {
            return lines.filter(line -> line.startsWith("| `"))
                    .flatMap(line -> METRIC.matcher(line.substring(0, line.indexOf(" | ")))
                            .results()
                            .map(found -> found.group(1)))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static Set<String> metricsOf(TestInstance instance) {
        return instance.metrics().stream()
                .map(line -> line.replaceFirst("[{ ].*", ""))
                .filter(name -> !name.equals("#"))
                .collect(Collectors.toSet());
    }

    @Test
    void every_key_of_the_configuration_is_explained() throws IOException {
        Set<String> explained = KEY_ROW.matcher(Files.readString(CONFIGURATION))
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> keys = new TreeSet<>();
        for (ConfigKey<?> key : ConfigKeys.all()) {
            keys.add(key.text());
        }
        assertThat(explained).isEqualTo(keys);
    }
}
