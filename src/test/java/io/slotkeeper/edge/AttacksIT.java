package io.slotkeeper.edge;

import static io.slotkeeper.edge.EventTypes.RESERVATIONS;
import static io.slotkeeper.edge.EventTypes.body;
import static io.slotkeeper.testing.JsonText.json;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.slotkeeper.testing.Broker;
import io.slotkeeper.testing.CommandRun;
import io.slotkeeper.testing.HttpAnswer;
import io.slotkeeper.testing.HttpApi;
import io.slotkeeper.testing.TestInstance;
import io.slotkeeper.testing.TestProgram;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * What clients can do to an instance of 512 MB, and how it goes meanwhile for one that does nothing wrong: ten requests a
 * second with a token of its own. All of its requests are answered, 99 of 100 within half a second, and the instance goes
 * on (docs/spec/limits.md#http). Attackers come from the victim's address.
 */
@Tag("timing")
@Isolated("the attacks take what the machine has")
final class AttacksIT {

    private static final Duration ATTACK = Duration.ofSeconds(4);
    private static final Duration BETWEEN = Duration.ofMillis(100);
    private static final Duration AT_MOST = Duration.ofMillis(500);

    private static final String VERSION = "cal-api-version: 2024-09-04\r\nHost: localhost\r\n";
    private static final String TOKEN = "Authorization: Bearer " + EdgeInstance.TOKENS.get(0) + "\r\n";

    /** Open for 62 days, a slot in each minute: the longest list that there is. */
    private static final int LONG = 1;

    private static final int VICTIMS = 2;

    @TempDir
    private static Path folder = Path.of("");

    @SuppressWarnings("NullAway.Init")
    private static TestProgram world;

    @SuppressWarnings("NullAway.Init")
    private static TestInstance instance;

    private static final AtomicInteger HOUR = new AtomicInteger();

    private final AtomicBoolean over = new AtomicBoolean();
    private final List<Socket> sockets = new ArrayList<>();

    @BeforeAll
    static void start() throws IOException {
        world = TestProgram.of(AttacksIT.class, "attacks", 4);
        instance = TestInstance.startWith(
                        List.of("-Xmx512m"),
                        world.topics(),
                        folder,
                        Map.of("api-keys", EdgeInstance.keys(folder).toString()))
                .awaitReady();
        HttpApi alice = instance.http().as(EdgeInstance.TOKENS.get(0));
        String always = Stream.of("MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN")
                .map(day -> "'" + day + "'")
                .collect(Collectors.joining(",", "[", "]"));
        HttpAnswer defined = alice.put(
                "/v2/event-types/" + LONG,
                json("{'length_minutes':1,'seats_per_time_slot':1000,'schedule':{'time_zone':'UTC','rules':[{'days':"
                        + always + ",'start':'00:00','end':'24:00'}]}}"));
        assertThat(defined.status()).as("%s", defined).isEqualTo(200);
        assertThat(victim().put("/v2/event-types/" + VICTIMS, json("{'length_minutes':60}"))
                        .status())
                .isEqualTo(200);
        // Code that runs for the first time is slow, whoever runs it.
        for (int i = 0; i < 100; i++) {
            ask();
        }
    }

    @AfterAll
    static void stop() {
        instance.close();
        world.close();
    }

    private static HttpApi victim() {
        return instance.http().as(EdgeInstance.TOKENS.get(1));
    }

    private static HttpAnswer ask() {
        Instant slot = Instant.parse("2050-01-01T00:00:00Z").plus(Duration.ofHours(HOUR.incrementAndGet()));
        return victim().post(RESERVATIONS, body(VICTIMS, slot.toString(), ""));
    }

    /** Runs while the attack does. */
    private void assertTheVictimIsServed(Runnable attack) {
        assertTheVictimIsServed(ATTACK, attack);
    }

    private void assertTheVictimIsServed(Duration lasts, Runnable attack) {
        ExecutorService attacker = Executors.newSingleThreadExecutor();
        List<Duration> took = new ArrayList<>();
        try {
            attacker.execute(attack);
            Instant end = Instant.now().plus(lasts);
            while (Instant.now().isBefore(end)) {
                long begun = System.nanoTime();
                HttpAnswer answer = ask();
                Duration needed = Duration.ofNanos(System.nanoTime() - begun);
                assertThat(answer.status()).as("%s", answer).isEqualTo(201);
                took.add(needed);
                Duration pause = BETWEEN.minus(needed);
                if (!pause.isNegative()) {
                    await().pollDelay(pause).until(() -> true);
                }
            }
            assertThat(instance.awaitLive()).isNotNull();
        } finally {
            over.set(true);
            attacker.shutdownNow();
            synchronized (sockets) {
                sockets.forEach(AttacksIT::close);
            }
        }
        took.sort(Duration::compareTo);
        System.out.printf(
                "victim: %d requests, p50 %d ms, p99 %d ms%n",
                took.size(),
                took.get(took.size() / 2).toMillis(),
                took.get((int) Math.ceil(took.size() * 0.99) - 1).toMillis());
        assertThat(took).hasSizeGreaterThan(20);
        assertThat(took.get((int) Math.ceil(took.size() * 0.99) - 1))
                .as("%s", took)
                .isLessThan(AT_MOST);
    }

    /** docs/how-to/write-requests.md#much-at-once */
    @Test
    void a_nightly_synchronisation_that_waits_for_answers() {
        String definitions = IntStream.range(0, 1_000)
                .mapToObj(i -> "{\"key\":\"" + (1_000 + i)
                        + "\",\"value\":{\"type\":\"define_event_type\",\"length_minutes\":30}}\n")
                .collect(Collectors.joining());
        var answered = new AtomicInteger();

        assertTheVictimIsServed(Duration.ofSeconds(5), () -> {
            CommandRun sent = CommandRun.command(
                    Map.of("SLOTKEEPER_PREFIX", world.topics().prefix()),
                    definitions,
                    "send",
                    "reservation-requests",
                    "--wait",
                    "--unanswered",
                    "64",
                    "--bootstrap",
                    Broker.bootstrap());
            answered.set(sent.out().size());
        });

        assertThat(answered).hasValue(1_000);
    }

    private Socket connect() throws IOException {
        var socket = new Socket();
        socket.setReceiveBufferSize(4_096);
        socket.connect(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), instance.httpPort()), (int) ATTACK.toMillis());
        synchronized (sockets) {
            sockets.add(socket);
        }
        return socket;
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Sends it on so many connections and reads nothing. */
    private void sendAndReadNothing(int connections, String request) {
        for (int i = 0; i < connections && !over.get(); i++) {
            try {
                connect().getOutputStream().write(request.getBytes(US_ASCII));
            } catch (IOException e) {
                // Cut off, which is what is wanted; the next one tries its luck.
                Thread.onSpinWait();
            }
        }
    }

    private static String list() {
        return "GET /v2/slots?eventTypeId=" + LONG + "&start=2050-01-01&end=2050-03-02 HTTP/1.1\r\n" + VERSION + "\r\n";
    }

    @Test
    void two_thousand_ask_for_the_longest_list_and_read_nothing() {
        assertTheVictimIsServed(() -> sendAndReadNothing(2_000, list()));
    }

    @Test
    void two_thousand_ask_for_the_longest_document_and_read_nothing() {
        assertTheVictimIsServed(() -> sendAndReadNothing(2_000, "GET /openapi.json HTTP/1.1\r\n" + VERSION + "\r\n"));
    }

    @Test
    void thirty_two_read_the_longest_list_again_and_again() {
        assertTheVictimIsServed(() -> together(32, client -> {
            while (!over.get()) {
                try (Socket socket = connect()) {
                    socket.getOutputStream()
                            .write(list().replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n")
                                    .getBytes(US_ASCII));
                    drain(socket.getInputStream());
                }
            }
        }));
    }

    @Test
    void six_hundred_with_a_token_send_bodies_of_thousands_of_objects() {
        String periods = Stream.generate(() -> "[]").limit(15_500).collect(Collectors.joining(","));
        String body = "{\"available_periods\":[" + periods + "]}";
        String request = "POST /v1/scheduling_conversations HTTP/1.1\r\n" + VERSION + TOKEN
                + "Content-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
        // Long enough that one of a hundred requests may be that of the moment when all of them come at once.
        assertTheVictimIsServed(Duration.ofSeconds(12), () -> {
            List<Socket> clients = new ArrayList<>();
            while (!over.get()) {
                boolean idle = true;
                for (int i = 0; i < 600 && !over.get(); i++) {
                    idle &= !sendAgain(clients, i, request);
                }
                if (idle) {
                    await().pollDelay(Duration.ofMillis(1)).until(() -> true);
                }
            }
        });
    }

    /** If there was an answer; false: not yet. */
    private boolean sendAgain(List<Socket> clients, int number, String request) {
        try {
            if (number < clients.size()) {
                InputStream answers = clients.get(number).getInputStream();
                if (answers.available() == 0) {
                    return false;
                }
                answers.skip(answers.available());
            } else {
                clients.add(connect());
            }
            clients.get(number).getOutputStream().write(request.getBytes(US_ASCII));
        } catch (IOException e) {
            close(clients.remove(number));
        }
        return true;
    }

    @Test
    void two_thousand_one_hundred_send_headers_line_by_line() {
        assertTheVictimIsServed(() -> {
            sendAndReadNothing(2_100, "GET /v2/slots HTTP/1.1\r\n");
            while (!over.get()) {
                List<Socket> all;
                synchronized (sockets) {
                    all = List.copyOf(sockets);
                }
                for (Socket socket : all) {
                    try {
                        socket.getOutputStream().write("X-More: 1\r\n".getBytes(US_ASCII));
                    } catch (IOException e) {
                        Thread.onSpinWait();
                    }
                }
                await().pollDelay(Duration.ofMillis(700)).atMost(ATTACK).until(() -> true);
            }
        });
    }

    @Test
    void sixty_four_without_credentials_reserve_as_fast_as_they_can() {
        AtomicInteger minute = new AtomicInteger();
        assertTheVictimIsServed(() -> together(64, client -> {
            while (!over.get()) {
                try (Socket socket = connect()) {
                    String slot = Instant.parse("2050-01-01T00:00:00Z")
                            .plus(Duration.ofMinutes(minute.incrementAndGet()))
                            .toString();
                    String body = body(LONG, slot, "");
                    socket.getOutputStream()
                            .write(("POST " + RESERVATIONS + " HTTP/1.1\r\n" + VERSION
                                            + "Content-Type: application/json\r\nConnection: close\r\nContent-Length: "
                                            + body.length() + "\r\n\r\n" + body)
                                    .getBytes(US_ASCII));
                    drain(socket.getInputStream());
                }
            }
        }));
    }

    private interface Client {
        void run(int number) throws IOException;
    }

    private void together(int clients, Client client) {
        ExecutorService all = Executors.newFixedThreadPool(clients);
        for (int i = 0; i < clients; i++) {
            int number = i;
            all.execute(() -> {
                while (!over.get()) {
                    try {
                        client.run(number);
                    } catch (IOException e) {
                        // Cut off; it comes again.
                        Thread.onSpinWait();
                    }
                }
            });
        }
        all.shutdown();
        try {
            assertThat(all.awaitTermination(ATTACK.toSeconds() * 3, TimeUnit.SECONDS))
                    .isTrue();
        } catch (InterruptedException e) {
            all.shutdownNow();
        }
    }

    private static void drain(InputStream in) throws IOException {
        in.transferTo(java.io.OutputStream.nullOutputStream());
    }
}
