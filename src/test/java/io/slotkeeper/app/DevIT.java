package io.slotkeeper.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code dev} as a process of its own, with real signals. */
final class DevIT {

    private final Path folder;
    private final int kafkaPort = freePort();
    private final int httpPort = freePort();
    private final Http http = new Http(httpPort);

    DevIT(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void endsCleanlyAtSigtermAndKeepsItsDataAlsoOverAKill() throws Exception {
        Process first = start("first");
        awaitReady(first);
        assertThat(send().status()).isZero();
        first.destroy();
        assertThat(exitStatus(first)).isZero();

        Process second = start("second");
        awaitReady(second);
        assertThat(topics().err()).singleElement().asString().endsWith("2 partitions, replication 1");
        second.destroyForcibly();
        assertThat(exitStatus(second)).isNotZero();

        Process third = start("third");
        awaitReady(third);
        assertThat(topics().status()).isZero();
        third.destroy();
        assertThat(exitStatus(third)).isZero();

        assertThat(Files.readString(folder.resolve("first.err")))
                .contains("Slotkeeper is ready", "Kafka  127.0.0.1:" + kafkaPort)
                .doesNotContain("StatusLogger", "SLF4J", "WARN", "ERROR", "Exception");
        assertThat(folder.resolve("first.out")).isEmptyFile();
    }

    @Test
    void saysThatItsFolderIsInUse() throws Exception {
        Process first = start("first");
        awaitReady(first);
        Ran second = Ran.command(
                Map.of(), "", "dev", "--data-dir", data().toString(), "--kafka-port", "0", "--http-port", "0");
        assertThat(second)
                .isEqualTo(new Ran(
                        1,
                        List.of(),
                        List.of("slotkeeper: the data folder " + data() + " is in use by another process")));
        first.destroy();
        assertThat(exitStatus(first)).isZero();
    }

    private Process start(String name) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "dev",
                        "--data-dir",
                        data().toString(),
                        "--kafka-port",
                        Integer.toString(kafkaPort),
                        "--http-port",
                        Integer.toString(httpPort),
                        "--partitions",
                        "2")
                .redirectOutput(folder.resolve(name + ".out").toFile())
                .redirectError(folder.resolve(name + ".err").toFile())
                .start();
    }

    private Path data() {
        return folder.resolve("data");
    }

    private void awaitReady(Process process) {
        await().atMost(Duration.ofSeconds(60))
                .failFast("the process ended", () -> !process.isAlive())
                .until(() -> http.status("/health/ready") == 200);
    }

    private static int exitStatus(Process process) throws InterruptedException {
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    private Ran send() {
        return Ran.command(environment(), "{\"key\":\"1\",\"value\":{}}", "send", "reservation-requests");
    }

    private Ran topics() {
        return Ran.command(environment(), "", "topics", "--verify");
    }

    private Map<String, String> environment() {
        return Map.of("SLOTKEEPER_BOOTSTRAP", "127.0.0.1:" + kafkaPort);
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
