package io.slotkeeper.app.warmup;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.slotkeeper.app.config.Config;
import io.slotkeeper.edge.EdgeServer;
import io.slotkeeper.edge.access.ApiKeys;
import io.slotkeeper.edge.access.EdgeAccess;
import io.slotkeeper.edge.access.EdgeSecret;
import io.slotkeeper.edge.http.Cors;
import io.slotkeeper.edge.http.EdgeMeters;
import io.slotkeeper.edge.http.EdgeSettings;
import io.slotkeeper.edge.http.TrustedProxies;
import io.slotkeeper.edge.log.RequestLog;
import io.slotkeeper.edge.shares.ClientTimeouts;
import io.slotkeeper.request.Principal;
import io.slotkeeper.stream.query.OwnedState;
import io.slotkeeper.topics.Topic;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.IntFunction;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * An edge of its own on ports of the loopback that nobody knows, which lets in whoever has a token that was made up for
 * it, and writes to a log in memory: the real listener, handler, routes and answers.
 */
final class EdgeRehearsal implements AutoCloseable {

    private static final String LOOPBACK = "127.0.0.1";
    private static final String RESERVATIONS = "/v2/slots/reservations";
    private static final String CONVERSATIONS = "/v1/scheduling_conversations";

    /**
     * So many that each thread on the way has always something to do: a request is passed on six times, and where the
     * machine is busy each time takes long.
     */
    private static final int CLIENTS = 64;

    private static final Duration SLOT = Duration.ofHours(1);

    private final MemoryLog log;
    private final Instant firstSlot;
    private final EdgeServer server;
    private final RequestLog requests;
    private final List<LoopbackClient> clients = new ArrayList<>();
    /** Of all answers so far. */
    private final TreeSet<Integer> statuses = new TreeSet<>();

    private int count;
    private int slot;

    private EdgeRehearsal(MemoryLog log, Instant firstSlot, EdgeServer server, RequestLog requests) {
        this.log = log;
        this.firstSlot = firstSlot;
        this.server = server;
        this.requests = requests;
    }

    /**
     * @param log that has begun
     * @param state isn't read, because no request asks for it: it may be elsewhere
     * @param firstSlot in the future, at a full hour
     */
    static EdgeRehearsal open(Config config, MemoryLog log, OwnedState state, Instant firstSlot) throws IOException {
        var registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        var meters = new EdgeMeters(registry);
        var listeners = new EdgeServer.Listeners(LOOPBACK, 0, LOOPBACK, 0, true, false, Cors.NONE, TrustedProxies.NONE);
        EdgeServer server = EdgeServer.start(
                listeners, registry, meters, () -> Optional.of("a rehearsal"), Optional::empty, ClientTimeouts.DEFAULT);
        var consumer = new MemoryConsumer(config.topics().name(Topic.EDGE_OUTCOMES));
        RequestLog requests = RequestLog.open(
                config.topics(),
                LOOPBACK,
                1,
                new MemoryProducer(log, config.topics(), consumer::add),
                consumer,
                config.edge().requestTimeout(),
                meters,
                server.executor());
        var rehearsal = new EdgeRehearsal(log, firstSlot, server, requests);
        try {
            String token = random();
            server.serve(requests, state, settings(config, token));
            for (int client = 0; client < CLIENTS; client++) {
                rehearsal.clients.add(new LoopbackClient(server.port(), token));
            }
            return rehearsal;
        } catch (IOException e) {
            rehearsal.close();
            throw e;
        }
    }

    private static EdgeSettings settings(Config config, String token) {
        ApiKeys keys = ApiKeys.NONE.with(token, new Principal("warm-up"));
        var access = new EdgeAccess(keys, new EdgeSecret(HexFormat.of().parseHex(random())));
        return new EdgeSettings(
                "http://localhost",
                () -> access,
                true,
                config.decisions().reservations().strictHolds(),
                config.edge().anonymousHorizon(),
                config.edge().requestTimeout());
    }

