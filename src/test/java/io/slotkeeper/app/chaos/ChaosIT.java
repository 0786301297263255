package io.slotkeeper.app.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.slotkeeper.testing.Program;
import io.slotkeeper.testing.TestProgram;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** {@code chaos} in its shortest form. More: {@code ./slotkeeper chaos --minutes 30}; {@code slotkeeper.seed} repeats it. */
@Execution(ExecutionMode.CONCURRENT)
final class ChaosIT {

    private static final Duration PATIENCE = Duration.ofMinutes(5);

    @TempDir
    private Path folder = Path.of("");

    @Test
    void five_kills_leave_nothing_wrong() throws Exception {
        List<String> command = new ArrayList<>(List.of("chaos", "--kills", "5"));
        String seed = System.getProperty("slotkeeper.seed");
        if (seed != null) {
            command.addAll(List.of("--seed", seed));
        }
        try (Program chaos = Program.start(folder, command)) {
            assertThat(chaos.exitStatus(PATIENCE)).as("%s", chaos).isZero();
            List<JsonNode> figures = chaos.out().stream()
                    .map(TestProgram::json)
                    .filter(line -> line.has("judged"))
                    .toList();
            assertThat(figures)
                    .extracting(figure -> figure.get("judged").textValue())
                    .contains(
                            "recoveries",
                            "requests",
                            "capacity",
                            "deadlines",
                            "replayed",
                            "acknowledged",
                            "granted",
                            "reads");
            assertThat(figures)
                    .filteredOn(figure -> !figure.get("judged").textValue().equals("refused_records"))
                    .allSatisfy(figure -> assertThat(figure.get("total").longValue())
                            .as("%s", figure)
                            .isPositive())
                    .allSatisfy(figure -> assertThat(figure.get("wrong").longValue())
                            .as("%s", figure)
                            .isZero());
            assertThat(chaos.temporaryFiles()).isEmpty();
            assertThat(chaos.children()).isEmpty();
        }
    }
}
