package io.slotkeeper.app.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a jar that is none, so that making an archive of it fails at once. */
final class ClassArchiveTest {

    @TempDir
    private Path folder = Path.of("");

    private Path jar = Path.of("");
    private Path file = Path.of("");

    @BeforeEach
    void jar() throws IOException {
        jar = Files.writeString(folder.resolve("slotkeeper.jar"), "no jar");
        file = folder.resolve("slotkeeper-" + Runtime.version() + ".jsa");
    }

    @Test
    void is_current_when_it_was_made_after_the_jar() throws IOException {
        var archive = ClassArchive.of(jar);
        assertThat(archive.isCurrent()).isFalse();
        Files.writeString(file, "an archive");
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(1)));
        assertThat(archive.isCurrent()).isTrue();
        Files.setLastModifiedTime(jar, FileTime.from(Instant.now().plusSeconds(2)));
        assertThat(archive.isCurrent()).isFalse();
    }

    @Test
    void leaves_nothing_but_the_time_of_the_attempt_where_it_cannot_be_made() throws Exception {
        assertThat(ClassArchive.of(jar).ensure()).isFalse();
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(it -> it.getFileName().toString()))
                    .containsExactlyInAnyOrder("slotkeeper.jar", file.getFileName() + ".lock");
        }
    }

    @Test
    void is_left_to_whoever_makes_it() throws Exception {
        Path lock = Path.of(file + ".lock");
        try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock held = channel.lock()) {
            assertThat(held.isValid()).isTrue();
            Files.setLastModifiedTime(lock, FileTime.from(Instant.EPOCH));
            assertThat(ClassArchive.of(jar).ensure()).isFalse();
            assertThat(Files.getLastModifiedTime(lock).toInstant()).isEqualTo(Instant.EPOCH);
        }
    }

    @Test
    void is_named_by_the_options_that_use_it() {
        assertThat(ClassArchive.of(jar).options())
                .isEqualTo(List.of("-XX:SharedArchiveFile=" + file, "-Xlog:cds=off", "-Xlog:cds+dynamic=off"));
    }
}
