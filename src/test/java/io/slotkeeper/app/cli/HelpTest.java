package io.slotkeeper.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.slotkeeper.app.config.ConfigKey;
import io.slotkeeper.app.config.ConfigKeys;
import io.slotkeeper.testing.CommandRun;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** docs/spec/cli.md#commands: what {@code --help} says of the configuration is what the program does. */
final class HelpTest {

    private static List<String> help(String command) {
        CommandRun run = CommandRun.command(Map.of(), "", command, "--help");
        assertThat(run.status()).isZero();
        return run.out();
    }

    @Test
    void run_lists_every_key() {
        assertThat(help("run"))
                .filteredOn(line -> line.matches("  [a-z].*"))
                .extracting(line -> line.strip().replaceAll(" .*", ""))
                .containsSubsequence(
                        ConfigKeys.all().stream().map(ConfigKey::text).toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"run", "topics", "send", "watch", "replay", "explain", "rebuild", "dev", "demo", "bench"})
    void every_text_of_an_option_is_there(String command) {
        assertThat(help(command)).noneMatch(line -> line.contains("bundle:") || line.contains("%n"));
    }

    @Test
    void an_option_names_its_default() {
        assertThat(String.join(" ", help("rebuild")).replaceAll(" +", " "))
                .containsPattern("--threads=N Stream threads;[^-]* \\(default: 2\\)\\.")
                .contains("(default: 127.0.0.1:9092).")
                .contains("(default: as prefix).");
    }
}
