package io.slotkeeper.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What documents say of the configuration, against {@link ConfigKeys}. */
final class ConfigurationReferenceTest {

    private static final Path REFERENCE = Path.of("docs", "reference", "configuration.md");

    private static final String HEAD = """
        # Configuration

        `./slotkeeper run --config FILE` reads Java properties. A flag goes before the environment, the environment before the
        file, the file before the default. In the environment a key is in upper case after `SLOTKEEPER_`, with `_` for each dot
        and dash. Unknown keys are refused.

        """;

    private static final String KAFKA = """

        `kafka.` before the name of a setting of Kafka's clients or of Streams sets that, for example `kafka.security.protocol`, in the
        environment `SLOTKEEPER_KAFKA_SECURITY_PROTOCOL`; those that a guarantee rests on are refused by name. Passwords can
        [come from files](../how-to/run-on-a-cluster.md#tls-and-passwords-from-files).
        """;

    private static final String DECISIONS = """

        **Decision settings** change what is decided, so they are chosen once for a prefix. They are stored beside the state
        with the number of partitions and the state's format, and an instance with others doesn't start: it names each
        difference.

        """;

    private static final String GENERATED = """

        The tables are those of `app/config/ConfigKeys`: `ConfigurationReferenceTest` compares this file with the program, and writes
        what it should be to `target/reference`.
        """;

    @Test
    void the_reference_says_what_the_program_does() throws IOException {
        String expected = HEAD
                + table(ConfigKeys.all().stream().filter(key -> !ConfigKeys.isDecision(key)))
                + KAFKA
                + DECISIONS
                + table(ConfigKeys.decisions().stream())
                + GENERATED;
        Path candidate = Files.createDirectories(Path.of("target", "reference")).resolve(REFERENCE.getFileName());
        Files.writeString(candidate, expected);
        assertThat(Files.exists(REFERENCE) ? Files.readString(REFERENCE) : "")
                .as("%s; to mend: cp %s %s", REFERENCE, candidate, REFERENCE)
                .isEqualTo(expected);
    }

    private static String table(Stream<ConfigKey<?>> keys) {
        return "| key | in the environment | default | a value is | |\n|---|---|---|---|---|\n"
                + keys.map(ConfigurationReferenceTest::row).collect(Collectors.joining());
    }

    private static String row(ConfigKey<?> key) {
        return "| `" + key.text() + "` | `" + key.variable() + "` | " + byDefault(key) + " | "
                + key.type().expected() + " | " + key.help() + " |\n";
    }

    /** What stands in for a default is words. */
    private static String byDefault(ConfigKey<?> key) {
        return key.byDefault() instanceof Optional ? key.defaultText() : "`" + key.defaultText() + "`";
    }

    /** docs/spec/cli.md#configuration */
    @Test
    void the_contract_lists_the_same_keys() throws IOException {
        List<String> rows = section(Path.of("docs", "spec", "cli.md"), "## Configuration");
        assertThat(ConfigKeys.all())
                .filteredOn(key -> !ConfigKeys.isDecision(key))
                .allSatisfy(key -> assertThat(rows)
                        .anyMatch(row -> row.startsWith("| `" + key.text() + "` | ") && hasDefault(row, key)));
        assertThat(rows)
                .filteredOn(row -> row.startsWith("| `") && !row.startsWith("| `kafka."))
                .hasSize(ConfigKeys.all().size() - ConfigKeys.decisions().size());
    }

    private static boolean hasDefault(String row, ConfigKey<?> key) {
        return key.byDefault() instanceof Optional || row.replace("`", "").contains(" | " + key.defaultText() + " | ");
    }

    /** docs/spec/limits.md#decision-settings */
    @Test
    void the_contract_lists_the_same_decision_settings_and_defaults() throws IOException {
        List<String> rows = section(Path.of("docs", "spec", "limits.md"), "## Decision settings");
        assertThat(rows.stream()
                        .filter(row -> row.startsWith("| `"))
                        .map(row -> row.replaceAll("^(.*?\\|.*?\\|.*?) \\|.*", "$1")))
                .containsExactlyElementsOf(ConfigKeys.decisions().stream()
                        .map(key -> "| `" + key.text() + "` | " + inWords(key.defaultText()))
                        .toList());
    }

    private static String inWords(String length) {
        return length.replace("m", " min").replace("h", " h").replace("d", " days");
    }

    private static List<String> section(Path document, String heading) throws IOException {
        return Files.readAllLines(document).stream()
                .dropWhile(line -> !line.equals(heading))
                .skip(1)
                .takeWhile(line -> !line.startsWith("## "))
                .toList();
    }
}
