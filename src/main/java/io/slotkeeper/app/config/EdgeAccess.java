package io.slotkeeper.app.config;

import io.slotkeeper.app.console.CommandFailure;
import io.slotkeeper.app.console.UsageError;
import io.slotkeeper.edge.access.ApiKeys;
import io.slotkeeper.edge.access.EdgeSecret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;

/** Who may come in over HTTP, and the secret that the edges share. */
public record EdgeAccess(ApiKeys keys, EdgeSecret secret) {

    private static final String MADE_BY = "openssl rand -hex 32 > edge-secret";

    /**
     * As it is configured.
     *
     * @throws UsageError when a file can't be read, the secret isn't there, or strangers could come in without keys
     */
    public static EdgeAccess read(Config.Edge edge) {
        ApiKeys keys = edge.apiKeys().map(EdgeAccess::keys).orElse(ApiKeys.NONE);
        requireKeysBeyondThisMachine(edge, keys);
        Path secret = edge.secretFile()
                .orElseThrow(() -> new UsageError(ConfigKeys.EDGE_SECRET_FILE.text()
                        + " is missing: URLs and names are made with it, the same by all instances; to mend: " + MADE_BY
                        + ", and " + ConfigKeys.EDGE_SECRET_FILE.text() + "=edge-secret"));
        return new EdgeAccess(keys, secret(secret));
    }

    /** Also with a token that everybody knows, and a secret that is made when there is none. */
    public static EdgeAccess readOrMake(Config.Edge edge, Path secretFile) {
        Path file = edge.secretFile().orElseGet(() -> made(secretFile));
        return new EdgeAccess(edge.apiKeys().map(EdgeAccess::keys).orElse(ApiKeys.NONE), secret(file));
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
            return new EdgeSecret(
                    Files.readString(file, StandardCharsets.ISO_8859_1).strip().getBytes(StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            throw unreadable(ConfigKeys.EDGE_SECRET_FILE, file, e);
        } catch (IllegalArgumentException e) {
            throw new UsageError(
                    ConfigKeys.EDGE_SECRET_FILE.text() + ": " + file + " is too short, expected " + EdgeSecret.MIN_BYTES
                            + " bytes or more; to mend: " + MADE_BY,
                    e);
        }
    }

    /** Whoever can read it can make participants' URLs. */
    private static Path made(Path file) {
        if (Files.exists(file)) {
            return file;
        }
        byte[] secret = new byte[EdgeSecret.MIN_BYTES];
        new SecureRandom().nextBytes(secret);
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
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
