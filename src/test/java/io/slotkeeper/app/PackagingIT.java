package io.slotkeeper.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.slotkeeper.testing.Broker;
import io.slotkeeper.testing.Program;
import io.slotkeeper.testing.TestProgram;
import io.slotkeeper.topics.TopicNames;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is handed on: the jar, the libraries of the image in {@code lib}, and what is left out of it in {@code lib-dev}. */
final class PackagingIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private Path jar = Path.of("");

    @TempDir
    private Path folder = Path.of("");

    @BeforeEach
    void jarOfTheBuild() {
        Assumptions.assumeTrue(Program.jar().isPresent(), "no jar here, Maven makes it");
        jar = Program.jar().orElseThrow();
    }

    @Test
    void libraries_are_those_of_the_class_path_and_nothing_is_left_of_an_older_build() throws IOException {
        assertThat(Stream.concat(files("lib"), files("lib-dev")))
                .as("to mend: mvn clean package")
                .containsExactlyInAnyOrderElementsOf(classPath());
    }

    @Test
    void no_library_of_the_image_has_a_broker_in_it() throws IOException {
        assertThat(files("lib").toList())
                .anyMatch(name -> name.startsWith("lib/kafka-clients-"))
                .noneMatch(name ->
                        name.matches("lib/(kafka(?!-clients-|-streams-)|scala|log4j|commons-collections|jopt).*"));
        for (String name : files("lib").toList()) {
            try (var library = new JarFile(jar.resolveSibling(name).toFile())) {
                assertThat(library.stream().map(JarEntry::getName).filter(entry -> entry.endsWith(".class")))
                        .as(name)
                        .noneMatch(entry -> entry.startsWith("kafka/") || entry.startsWith("org/apache/kafka/image/"));
            }
        }
        assertThat(files("lib-dev")).anyMatch(name -> name.startsWith("lib-dev/kafka_"));
    }

    @Test
    void the_jar_has_its_licence_and_those_of_the_libraries_that_go_with_it() throws IOException {
        assertThat(text("META-INF/LICENSE")).isEqualTo(Files.readString(Path.of("LICENSE")));
        assertThat(text("META-INF/NOTICE")).isEqualTo(Files.readString(Path.of("NOTICE")));
        String list = text("META-INF/THIRD-PARTY.txt");
        List<String> libraries = Pattern.compile("\\([^:()\\s]+:([^:()\\s]+):([^:()\\s]+) - ")
                .matcher(list)
                .results()
                .map(found -> "lib/" + found.group(1) + "-" + found.group(2) + ".jar")
                .toList();
        assertThat(libraries).containsExactlyInAnyOrderElementsOf(files("lib").toList());
        assertThat(list).doesNotContain("Unknown license");
    }

    @Test
    void a_bill_of_materials_lists_what_is_handed_on() throws IOException {
        Path bill = jar.resolveSibling("bom.json");
        Assumptions.assumeTrue(
                Files.exists(bill) && Files.getLastModifiedTime(bill).compareTo(Files.getLastModifiedTime(jar)) >= 0,
                "no bill of materials here, -Prelease makes it");
        assertThat(TestProgram.json(Files.readString(bill)).get("components"))
                .extracting(it -> "lib/" + it.get("name").asText() + "-"
                        + it.get("version").asText() + ".jar")
                .containsExactlyInAnyOrderElementsOf(files("lib").toList());
    }

    @Test
    void without_the_broker_all_commands_work_but_those_that_start_one() throws IOException {
        Path installation = Files.createDirectory(folder.resolve("installation"));
        Path copy = Files.copy(jar, installation.resolve("slotkeeper.jar"));
        Files.createSymbolicLink(
                installation.resolve("lib"), jar.resolveSibling("lib").toAbsolutePath());
        TopicNames topics = Broker.topics(PackagingIT.class, "no-broker");
        String[] cluster = {"--bootstrap", Broker.bootstrap(), "--prefix", topics.prefix()};

        try (Program dev = start(copy, "dev");
                Program bench = start(copy, "bench");
                Program create =
                        start(copy, cluster, "topics", "--create", "--partitions", "1", "--replication", "1")) {
            saysThatItHasNone(dev, "dev");
            saysThatItHasNone(bench, "bench");
            assertThat(create.exitStatus(PATIENCE)).as("%s", create).isZero();
        }
        Path requests = Files.writeString(folder.resolve("requests"), "{\"key\":\"a\",\"value\":{}}\n");
        String state = folder.resolve("state").toString();
        try (Program run = start(copy, cluster, "run", "--http-port", "0", "--state-dir", state);
                Program send = start(copy, cluster, "send", "selection-requests", "--wait", requests.toString())) {
            assertThat(send.exitStatus(PATIENCE)).as("%s, %s", send, run).isEqualTo(1);
            assertThat(send.out()).singleElement().asString().contains("\"code\":\"type_missing\"");
            run.terminate();
            assertThat(run.exitStatus(PATIENCE)).as("%s", run).isZero();
        }
    }

    private Program start(Path installed, String... args) {
        return Program.startJar(installed, folder, args);
    }

    private Program start(Path installed, String[] cluster, String... args) {
        return start(
                installed,
                Stream.concat(Arrays.stream(args), Arrays.stream(cluster)).toArray(String[]::new));
    }

    private static void saysThatItHasNone(Program program, String command) {
        assertThat(program.exitStatus(PATIENCE)).as("%s", program).isEqualTo(1);
        assertThat(program.err())
                .containsExactly("slotkeeper: this installation has no broker in it: " + command
                        + " works from a clone (./slotkeeper " + command
                        + "), or with target/lib-dev beside lib; on a cluster use run --bootstrap");
        assertThat(program.out()).isEmpty();
    }

    private Stream<String> files(String libraries) throws IOException {
        try (Stream<Path> files = Files.list(jar.resolveSibling(libraries))) {
            return files.map(file -> libraries + "/" + file.getFileName()).toList().stream();
        }
    }

    private List<String> classPath() throws IOException {
        try (var program = new JarFile(jar.toFile())) {
            return List.of(program.getManifest()
                    .getMainAttributes()
                    .getValue("Class-Path")
                    .split(" "));
        }
    }

    private String text(String entry) throws IOException {
        try (var program = new JarFile(jar.toFile());
                var content = program.getInputStream(program.getEntry(entry))) {
            return new String(content.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
