package io.slotkeeper.app.bench.peer;

import io.slotkeeper.app.broker.TemporaryFolder;
import io.slotkeeper.app.console.CommandFailure;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A server as a process of its own, on a free port of loopback, with its data in a temporary folder of its own. It is
 * ended by its process id when it is closed, and when this JVM ends without closing it.
 */
final class PeerServer implements AutoCloseable {

    private static final Duration STARTS_WITHIN = Duration.ofSeconds(30);
    private static final Duration ENDS_WITHIN = Duration.ofSeconds(10);
    private static final int SHOWN_LINES = 3;
    private static final String ROOT = "root";

    private final TemporaryFolder folder;
    private final Optional<String> user;
    private final int port;
    private final Thread atEnd = new Thread(this::end, "end-peer");
    private Optional<Process> server = Optional.empty();

    /** @param user who runs it where this is run by root, which some servers refuse */
    PeerServer(Optional<String> user) {
        this.user = user.filter(name -> ROOT.equals(System.getProperty("user.name")));
        this.folder = TemporaryFolder.create();
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
            if (this.user.isPresent()) {
                Files.setOwner(
                        folder.path(),
                        folder.path()
                                .getFileSystem()
                                .getUserPrincipalLookupService()
                                .lookupPrincipalByName(this.user.get()));
            }
        } catch (IOException e) {
            folder.close();
            throw new CommandFailure("no folder or port for a server: " + e.getMessage(), e);
        }
        Runtime.getRuntime().addShutdownHook(atEnd);
    }

    /** A program in the search path or in one of these folders. */
    static Optional<Path> find(String program, Stream<Path> folders) {
        Stream<Path> path = Stream.of(
                        Optional.ofNullable(System.getenv("PATH")).orElse("").split(File.pathSeparator, -1))
                .map(Path::of);
        return Stream.concat(path, folders)
                .map(folder -> folder.resolve(program))
                .filter(Files::isExecutable)
                .findFirst();
    }

    Path data() {
        return folder.path().resolve("data");
    }

    Path folder() {
        return folder.path();
    }

    int port() {
        return port;
    }

    /** Runs a command and waits for its end. */
    void run(List<String> command) throws InterruptedException {
        Process process = launch(command);
        try {
            if (!process.waitFor(STARTS_WITHIN.toMillis(), TimeUnit.MILLISECONDS) || process.exitValue() != 0) {
                throw new CommandFailure(command.get(0) + " failed: " + said());
            }
        } finally {
            process.destroyForcibly();
        }
    }

    /** Starts the server and waits until it accepts connections. */
    void start(List<String> command) throws InterruptedException {
        Process process = launch(command);
        server = Optional.of(process);
        long deadline = System.nanoTime() + STARTS_WITHIN.toNanos();
        while (!accepts()) {
            if (!process.isAlive() || System.nanoTime() > deadline) {
                throw new CommandFailure(command.get(0) + " doesn't start: " + said());
            }
            Thread.sleep(50);
        }
    }

    private Process launch(List<String> command) {
        var all = new ArrayList<String>();
        user.ifPresent(name -> all.addAll(List.of("setpriv", "--reuid=" + name, "--regid=" + name, "--clear-groups")));
        all.addAll(command);
        try {
            return new ProcessBuilder(all)
                    .directory(folder.path().toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(folder.path().resolve("said").toFile())
                    .start();
        } catch (IOException e) {
            throw new CommandFailure(command.get(0) + " can't be started: " + e.getMessage(), e);
        }
    }

    private boolean accepts() {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private String said() {
        try {
            List<String> lines = Files.readAllLines(folder.path().resolve("said"), StandardCharsets.UTF_8);
            return String.join(" | ", lines.subList(Math.max(0, lines.size() - SHOWN_LINES), lines.size()));
        } catch (IOException e) {
            return "it said nothing";
        }
    }

    private void end() {
        server.ifPresent(process -> {
            // A server's own processes end with it, but not before they notice.
            List<ProcessHandle> all = Stream.concat(Stream.of(process.toHandle()), process.descendants())
                    .toList();
            all.forEach(ProcessHandle::destroyForcibly);
            all.forEach(handle -> handle.onExit()
                    .orTimeout(ENDS_WITHIN.toMillis(), TimeUnit.MILLISECONDS)
                    .exceptionally(e -> handle)
                    .join());
        });
        server = Optional.empty();
    }

    @Override
    public void close() {
        end();
        folder.close();
        try {
            Runtime.getRuntime().removeShutdownHook(atEnd);
        } catch (IllegalStateException e) {
            // The shutdown has begun, and with it the hook.
            return;
        }
    }
}
