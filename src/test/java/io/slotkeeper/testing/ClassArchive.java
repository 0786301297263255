package io.slotkeeper.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.slotkeeper.app.broker.TemporaryFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * The program's classes as the JVM has them in memory (a dynamic CDS archive), made of its jar once: a process is ready
 * with a quarter less of CPU. Only where the system property {@code slotkeeper.archive} asks for it, since it takes as
 * much as some ten starts.
 */
final class ClassArchive {

    private static final boolean WANTED = Boolean.getBoolean("slotkeeper.archive");
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private ClassArchive() {}

    /**
     * What a JVM needs in order to start from the archive of this jar, which is made if it isn't there. Nothing while
     * somebody else makes it.
     */
    static Stream<String> options(Path jar) {
        Path archive = jar.resolveSibling("slotkeeper-" + Runtime.version() + ".jsa");
        return WANTED && (isCurrent(archive, jar) || made(archive, jar))
                ? Stream.of("-XX:SharedArchiveFile=" + archive, "-Xlog:cds=off")
                : Stream.empty();
    }

    private static boolean isCurrent(Path archive, Path jar) {
        try {
            return Files.exists(archive)
                    && Files.getLastModifiedTime(archive).compareTo(Files.getLastModifiedTime(jar)) > 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** False: somebody else is about it, another thread or another JVM. */
    private static boolean made(Path archive, Path jar) {
        Path lock = archive.resolveSibling(archive.getFileName() + ".lock");
        try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock held = channel.tryLock()) {
            if (held == null) {
                return false;
            }
            if (!isCurrent(archive, jar)) {
                make(archive);
            }
            return true;
        } catch (OverlappingFileLockException e) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Of everything that {@code dev} needs, which is more than the other commands do. */
    private static void make(Path archive) throws IOException {
        try (TemporaryFolder folder = TemporaryFolder.create()) {
            Path whole = folder.path().resolve("classes.jsa");
            try (Program dev = Program.launch(
                    folder.path(),
                    List.of("-XX:ArchiveClassesAtExit=" + whole, "-Xlog:cds=off", "-Xlog:cds+dynamic=off"),
                    List.of("dev", "--data-dir", "data", "--kafka-port", "0", "--http-port", "0"))) {
                await().atMost(PATIENCE).until(() -> !dev.isAlive() || isReady(dev));
                dev.terminate();
                assertThat(dev.exitStatus(PATIENCE)).as("%s", dev).isZero();
            }
            Path next = archive.resolveSibling(archive.getFileName() + ".next");
            Files.copy(whole, next, StandardCopyOption.REPLACE_EXISTING);
            Files.move(next, archive, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    private static boolean isReady(Program dev) {
        return dev.err().stream().anyMatch(line -> line.startsWith("Slotkeeper is ready"));
    }
}
