package io.slotkeeper.app.archive;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The classes of one jar and its libraries as one JVM version has them in memory (a dynamic CDS archive), beside the jar.
 * With it {@code send} of a line takes a third of the processor time. It is made by running {@code demo}, which goes
 * through nearly everything, and takes as much as some ten starts.
 *
 * <p>Safe with any number of processes: one makes the archive, and it is there as a whole or not at all. An archive that
 * doesn't belong to the jar, its libraries or the JVM is passed over by the JVM, which compares them itself.
 */
public final class ClassArchive {

    /** Some ten times as long as usual. */
    private static final long PATIENCE_SECONDS = 300;

    private final Path jar;
    private final Path file;

    private ClassArchive(Path jar, Path file) {
        this.jar = jar;
        this.file = file;
    }

    /** The archive of this jar for the JVM that runs now. The start script makes the same name. */
    public static ClassArchive of(Path jar) {
        return new ClassArchive(jar, jar.resolveSibling("slotkeeper-" + Runtime.version() + ".jsa"));
    }

    /** Makes the archive of the jar that this class is from. Exit status 1 if there is none in the end. */
    public static void main(String[] args) throws IOException, InterruptedException, URISyntaxException {
        Path jar = Path.of(ClassArchive.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        System.exit(of(jar).ensure() ? 0 : 1);
    }

    /** Whether it is there and was made after the jar. */
    public boolean isCurrent() throws IOException {
        return Files.exists(file) && Files.getLastModifiedTime(file).compareTo(Files.getLastModifiedTime(jar)) > 0;
    }

    /** What a JVM needs in order to start from it. It says nothing where it passes the archive over. */
    public List<String> options() {
        var options = new ArrayList<>(List.of("-XX:SharedArchiveFile=" + file));
        options.addAll(silence());
        return options;
    }

    /** Makes it unless it is current. False: it isn't there, because somebody else is about it or it can't be made. */
    public boolean ensure() throws IOException, InterruptedException {
        Path lock = beside(".lock");
        try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock held = channel.tryLock()) {
            if (held == null) {
                return false;
            }
            // When it was last tried: the start script doesn't try what fails at every start.
            Files.setLastModifiedTime(lock, FileTime.from(Instant.now()));
            return isCurrent() || make();
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    private boolean make() throws IOException, InterruptedException {
        Path next = beside(".next");
        Files.deleteIfExists(next);
        Process demo = new ProcessBuilder(demo(next))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            boolean good = demo.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) && demo.exitValue() == 0;
            if (good && Files.exists(next)) {
                Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
            }
            return isCurrent();
        } finally {
            demo.destroyForcibly();
            Files.deleteIfExists(next);
        }
    }

    /** C1 and the smallest collector: which classes there are is the same, and others have the machine. */
    private List<String> demo(Path next) {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:ArchiveClassesAtExit=" + next,
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx512m"));
        command.addAll(silence());
        command.addAll(List.of("-jar", jar.toString(), "demo"));
        return command;
    }

    private static List<String> silence() {
        return List.of("-Xlog:cds=off", "-Xlog:cds+dynamic=off");
    }

    private Path beside(String suffix) {
        return file.resolveSibling(file.getFileName() + suffix);
    }
}
