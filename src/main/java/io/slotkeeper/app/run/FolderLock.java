package io.slotkeeper.app.run;

import io.slotkeeper.app.console.CommandFailure;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A lock that keeps a data folder to one process. It ends with the process, however that ends; the lock file remains.
 */
public final class FolderLock implements AutoCloseable {

    private final FileChannel channel;

    /** There are names and addresses in what the folder will hold. */
    private static final FileAttribute<Set<PosixFilePermission>> OWNERS_ALONE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private FolderLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Creates the folder for its owner alone if it doesn't exist, and locks it.
     *
     * @throws CommandFailure if it is locked already, also by this process, or not writable
     */
    public static FolderLock of(Path folder) {
        try {
            Files.createDirectories(folder, OWNERS_ALONE);
            FileChannel channel =
                    FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (tryLock(channel) == null) {
                channel.close();
                throw new CommandFailure("the data folder " + folder + " is in use by another process");
            }
            return new FolderLock(channel);
        } catch (IOException e) {
            throw new CommandFailure("the data folder " + folder + " can't be written to: " + e, e);
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new CommandFailure("the data folder's lock can't be given back: " + e, e);
        }
    }
}
