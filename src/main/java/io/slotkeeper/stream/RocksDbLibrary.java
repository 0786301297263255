package io.slotkeeper.stream;

import java.io.IOException;
import java.nio.file.Path;
import org.rocksdb.NativeLibraryLoader;

/**
 * RocksDB's native library, some 15 MB, unpacked next to the state. RocksDB itself would unpack it anew at each start
 * into the folder for temporary files, where it stays when the process is killed or leaves by a signal.
 */
public final class RocksDbLibrary {

    private RocksDbLibrary() {}

    /**
     * Loads the library, unless the process has it already. Where this fails, as in a folder from which nothing may be
     * executed, the first store loads it from the usual place.
     *
     * @param folder of one process at a time
     */
    public static void unpackInto(Path folder) {
        try {
            NativeLibraryLoader.getInstance().loadLibrary(folder.toString());
        } catch (IOException | RuntimeException | UnsatisfiedLinkError e) {
            // Not reported: should the usual place fail too, RocksDB says why.
            return;
        }
    }
}
