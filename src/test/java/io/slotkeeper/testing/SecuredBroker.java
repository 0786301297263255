package io.slotkeeper.testing;

import io.slotkeeper.app.broker.TemporaryFolder;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialAlteration;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.authorizer.StandardAuthorizer;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.Feature;

/**
 * A broker as a cluster's operators set one up: it takes SASL (SCRAM-SHA-512) over TLS with a certificate of its own,
 * and allows nothing that no ACL allows. Beside that it has a listener for itself and for its operator, {@link #operator}.
 */
public final class SecuredBroker implements AutoCloseable {

    private static final String STORE_PASSWORD = "of-the-key-store";

    private final TemporaryFolder folder;
    private final KafkaRaftServer server;
    private final int port;
    private final int plain;

    private SecuredBroker(TemporaryFolder folder, int port, int plain, int controller) throws Exception {
        this.folder = folder;
        this.port = port;
        this.plain = plain;
        Path keys = keys(folder.path());
        Path logs = Files.createDirectory(folder.path().resolve("logs"));
        format(logs);
        this.server = new KafkaRaftServer(new KafkaConfig(settings(logs, keys, controller), false), Time.SYSTEM);
    }

    /** Returns when it accepts connections. */
    public static SecuredBroker start() throws Exception {
        var broker =
                new SecuredBroker(TemporaryFolder.create(), Program.freePort(), Program.freePort(), Program.freePort());
        broker.server.startup();
        return broker;
    }

    /** For clients that know its certificate and have a password. */
    public String bootstrap() {
        return "127.0.0.1:" + port;
    }

    /** Its certificate, as PEM. */
    public Path certificate() {
        return folder.path().resolve("ca.pem");
    }

    /** May do anything. */
    public Admin operator() {
        return Admin.create(Map.of("bootstrap.servers", "127.0.0.1:" + plain));
    }

    /** Makes principals with these passwords. */
    public void addUsers(Map<String, String> passwords) throws Exception {
        var scram = new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, 4096);
        List<UserScramCredentialAlteration> users = passwords.entrySet().stream()
                .<UserScramCredentialAlteration>map(
                        user -> new UserScramCredentialUpsertion(user.getKey(), scram, user.getValue()))
                .toList();
        try (Admin admin = operator()) {
            admin.alterUserScramCredentials(users).all().get();
        }
    }

    @Override
    public void close() {
        server.shutdown();
        server.awaitShutdown();
        folder.close();
    }

    private Properties settings(Path logs, Path keys, int controller) {
        var settings = new Properties();
        settings.putAll(Map.of(
                "process.roles",
                "broker,controller",
                "node.id",
                "1",
                "controller.quorum.voters",
                "1@127.0.0.1:" + controller,
                "controller.listener.names",
                "CONTROLLER",
                "listeners",
                "CLIENTS://127.0.0.1:" + port + ",OWN://127.0.0.1:" + plain + ",CONTROLLER://127.0.0.1:" + controller,
                "listener.security.protocol.map",
                "CLIENTS:SASL_SSL,OWN:PLAINTEXT,CONTROLLER:PLAINTEXT",
                "inter.broker.listener.name",
                "OWN",
                "log.dirs",
                logs.toString(),
                "auto.create.topics.enable",
                "false"));
        settings.putAll(Map.of(
                "authorizer.class.name",
                StandardAuthorizer.class.getName(),
                // Whoever comes without a name comes to the listeners that are not for clients.
                "super.users",
                "User:ANONYMOUS",
                "listener.name.clients.sasl.enabled.mechanisms",
                "SCRAM-SHA-512",
                "listener.name.clients.scram-sha-512.sasl.jaas.config",
                "org.apache.kafka.common.security.scram.ScramLoginModule required;",
                "listener.name.clients.ssl.keystore.type",
                "PKCS12",
                "listener.name.clients.ssl.keystore.location",
                keys.toString(),
                "listener.name.clients.ssl.keystore.password",
                STORE_PASSWORD));
        settings.putAll(Map.of(
                "offsets.topic.replication.factor",
                "1",
                "offsets.topic.num.partitions",
                "1",
                "transaction.state.log.replication.factor",
                "1",
                "transaction.state.log.min.isr",
                "1",
                "transaction.state.log.num.partitions",
                "4",
                "group.initial.rebalance.delay.ms",
                "0",
                "message.max.bytes",
                Integer.toString(8 * 1024 * 1024),
                "log.cleaner.dedupe.buffer.size",
                Integer.toString(16 * 1024 * 1024),
                "transaction.max.timeout.ms",
                "10000"));
        return settings;
    }

    private static void format(Path logs) throws Exception {
        new Formatter()
                .setNodeId(1)
                .setClusterId(Uuid.randomUuid().toString())
                .setControllerListenerName("CONTROLLER")
                .setDirectories(List.of(logs.toString()))
                .setMetadataLogDirectory(logs.toString())
                .setSupportedFeatures(Feature.PRODUCTION_FEATURES)
                .setIgnoreFormatted(true)
                .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                .run();
    }

    /** The key store, with a certificate for this address beside it. */
    private static Path keys(Path folder) {
        Path store = folder.resolve("broker.p12");
        keytool(
                "-genkeypair -alias broker -keyalg EC -groupname secp256r1 -dname CN=broker -ext SAN=ip:127.0.0.1"
                        + " -validity 2 -storetype PKCS12 -storepass " + STORE_PASSWORD + " -keystore",
                store);
        keytool(
                "-exportcert -rfc -alias broker -storetype PKCS12 -storepass " + STORE_PASSWORD + " -keystore " + store
                        + " -file",
                folder.resolve("ca.pem"));
        return store;
    }

    private static void keytool(String options, Path last) {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(List.of(options.split(" ")));
        command.add(last.toString());
        try {
            Process keytool = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!keytool.waitFor(60, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
                throw new IllegalStateException("keytool failed: " + command);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