    private static String random() {
        byte[] bytes = new byte[EdgeSecret.MIN_BYTES];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /** How many requests were answered so far. */
    int count() {
        return count;
    }

    /** All statuses that there were so far. */
    List<Integer> statuses() {
        return List.copyOf(statuses);
    }

    /**
     * Defines what the requests of all clients are about; after each new beginning of the log. Not over HTTP, because that
     * is answered from the state of the instance, or of another one.
     */
    void define() {
        slot = 0;
        byte[] definition =
                "{\"type\":\"define_event_type\",\"length_minutes\":60}".getBytes(StandardCharsets.US_ASCII);
        for (int client = 0; client < CLIENTS; client++) {
            byte[] key = Integer.toString(eventType(client)).getBytes(StandardCharsets.US_ASCII);
            log.append(
                    Topic.RESERVATION_REQUESTS,
                    new ProducerRecord<>(Topic.RESERVATION_REQUESTS.logicalName(), key, definition));
        }
    }

    /** Each client reserves two slots, comes too late for one, keeps one, books one and gives one back. */
    void reserve() throws IOException {
        slot += 2;
        String first = slotStart(slot);
        List<String> booked = reservations(first);
        all("POST", client -> RESERVATIONS, client -> reservation(client, first));
        List<String> released = reservations(slotStart(slot + 1));
        all("POST", client -> RESERVATIONS, client -> "{\"eventTypeId\":\"none\"}");
        all("PATCH", client -> RESERVATIONS + "/" + booked.get(client), client -> "{\"reservationDuration\":6}");
        all(
                "POST",
                client -> "/v2/slots/bookings",
                client -> "{\"eventTypeId\":" + eventType(client) + ",\"reservationUid\":\"" + booked.get(client)
                        + "\"}");
        all("DELETE", client -> RESERVATIONS + "/" + released.get(client), client -> "");
    }

    private List<String> reservations(String start) throws IOException {
        return all("POST", client -> RESERVATIONS, client -> reservation(client, start)).stream()
                .map(answer -> answer.text("reservationUid"))
                .toList();
    }

    private static String reservation(int client, String start) {
        return "{\"eventTypeId\":" + eventType(client) + ",\"slotStart\":\"" + start + "\"}";
    }

    private static int eventType(int client) {
        return client + 1;
    }

    private String slotStart(int number) {
        return firstSlot.plus(SLOT.multipliedBy(number)).toString();
    }

    /** Each client creates a conversation and cancels it. */
    void converse() throws IOException {
        String conversation = """
                {"participants":[{"participant_id":"@a"},{"participant_id":"@b"}],"tzid":"Etc/UTC",\
                "required_duration":{"minutes":60},"available_periods":[{"start":"%s","end":"%s"}]}""".formatted(slotStart(0), slotStart(8));
        List<LoopbackClient.LoopbackAnswer> created = all("POST", client -> CONVERSATIONS, client -> conversation);
        all(
                "POST",
                client -> CONVERSATIONS + "/" + created.get(client).text("scheduling_conversation_id") + "/cancel",
                client -> "{}");
    }

    /** One request of each client, all at a time. */
    private List<LoopbackClient.LoopbackAnswer> all(String method, IntFunction<String> path, IntFunction<String> body)
            throws IOException {
        log.pass(Duration.ofMillis(20));
        for (int client = 0; client < CLIENTS; client++) {
            clients.get(client).send(method, path.apply(client), body.apply(client));
        }
        List<LoopbackClient.LoopbackAnswer> answers = new ArrayList<>();
        for (LoopbackClient client : clients) {
            LoopbackClient.LoopbackAnswer answer = client.answer();
            statuses.add(answer.status());
            answers.add(answer);
        }
        count += CLIENTS;
        return answers;
    }

    @Override
    public void close() throws IOException {
        for (LoopbackClient client : clients) {
            client.close();
        }
        requests.close();
        server.close();
    }
}
