package io.slotkeeper.stream;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.rocksdb.NativeLibraryLoader;
import org.rocksdb.RocksDB;

/**
 * RocksDB's native library, some 15 MB, unpacked next to the state. RocksDB itself would unpack it at each start into the
 * folder for temporary files, where it remains if the process is killed or ended by a signal.
 */
public final class RocksDbLibrary {

    /** RocksDB's own variable for the folder of its library; if it is set, it is respected. */
    private static final String FOLDER_VARIABLE = "ROCKSDB_SHAREDLIB_DIR";

    private RocksDbLibrary() {}

    /**
     * Loads the library, unless the process has loaded it already: from the folder or, if files there can't be executed,
     * from the default location. Without it no store is opened, and a stream thread that finds that out keeps the locks of
     * its tasks for good.
     *
     * @param folder used by one process at a time
     * @throws IOException if it can be unpacked to neither, for example because disks are full; says why
     */
    public static void load(Path folder) throws IOException {
        Optional<Throwable> first = System.getenv(FOLDER_VARIABLE) == null ? failure(folder) : Optional.empty();
        try {
            RocksDB.loadLibrary();
        } catch (RuntimeException | UnsatisfiedLinkError e) {
            Throwable reason = first.orElse(e.getCause() == null ? e : e.getCause());
            throw new IOException("RocksDB's library can't be loaded: " + reason.getMessage(), e);
        }
    }

    private static Optional<Throwable> failure(Path folder) {
        try {
            NativeLibraryLoader.getInstance().loadLibrary(folder.toString());
            return Optional.empty();
        } catch (IOException | RuntimeException | UnsatisfiedLinkError e) {
            return Optional.of(e);
        }
    }
}
