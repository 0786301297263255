package io.slotkeeper.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** The secret that all instances in tests share, as instances of one application have to. */
public final class SharedSecret {

    /** The variable that names its file. */
    public static final String VARIABLE = "SLOTKEEPER_EDGE_SECRET_FILE";

    public static final String TEXT = "a secret of all the instances in tests";

    private static final Path FILE = write();

    private SharedSecret() {}

    public static Path file() {
        return FILE;
    }

    /** At once: instances read it, those of another JVM's tests among them. */
    private static Path write() {
        try {
            Path folder = Files.createDirectories(Path.of("target")).toAbsolutePath();
            Path whole = Files.writeString(Files.createTempFile(folder, "edge-secret", ""), TEXT);
            return Files.move(whole, folder.resolve("edge-secret"), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
