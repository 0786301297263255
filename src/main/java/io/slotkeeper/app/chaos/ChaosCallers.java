package io.slotkeeper.app.chaos;

import io.slotkeeper.wire.Json;
import io.slotkeeper.wire.OutputReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.random.RandomGenerator;

/**
 * HTTP clients that reserve, read, prolong, release and book, each over whichever instance it happens to choose. An
 * answer is taken at its word: what one instance has granted, the other has to know.
 */
final class ChaosCallers implements AutoCloseable {

    private static final int CLIENTS = 4;
    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final Instant FIRST_SLOT = Instant.parse("2060-01-01T00:00:00Z");
    private static final String RESERVATIONS = "/v2/slots/reservations";

    /** By so much less than a hold is long: it may be read until then. */
    private static final Duration MARGIN = Duration.ofMillis(1_500);

    private static final int OK = 200;
    private static final int CREATED = 201;
    private static final int INTERNAL_ERROR = 500;

    /** An answer that says something is so. */
    record Granted(String uid, Instant at) {}

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TIMEOUT)
            .build();
    private final List<ChaosInstance> instances;
    private final Duration between;
    private final List<Thread> threads = new ArrayList<>();
    private final ConcurrentLinkedQueue<Granted> granted = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<String> wrong = new ConcurrentLinkedQueue<>();
    private final Map<Integer, Long> statuses = new ConcurrentSkipListMap<>();
    private long reads;
    private volatile boolean ending;

    /** @param perSecond how many slots they ask for, at most */
    ChaosCallers(List<ChaosInstance> instances, int perSecond, RandomGenerator random) {
        this.instances = instances;
        this.between = Duration.ofMillis(1_000L * CLIENTS / perSecond);
        for (int i = 0; i < CLIENTS; i++) {
            int number = i;
            var own = new SplittableRandom(random.nextLong());
            var thread = new Thread(() -> call(number, own), "chaos-caller-" + number);
            thread.setDaemon(true);
            threads.add(thread);
        }
        threads.forEach(Thread::start);
    }

    private record HttpAnswered(int status, Optional<Json.Obj> body) {
        static final HttpAnswered NONE = new HttpAnswered(0, Optional.empty());
    }

    private void call(int caller, RandomGenerator random) {
        try {
            for (int number = 0; !ending; number++) {
                Thread.sleep(between.toMillis());
                reserve(caller + CLIENTS * number, random);
            }
        } catch (InterruptedException e) {
            // It was told to end.
            return;
        }
    }

    private void reserve(int number, RandomGenerator random) throws InterruptedException {
        // A slot for two callers: one of them is refused.
        String slot = FIRST_SLOT.plus(Duration.ofHours(number / 2)).toString();
        Instant asked = Instant.now();
        HttpAnswered answer = ask(
                "POST",
                RESERVATIONS,
                "{\"eventTypeId\":" + (1 + random.nextInt(ChaosLoad.EVENT_TYPES)) + ",\"slotStart\":\"" + slot + "\"}",
                random);
        if (answer.status() != CREATED) {
            return;
        }
        String uid = answer.body()
                .flatMap(body -> body.object("data"))
                .flatMap((Json.Obj data) -> data.text("reservationUid"))
                .orElse("");
        granted.add(new Granted(uid, asked));
        read(uid, asked, random);
        if (random.nextInt(3) == 0) {
            ask("DELETE", RESERVATIONS + "/" + uid, "", random);
        }
    }

    /** What was granted is there, whoever is asked; unless so much time has passed that it may have ended. */
    private void read(String uid, Instant asked, RandomGenerator random) throws InterruptedException {
        HttpAnswered read = ask("GET", RESERVATIONS + "/" + uid, "", random);
        boolean mayHaveEnded = Instant.now()
                .isAfter(asked.plusSeconds(ChaosCluster.HOLD_SECONDS).minus(MARGIN));
        if (read.status() == 0 || read.status() > INTERNAL_ERROR || mayHaveEnded) {
            return;
        }
        synchronized (this) {
            reads++;
        }
        if (read.status() != OK) {
            wrong.add("reservation " + uid + " was granted at " + asked + " and then read with " + read.status());
        }
    }

    private HttpAnswered ask(String method, String path, String body, RandomGenerator random)
            throws InterruptedException {
        ChaosInstance instance = instances.get(random.nextInt(instances.size()));
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + instance.port() + path))
                .timeout(TIMEOUT)
                .header("Content-Type", "application/json")
                .header("cal-api-version", "2024-09-04")
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        try {
            HttpResponse<byte[]> response = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
            statuses.merge(response.statusCode(), 1L, Long::sum);
            if (response.statusCode() == INTERNAL_ERROR) {
                wrong.add(method + " " + path + " was answered with 500");
            }
            return new HttpAnswered(response.statusCode(), OutputReader.tree(response.body()));
        } catch (IOException e) {
            // Refused, cut off or too late: nothing was said.
            statuses.merge(0, 1L, Long::sum);
            return HttpAnswered.NONE;
        }
    }

    /** What was granted. */
    List<Granted> granted() {
        return List.copyOf(granted);
    }

    /** How often something was read that an answer had told of before. */
    synchronized long reads() {
        return reads;
    }

    /** Answers that contradict an earlier one, or that nobody should get. */
    List<String> wrong() {
        return List.copyOf(wrong);
    }

    /** How often each status was answered; 0: no answer. */
    Map<Integer, Long> statuses() {
        return new TreeMap<>(statuses);
    }

    void end() throws InterruptedException {
        ending = true;
        for (Thread thread : threads) {
            thread.join();
        }
    }

    @Override
    public void close() {
        ending = true;
        threads.forEach(Thread::interrupt);
    }
}
