package io.slotkeeper.app.config;

import io.slotkeeper.app.console.CommandFailure;
import io.slotkeeper.app.console.UsageError;
import io.slotkeeper.edge.access.ApiKeys;
import io.slotkeeper.edge.access.EdgeAccess;
import io.slotkeeper.edge.access.EdgeSecret;
import io.slotkeeper.request.Principal;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files that say who may come in over HTTP, and the secret that the edges share. They are read again when they
 * change; what is wrong then is reported, and what was right before stays. For any thread.
 */
public final class AccessFiles implements Supplier<EdgeAccess> {

    private static final Logger LOG = LoggerFactory.getLogger(AccessFiles.class);
    private static final String MADE_BY = "openssl rand -hex 32 > edge-secret";
    private static final long LOOK_NANOS = Duration.ofSeconds(1).toNanos();

    private final Supplier<EdgeAccess> reader;
    private final List<Path> files;
    private final AtomicLong nextLook = new AtomicLong(System.nanoTime() + LOOK_NANOS);
    private volatile List<FileState> states;
    private volatile EdgeAccess current;

    /** By which a change is noticed; empty while there is no file. */
    private record FileState(Optional<FileTime> modified, long size) {}

    private AccessFiles(List<Path> files, Supplier<EdgeAccess> reader) {
        this.files = files;
        this.reader = reader;
        this.states = states();
        this.current = reader.get();
    }

    /**
     * As it is configured.
     *
     * @throws UsageError when a file can't be read, the secret isn't there, or strangers could come in without keys
     */
    public static AccessFiles read(Config.Edge edge) {
        Path secret = edge.secretFile()
                .orElseThrow(() -> new UsageError(ConfigKeys.EDGE_SECRET_FILE.text()
                        + " is missing: URLs and names are made with it, the same by all instances; to mend: " + MADE_BY
                        + ", and " + ConfigKeys.EDGE_SECRET_FILE.text() + "=edge-secret"));
        return of(edge, secret, keys -> {
            requireKeysBeyondThisMachine(edge, keys);
            return keys;
        });
    }

    /**
     * Also with a token that everybody knows, and a secret that is made when there is none.
     *
     * @param token for everything and for ever, also its principal
     */
    public static AccessFiles readOrMake(Config.Edge edge, Path secretFile, String token) {
        Path secret = edge.secretFile().orElseGet(() -> made(secretFile));
        return of(edge, secret, keys -> keys.with(token, new Principal(token)));
    }

    private static AccessFiles of(Config.Edge edge, Path secret, UnaryOperator<ApiKeys> complete) {
        return new AccessFiles(
                Stream.concat(edge.apiKeys().stream(), Stream.of(secret)).toList(),
                () -> new EdgeAccess(
                        complete.apply(edge.apiKeys().map(AccessFiles::keys).orElse(ApiKeys.NONE)), secret(secret)));
    }

    /** As the files say, up to a second ago. */
    @Override
    public EdgeAccess get() {
        long next = nextLook.get();
        long now = System.nanoTime();
        if (now - next >= 0 && nextLook.compareAndSet(next, now + LOOK_NANOS)) {
            look();
        }
        return current;
    }

    private void look() {
        List<FileState> before = states;
        List<FileState> now = states();
        if (now.equals(before)) {
            return;
        }
        states = now;
        try {
            current = reader.get();
            LOG.info("read again, because they changed: {}", files);
        } catch (UsageError e) {
            LOG.error("what was read before stays in force: {}", e.getMessage());
        }
    }

    private List<FileState> states() {
        return files.stream().map(AccessFiles::version).toList();
    }

    private static FileState version(Path file) {
        try {
            return new FileState(Optional.of(Files.getLastModifiedTime(file)), Files.size(file));
        } catch (IOException e) {
            return new FileState(Optional.empty(), 0);
        }
    }

    private static ApiKeys keys(Path file) {
        try {
            ApiKeys keys = ApiKeys.parse(Files.readAllLines(file, StandardCharsets.UTF_8));
            if (keys.isEmpty()) {
                throw new UsageError(ConfigKeys.API_KEYS.text() + ": " + file + " names nobody");
            }
            return keys;
        } catch (IOException e) {
            throw unreadable(ConfigKeys.API_KEYS, file, e);
        } catch (IllegalArgumentException e) {
            throw new UsageError(ConfigKeys.API_KEYS.text() + ": " + file + ", " + e.getMessage(), e);
        }
    }

    private static void requireKeysBeyondThisMachine(Config.Edge edge, ApiKeys keys) {
        try {
            if (keys.isEmpty() && !InetAddress.getByName(edge.host()).isLoopbackAddress()) {
                throw new UsageError(ConfigKeys.HTTP_HOST.text() + " " + edge.host()
                        + " is beyond this machine, which needs " + ConfigKeys.API_KEYS.text());
            }
        } catch (UnknownHostException e) {
            throw new UsageError(ConfigKeys.HTTP_HOST.text() + " " + edge.host() + " is no address of this machine", e);
        }
    }

    private static EdgeSecret secret(Path file) {
        try {
            String text = Files.readString(file, StandardCharsets.ISO_8859_1).strip();
            List<String> lines = text.lines().map(String::strip).toList();
            // Two secrets while one replaces the other; a file of arbitrary bytes may have a line break somewhere.
            boolean two =
                    lines.size() == 2 && text.chars().allMatch(c -> c == '\r' || c == '\n' || (c >= ' ' && c <= '~'));
            return two
                    ? new EdgeSecret(bytes(lines.get(0)), Optional.of(bytes(lines.get(1))))
                    : new EdgeSecret(bytes(text));
        } catch (IOException e) {
            throw unreadable(ConfigKeys.EDGE_SECRET_FILE, file, e);
        } catch (IllegalArgumentException e) {
            throw new UsageError(
                    ConfigKeys.EDGE_SECRET_FILE.text() + ": " + file + " is too short, expected " + EdgeSecret.MIN_BYTES
                            + " bytes or more; to mend: " + MADE_BY,
                    e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Whoever can read it can make participants' URLs. */
    private static Path made(Path file) {
        if (Files.exists(file)) {
            return file;
        }
        byte[] secret = new byte[EdgeSecret.MIN_BYTES];
        new SecureRandom().nextBytes(secret);
        try {
            Files.createDirectories(
                    file.toAbsolutePath().getParent(),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            Files.writeString(
                    Files.createFile(
                            file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))),
                    HexFormat.of().formatHex(secret) + "\n");
            return file;
        } catch (IOException e) {
            throw new CommandFailure("the edge's secret can't be written to " + file + ": " + e, e);
        }
    }

    private static UsageError unreadable(ConfigKey<?> key, Path file, IOException e) {
        String why = e instanceof NoSuchFileException ? "does not exist" : "can't be read: " + e;
        return new UsageError(key.text() + ": " + file + " " + why, e);
    }
}
