package io.slotkeeper.app.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The start script in a folder that looks built, with a Java that only says what it was started with. */
final class StartScriptTest {

    private static final String VERSION = "17.0.99+1-test";

    @TempDir
    private Path folder = Path.of("");

    private Path root = Path.of("");
    private Path archive = Path.of("");

    @BeforeEach
    void installation() throws IOException {
        // The script says where it is without links.
        root = Files.createDirectories(folder.toRealPath().resolve("root"));
        Files.copy(Path.of("slotkeeper"), root.resolve("slotkeeper"), StandardCopyOption.COPY_ATTRIBUTES);
        Files.createDirectories(root.resolve("target/lib"));
        Files.createDirectories(root.resolve("target/lib-dev"));
        Path jar = Files.writeString(root.resolve("target/slotkeeper.jar"), "");
        Files.setLastModifiedTime(jar, FileTime.from(Instant.now().minusSeconds(10)));
        archive = root.resolve("target/slotkeeper-" + VERSION + ".jsa");
        Path java = Files.createDirectories(folder.resolve("jdk/bin")).resolve("java");
        Files.writeString(java, "#!/usr/bin/env bash\nprintf '%s\\n' \"$@\"\n");
        assertThat(java.toFile().setExecutable(true)).isTrue();
        Files.writeString(folder.resolve("jdk/release"), "JAVA_RUNTIME_VERSION=\"" + VERSION + "\"\n");
    }

    private List<String> start(Map<String, String> environment, String... args) throws Exception {
        var command = new ProcessBuilder("bash", root.resolve("slotkeeper").toString());
        command.command().addAll(List.of(args));
        command.environment().keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS"));
        command.environment().put("JAVA_HOME", folder.resolve("jdk").toString());
        command.environment().putAll(environment);
        Process process = command.redirectErrorStream(true).start();
        List<String> lines = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
        assertThat(process.waitFor()).as("%s", lines).isZero();
        return lines;
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "send", "watch", "topics"})
    void what_ends_soon_is_compiled_quickly(String command) throws Exception {
        assertThat(start(Map.of(), command))
                .contains("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
                .endsWith("-jar", root.resolve("target/slotkeeper.jar").toString(), command);
    }

    @ParameterizedTest
    @ValueSource(strings = {"run", "dev", "demo", "replay", "audit", "rebuild"})
    void what_runs_for_long_is_compiled_well(String command) throws Exception {
        assertThat(start(Map.of(), command)).doesNotContain("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");
    }

    @Test
    void a_collector_that_somebody_chose_stays() throws Exception {
        assertThat(start(Map.of("JAVA_TOOL_OPTIONS", "-XX:+UseParallelGC"), "--help"))
                .doesNotContain("-XX:+UseSerialGC");
    }

    @Test
    void an_archive_of_this_jar_and_this_java_is_used() throws Exception {
        Files.writeString(archive, "");
        assertThat(start(Map.of(), "--help")).contains("-XX:SharedArchiveFile=" + archive);
    }

    @Test
    void an_archive_of_an_older_jar_is_not_used() throws Exception {
        Files.writeString(archive, "");
        Files.setLastModifiedTime(archive, FileTime.from(Instant.EPOCH));
        assertThat(start(Map.of(), "--help")).noneMatch(option -> option.startsWith("-XX:SharedArchiveFile"));
    }

    @Test
    void a_java_that_does_not_say_its_version_in_a_file_is_asked() throws Exception {
        Files.delete(folder.resolve("jdk/release"));
        Files.writeString(folder.resolve("jdk/bin/java"), """
                #!/usr/bin/env bash
                if [ "$1" = -version ]; then
                  echo 'openjdk version "17.0.99" 2099-01-01' >&2
                  echo 'OpenJDK Runtime Environment Some-1 (build %s)' >&2
                else
                  printf '%%s\\n' "$@"
                fi
                """.formatted(VERSION));
        Files.writeString(archive, "");
        assertThat(start(Map.of(), "--help")).contains("-XX:SharedArchiveFile=" + archive);
    }
}
