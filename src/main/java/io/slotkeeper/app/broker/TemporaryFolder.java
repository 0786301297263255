package io.slotkeeper.app.broker;

import io.slotkeeper.app.console.CommandFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.kafka.common.utils.Utils;

/** A temporary folder that is deleted, with everything in it, when it is closed. */
public record TemporaryFolder(Path path) implements AutoCloseable {

    /** @throws CommandFailure if no temporary folder can be created */
    public static TemporaryFolder create() {
        try {
            return new TemporaryFolder(Files.createTempDirectory("slotkeeper-"));
        } catch (IOException e) {
            throw new CommandFailure("no temporary folder can be made: " + e, e);
        }
    }

    @Override
    public void close() {
        try {
            Utils.delete(path.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
