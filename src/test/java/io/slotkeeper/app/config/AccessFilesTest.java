package io.slotkeeper.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.slotkeeper.app.console.UsageError;
import io.slotkeeper.edge.access.ApiKeys;
import io.slotkeeper.edge.access.EdgeSecret;
import io.slotkeeper.request.Sha256;
import io.slotkeeper.testing.SharedSecret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** docs/spec/http.md#authentication: who may come in is settled before anything listens. */
final class AccessFilesTest {

    private static final String DIGEST = "a".repeat(64);

    @TempDir
    private Path folder = Path.of("");

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "localhost", "::1", "127.0.0.2"})
    void on_this_machine_nobody_needs_keys(String host) {
        assertThat(read(Map.of("http-host", host)).get().keys().isEmpty()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "::", "192.0.2.1"})
    void beyond_this_machine_keys_are_needed(String host) throws IOException {
        assertRefused(Map.of("http-host", host), "http-host " + host + " is beyond this machine, which needs api-keys");
        String keys = file("keys", DIGEST + " = alice\n");
        assertThat(read(Map.of("http-host", host, "api-keys", keys))
                        .get()
                        .keys()
                        .isEmpty())
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
        assertThatThrownBy(() -> AccessFiles.read(ConfigSources.defaults().edge()))
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
        AccessFiles.readOrMake(ConfigSources.defaults().edge(), secret, "dev");
        String made = Files.readString(secret);
        assertThat(made.strip()).matches("[0-9a-f]{64}");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(secret)))
                .isEqualTo("rw-------");
        AccessFiles.readOrMake(ConfigSources.defaults().edge(), secret, "dev");
        assertThat(Files.readString(secret)).isEqualTo(made);
    }

    @Test
    void files_that_change_are_read_again_and_wrong_ones_change_nothing() throws IOException {
        String keys = file("keys", DIGEST + " = alice\n");
        String secret = file("secret", "0123456789abcdef0123456789abcdef\n");
        AccessFiles access = read(Map.of("api-keys", keys, "edge-secret-file", secret));
        String token = access.get().secret().participantToken("scv_1", 0);

        file("keys", Sha256.hex("bob-token") + " = bob\n");
        await().until(() -> knows(access, "bob-token"));
        file("keys", "what is this\n");
        file("secret", "fedcba9876543210fedcba9876543210\n0123456789abcdef0123456789abcdef\n");
        await().during(Duration.ofMillis(1_500)).atMost(Duration.ofSeconds(5)).until(() -> knows(access, "bob-token"));
        assertThat(access.get().secret().participantToken("scv_1", 0)).isEqualTo(token);
        file("keys", Sha256.hex("carol-token") + " = carol\n");
        await().until(() -> knows(access, "carol-token"));

        assertThat(knows(access, "bob-token")).isFalse();
        assertThat(access.get().secret().participantToken("scv_1", 0)).isNotEqualTo(token);
        assertThat(access.get().secret().isParticipantToken(token, "scv_1", 0)).isTrue();
        Files.delete(Path.of(keys));
        await().during(Duration.ofMillis(1_500))
                .atMost(Duration.ofSeconds(5))
                .until(() -> knows(access, "carol-token"));
    }

    private static boolean knows(AccessFiles access, String token) {
        return access.get().keys().credentials("Bearer " + token, Instant.now()) instanceof ApiKeys.Credentials.Known;
    }

    @Test
    void a_secret_of_arbitrary_bytes_may_have_a_line_break() throws IOException {
        String whole = "\u00ff" + "x".repeat(40) + "\n" + "y".repeat(40);
        Path file = Files.write(folder.resolve("bytes"), whole.getBytes(StandardCharsets.ISO_8859_1));
        EdgeSecret secret =
                read(Map.of("edge-secret-file", file.toString())).get().secret();
        assertThat(secret.participantToken("scv_1", 0))
                .isEqualTo(new EdgeSecret(whole.getBytes(StandardCharsets.ISO_8859_1)).participantToken("scv_1", 0));
    }

    private static void assertRefused(Map<String, String> settings, String message) {
        assertThatThrownBy(() -> read(settings)).isInstanceOf(UsageError.class).hasMessage(message);
    }

    private static AccessFiles read(Map<String, String> settings) {
        var all = new TreeMap<>(Map.of("edge-secret-file", SharedSecret.file().toString()));
        all.putAll(settings);
        return AccessFiles.read(
                ConfigSources.read(all, Map.of(), Optional.empty()).edge());
    }

    private String file(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content).toString();
    }
}
