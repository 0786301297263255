package io.slotkeeper.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.slotkeeper.testing.HttpApi;
import io.slotkeeper.testing.Program;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Reserves slots over HTTP at fixed rates, and prints how long the answers take: 64 clients with a connection each,
 * against {@code dev} in a process of its own, so that broker, processor and edge share the machine with them. A request
 * is counted from the moment at which it should have been sent: a queue that builds up is part of its time. What fails
 * is an answer other than 201, 503 after the time limit included; how long the others take is the machine's affair.
 *
 * <p>{@code -Dslotkeeper.http.rates=1000,2000 -Dslotkeeper.http.seconds=60 -Dslotkeeper.http.warmup=120} measure other
 * rates, for longer, by a program that the JVM has compiled: which takes minutes where it has half a core for that.
 */
@Execution(ExecutionMode.CONCURRENT)
final class HttpLoadIT {

    private static final int CLIENTS = 64;
    private static final int EVENT_TYPES = 256;
    private static final Instant FIRST_SLOT = Instant.parse("2050-01-01T00:00:00Z");
    private static final int WARM_UP_RATE = 100;

    @TempDir
    private Path folder = Path.of("");

    private final AtomicInteger requests = new AtomicInteger();

    @Test
    void reservations_are_answered_while_they_come_in_steadily() throws Exception {
        int seconds = Integer.getInteger("slotkeeper.http.seconds", 5);
        int[] rates = Stream.of(
                        System.getProperty("slotkeeper.http.rates", "100").split(",", -1))
                .mapToInt(Integer::parseInt)
                .toArray();
        int port = Program.freePort();
        try (Program dev = Program.start(
                folder,
                options(),
                List.of("dev", "--data-dir", "data", "--kafka-port", "0", "--http-port", "" + port))) {
            awaitReady(dev);
            defineEventTypes(port);
            measure(port, WARM_UP_RATE, 3);
            int warmUp = Integer.getInteger("slotkeeper.http.warmup", 0);
            if (warmUp > 0) {
                System.out.println("warming up: " + measure(port, rates[0], warmUp));
            }
            for (int rate : rates) {
                Measured measured = measure(port, rate, seconds);
                System.out.println(measured);
                assertThat(measured.refused()).as("%s", measured).isZero();
            }
        }
    }

    /** What serves for long is compiled well; in the short form that would be most of the work. */
    private static List<String> options() {
        int level = Integer.getInteger("slotkeeper.http.warmup", 0) > 0 ? 4 : 1;
        return List.of("-XX:TieredStopAtLevel=" + level, "-Xmx512m");
    }

    private static void awaitReady(Program dev) {
        await().atMost(Duration.ofSeconds(60))
                .until(() -> dev.err().stream().anyMatch(line -> line.startsWith("Slotkeeper is ready")));
    }

    private static void defineEventTypes(int port) {
        HttpApi api = HttpApi.at(port).as("dev");
        List<CompletableFuture<?>> all = new ArrayList<>();
        for (int type = 1; type <= EVENT_TYPES; type++) {
            all.add(api.sendAsync("PUT", "/v2/event-types/" + type, "{\"length_minutes\":30}")
                    .thenAccept(answer -> assertThat(answer.status()).isEqualTo(200)));
            if (all.size() == CLIENTS) {
                all.forEach(CompletableFuture::join);
                all.clear();
            }
        }
        all.forEach(CompletableFuture::join);
    }

    /** @param millis of each answer, sorted */
    private record Measured(int rate, int seconds, long tookMillis, int refused, long[] millis) {

        long percentile(double percent) {
            return millis[(int) Math.min(millis.length - 1, Math.floor(millis.length * percent / 100))];
        }

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "http: %,d requests/s asked for, %,d/s answered for %d s, p50 %d ms, p99 %d ms, p99.9 %d ms, "
                            + "longest %d ms, %d not granted (%d clients; broker, edge and clients on %d cores)",
                    rate,
                    millis.length * 1_000L / Math.max(1, tookMillis),
                    seconds,
                    percentile(50),
                    percentile(99),
                    percentile(99.9),
                    percentile(100),
                    refused,
                    CLIENTS,
                    Runtime.getRuntime().availableProcessors());
        }
    }

    private Measured measure(int port, int rate, int seconds) throws Exception {
        int each = rate * seconds / CLIENTS;
        long between = 1_000_000_000L * CLIENTS / rate;
        long start = System.nanoTime();
        ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
        var refused = new AtomicInteger();
        try {
            List<Callable<long[]>> clients = new ArrayList<>();
            for (int client = 0; client < CLIENTS; client++) {
                long first = start + between * client / CLIENTS;
                clients.add(() -> {
                    try (var connection = new Connection(port)) {
                        long[] took = new long[each];
                        for (int i = 0; i < each; i++) {
                            long due = first + i * between;
                            waitUntil(due);
                            if (connection.reserve(requests.getAndIncrement()) != 201) {
                                refused.incrementAndGet();
                            }
                            took[i] = (System.nanoTime() - due) / 1_000_000;
                        }
                        return took;
                    }
                });
            }
            List<long[]> all = new ArrayList<>();
            for (Future<long[]> client : threads.invokeAll(clients)) {
                all.add(client.get());
            }
            long took = (System.nanoTime() - start) / 1_000_000;
            long[] millis = all.stream().flatMapToLong(Arrays::stream).sorted().toArray();
            return new Measured(rate, seconds, took, refused.get(), millis);
        } finally {
            threads.shutdownNow();
        }
    }

    private static void waitUntil(long due) {
        long left = due - System.nanoTime();
        while (left > 0) {
            LockSupport.parkNanos(left);
            left = due - System.nanoTime();
        }
    }

    /** Writes and reads HTTP by hand: a client should cost less than what it measures. */
    private static final class Connection implements AutoCloseable {
        private final Socket socket;
        private final InputStream in;

        Connection(int port) throws IOException {
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(60_000);
            in = new BufferedInputStream(socket.getInputStream());
        }

        /** The status of the answer. */
        int reserve(int number) throws IOException {
            String slot =
                    FIRST_SLOT.plusSeconds(1_800L * (number / EVENT_TYPES)).toString();
            String body = "{\"eventTypeId\":" + (1 + number % EVENT_TYPES) + ",\"slotStart\":\"" + slot + "\"}";
            String request =
                    "POST /v2/slots/reservations HTTP/1.1\r\nHost: localhost\r\ncal-api-version: 2024-09-04\r\n"
                            + "Content-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return answer();
        }

        private int answer() throws IOException {
            int status = Integer.parseInt(line().split(" ", -1)[1]);
            int length = 0;
            for (String line = line(); !line.isEmpty(); line = line()) {
                if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                    length = Integer.parseInt(
                            line.substring("content-length:".length()).strip());
                }
            }
            in.skipNBytes(length);
            return status;
        }

        private String line() throws IOException {
            var line = new StringBuilder();
            for (int c = in.read(); c != '\n'; c = in.read()) {
                if (c < 0) {
                    throw new EOFException("the connection was closed");
                }
                line.append((char) c);
            }
            return line.toString().strip();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
