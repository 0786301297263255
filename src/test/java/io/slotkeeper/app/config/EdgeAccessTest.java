package io.slotkeeper.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slotkeeper.app.console.UsageError;
import io.slotkeeper.testing.SharedSecret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** docs/spec/http.md#authentication: who may come in is settled before anything listens. */
final class EdgeAccessTest {

    private static final String DIGEST = "a".repeat(64);

    @TempDir
    private Path folder = Path.of("");

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "localhost", "::1", "127.0.0.2"})
    void on_this_machine_nobody_needs_keys(String host) {
        assertThat(read(Map.of("http-host", host)).keys().isEmpty()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "::", "192.0.2.1"})
    void beyond_this_machine_keys_are_needed(String host) throws IOException {
        assertRefused(Map.of("http-host", host), "http-host " + host + " is beyond this machine, which needs api-keys");
        String keys = file("keys", DIGEST + " = alice\n");
        assertThat(read(Map.of("http-host", host, "api-keys", keys)).keys().isEmpty())
                .isFalse();
    }

    @Test
    void a_file_of_keys_that_lets_nobody_in_is_refused() throws IOException {
        String keys = file("keys", "# nobody yet\n\n");
        assertRefused(Map.of("api-keys", keys), "api-keys: " + keys + " names nobody");
        String none = folder.resolve("none").toString();
        assertRefused(Map.of("api-keys", none), "api-keys: " + none + " does not exist");
    }

    /** Somebody may have written a token there instead of its digest. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "a-token-in-clear = alice",
                "a-token-in-clear",
                "= alice",
                "0123 = alice",
            })
    void a_line_without_a_digest_is_named_but_not_shown(String line) throws IOException {
        String keys = file("keys", DIGEST + " = alice\n" + line + "\n");
        assertThatThrownBy(() -> read(Map.of("api-keys", keys)))
                .isInstanceOf(UsageError.class)
                .hasMessage("api-keys: " + keys + ", line 2: expected the SHA-256 of a token in hex, = and a name")
                .hasMessageNotContaining("in-clear");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "two words", "anonymous"})
    void a_principal_has_a_name_of_its_own(String name) throws IOException {
        String keys = file("keys", DIGEST + " = " + name + "\n");
        assertThatThrownBy(() -> read(Map.of("api-keys", keys)))
                .isInstanceOf(UsageError.class)
                .hasMessageContaining("line 1: expected a principal");
    }

    @Test
    void a_token_belongs_to_one_principal() throws IOException {
        String keys = file("keys", DIGEST + " = alice\n" + DIGEST + " = bob\n");
        assertRefused(Map.of("api-keys", keys), "api-keys: " + keys + ", line 2: expected each token once");
    }

    @Test
    void the_secret_that_all_instances_share_has_to_be_there_and_long_enough() throws IOException {
        assertThatThrownBy(() -> EdgeAccess.read(ConfigSources.defaults().edge()))
                .isInstanceOf(UsageError.class)
                .hasMessageStartingWith("edge-secret-file is missing: ")
                .hasMessageContaining("openssl rand -hex 32 > edge-secret");
        String brief = file("brief", "x".repeat(31) + "\n");
        assertRefused(
                Map.of("edge-secret-file", brief),
                "edge-secret-file: " + brief
                        + " is too short, expected 32 bytes or more; to mend: openssl rand -hex 32 > edge-secret");
    }

    @Test
    void a_secret_that_is_made_stays_and_is_for_its_owner_only() throws IOException {
        Path secret = folder.resolve("new").resolve("edge-secret");
        EdgeAccess.readOrMake(ConfigSources.defaults().edge(), secret);
        String made = Files.readString(secret);
        assertThat(made.strip()).matches("[0-9a-f]{64}");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(secret)))
                .isEqualTo("rw-------");
        EdgeAccess.readOrMake(ConfigSources.defaults().edge(), secret);
        assertThat(Files.readString(secret)).isEqualTo(made);
    }

    private static void assertRefused(Map<String, String> settings, String message) {
        assertThatThrownBy(() -> read(settings)).isInstanceOf(UsageError.class).hasMessage(message);
    }

    private static EdgeAccess read(Map<String, String> settings) {
        var all = new TreeMap<>(Map.of("edge-secret-file", SharedSecret.file().toString()));
        all.putAll(settings);
        return EdgeAccess.read(
                ConfigSources.read(all, Map.of(), Optional.empty()).edge());
    }

    private String file(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content).toString();
    }
}
