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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** docs/operations.md against the program: an operator's alerts rest on names, and an alert on none is never raised. */
final class OperationsIT {

    private static final Path GUIDE = Path.of("docs", "operations.md");
    private static final Pattern METRIC = Pattern.compile("`([a-z]+(?:_[a-z]+)+)[`{]");
    private static final Pattern KEY_ROW = Pattern.compile("^\\| `([a-z.-]+)` \\|", Pattern.MULTILINE);

    @TempDir
    private Path folder = Path.of("");

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void every_metric_to_be_watched_is_there() throws IOException {
        Set<String> watched = rowsOf("## What to watch")
                .lines()
                .filter(line -> line.startsWith("| `"))
                .flatMap(line -> METRIC.matcher(line.substring(0, line.indexOf(" | ")))
                        .results()
                        .map(found -> found.group(1)))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(watched).hasSizeBetween(10, 20);
        try (TestProgram world = TestProgram.of(OperationsIT.class, "metrics", 2);
                TestInstance instance =
                        TestInstance.start(world.topics(), folder, Map.of()).awaitReady()) {
            world.outcomeOf(
                    world.send(Topic.RESERVATION_REQUESTS, "1", "{'type':'define_event_type','length_minutes':60}"));
            world.refusedRecordOf(world.send(Topic.RESERVATION_REQUESTS, "1", "{'type':'nothing of ours'}"));
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(instance.metrics().stream()
                                    .map(line -> line.replaceFirst("[{ ].*", ""))
                                    .collect(Collectors.toSet()))
                            .containsAll(watched));
        }
    }

    @Test
    void every_key_of_the_configuration_is_explained() throws IOException {
        Set<String> explained = KEY_ROW.matcher(rowsOf("## Configuration"))
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> keys = new TreeSet<>();
        for (ConfigKey<?> key : ConfigKeys.all()) {
            keys.add(key.text());
        }
        assertThat(explained).isEqualTo(keys);
    }

    private static String rowsOf(String heading) throws IOException {
        String guide = Files.readString(GUIDE);
        int from = guide.indexOf(heading);
        assertThat(from).as(heading).isNotNegative();
        int to = guide.indexOf("\n## ", from + heading.length());
        return guide.substring(from, to < 0 ? guide.length() : to);
    }
}
