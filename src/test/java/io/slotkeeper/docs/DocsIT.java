package io.slotkeeper.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.slotkeeper.docs.MarkdownFile.Block;
import io.slotkeeper.testing.HttpApi;
import io.slotkeeper.testing.Program;
import io.slotkeeper.testing.SharedSecret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * The {@code sh} blocks of the README, the tutorials and the how-to guides do what the documents say, one document after
 * the other against one {@code dev}. Blocks that are not meant to be run are {@code console}.
 *
 * <p>They run in a folder of their own, where {@code ./slotkeeper} is this build, with the ports of this {@code dev} in
 * place of those that the documents name.
 */
@Order(1)
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock("the dev of DocsIT")
final class DocsIT {

    private static final List<String> DOCUMENTS = List.of("README.md", "docs/tutorial", "docs/how-to");
    /** Not everybody has them; blocks that need one are skipped without it. */
    private static final List<String> OPTIONAL_TOOLS = List.of("kcat", "docker", "python3");

    private static final Pattern KAFKA = Pattern.compile("  Kafka  127\\.0\\.0\\.1:([0-9]+)");
    private static final Pattern HTTP = Pattern.compile("  HTTP   http://127\\.0\\.0\\.1:([0-9]+) .*");
    private static final Pattern HEALTH = Pattern.compile("  health http://127\\.0\\.0\\.1:([0-9]+) .*");
    /** Those that the documents name: of Kafka, of HTTP and health, and of a second instance's HTTP and health. */
    private static final Pattern PORT = Pattern.compile("\\b(?:9092|8080|9080|8081|9081)\\b");

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private static Path folder = Path.of("");

    @SuppressWarnings("NullAway.Init")
    private static Program dev;

    /** By the ports that the documents name. */
    @SuppressWarnings("NullAway.Init")
    private static Map<String, String> ports;

    @BeforeAll
    static void startDev() throws IOException {
        Path script = Files.writeString(folder.resolve("slotkeeper"), """
                #!/usr/bin/env bash
                exec %s "$@"
                """.formatted(
                Program.commandLine().stream().map(word -> "'" + word + "'").collect(Collectors.joining(" "))));
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        copyExamples();
        Path data = Files.createDirectory(folder.resolve(".slotkeeper"));
        Files.copy(SharedSecret.file(), data.resolve("edge-secret"));
        dev = Program.start(folder, "dev", "--data-dir", data.toString(), "--kafka-port", "0", "--http-port", "0");
        await().alias("dev is ready").atMost(PATIENCE).until(() -> {
            assertThat(dev.isAlive()).as("%s", dev).isTrue();
            return dev.err().stream().anyMatch(line -> line.startsWith("Try,"));
        });
        int second = Program.freePort();
        ports = Map.of(
                "9092",
                printed(KAFKA),
                "8080",
                printed(HTTP),
                "9080",
                printed(HEALTH),
                "8081",
                Integer.toString(second),
                "9081",
                Integer.toString(second + 1_000));
    }

    private static void copyExamples() throws IOException {
        Path to = Files.createDirectory(folder.resolve("examples"));
        try (Stream<Path> examples = Files.list(Path.of("examples"))) {
            for (Path example : examples.toList()) {
                Files.copy(example, to.resolve(example.getFileName()));
            }
        }
    }

    @AfterAll
    static void endDev() {
        dev.close();
    }

    private static String printed(Pattern line) {
        return dev.err().stream()
                .map(line::matcher)
                .filter(Matcher::matches)
                .map(found -> found.group(1))
                .findFirst()
                .orElseThrow();
    }

    @TestFactory
    Stream<DynamicContainer> the_commands_of_a_document_do_what_it_says() throws IOException {
        List<DynamicContainer> documents = new ArrayList<>();
        for (String path : DOCUMENTS) {
            for (MarkdownFile document : MarkdownFile.below(Path.of(path))) {
                documents.add(
                        DynamicContainer.dynamicContainer(document.path().toString(), blocksOf(document).stream()));
            }
        }
        return documents.stream();
    }

    private static List<DynamicTest> blocksOf(MarkdownFile document) throws IOException {
        Path variables = Files.createTempDirectory(folder, "session-").resolve("variables");
        var session = new ShellSession(folder, variables, Map.of("SLOTKEEPER_BOOTSTRAP", here("127.0.0.1:9092")));
        return document.blocks().stream()
                .filter(block -> block.info().equals("sh"))
                .map(block -> {
                    String place = document.path() + ":" + block.line();
                    return DynamicTest.dynamicTest(place, () -> run(session, place, block, document.outputOf(block)));
                })
                .toList();
    }

    private static void run(ShellSession session, String place, Block block, Optional<Block> output)
            throws IOException, InterruptedException {
        for (String tool : OPTIONAL_TOOLS) {
            if (Pattern.compile("\\b" + tool + "\\b").matcher(block.text()).find()) {
                Assumptions.assumeTrue(ShellSession.isInstalled(tool), tool + " isn't installed");
            }
        }
        awaitReady();
        String printed = session.run(place, here(block.text()));
        output.ifPresent(expected -> ExpectedOutput.check(
                place, new Block(expected.line(), expected.info(), here(expected.text())), printed));
    }

    /** A second instance that a block started and ended leaves its partitions to dev, which takes a moment. */
    private static void awaitReady() {
        int port = Integer.parseInt(here("9080"));
        await().alias("dev is ready")
                .atMost(PATIENCE)
                .until(() -> HttpApi.at(port).get("/health/ready").status() == 200);
    }

    private static String here(String text) {
        return PORT.matcher(text).replaceAll(port -> ports.getOrDefault(port.group(), port.group()));
    }
}
