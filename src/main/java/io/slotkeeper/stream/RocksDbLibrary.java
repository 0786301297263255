package io.slotkeeper.stream;

import java.io.IOException;
import java.nio.file.Path;
import org.rocksdb.NativeLibraryLoader;

/**
 * Unpacks RocksDB's native library, some 15 MB, next to the state. RocksDB itself would unpack it at each start into
 * the folder for temporary files, where it remains if the process is killed or ended by a signal.
 */
public final class RocksDbLibrary {

    private RocksDbLibrary() {}

    /**
     * Loads the library, unless the process has loaded it already. If this fails, for example because files in the
     * folder can't be executed, the first store loads it from the default location.
     *
     * @param folder used by one process at a time
     */
    public static void unpackInto(Path folder) {
        try {
            NativeLibraryLoader.getInstance().loadLibrary(folder.toString());
        } catch (IOException | RuntimeException | UnsatisfiedLinkError e) {
            // Not reported: if the default location fails too, RocksDB reports why.
            return;
        }
    }
}
