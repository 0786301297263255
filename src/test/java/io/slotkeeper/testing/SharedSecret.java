package io.slotkeeper.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The secret that all instances in tests share, as instances of one application have to. */
public final class SharedSecret {

    /** The variable that names its file. */
    public static final String VARIABLE = "SLOTKEEPER_EDGE_SECRET_FILE";

    public static final String TEXT = "a secret of all the instances in tests";

    private SharedSecret() {}

    public static Path file() {
        try {
            return Files.writeString(Path.of("target", "edge-secret"), TEXT).toAbsolutePath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
