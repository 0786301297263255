package io.slotkeeper.app.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderLockTest {

    /** docs/reference/personal-data.md says what is in it. */
    @Test
    void a_folder_that_it_makes_is_its_owners_alone(@TempDir Path parent) throws IOException {
        Path folder = parent.resolve("data");

        FolderLock.of(folder).close();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
                .isEqualTo("rwx------");
    }
}
