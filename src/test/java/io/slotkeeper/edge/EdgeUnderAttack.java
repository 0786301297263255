package io.slotkeeper.edge;

import static io.slotkeeper.edge.RawHttp.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.slotkeeper.edge.shares.ClientTimeouts;
import io.slotkeeper.request.field.Limits;
import io.slotkeeper.testing.HttpAnswer;
import io.slotkeeper.testing.HttpApi;
import io.slotkeeper.testing.Refusals;
import io.slotkeeper.testing.TestProgram;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.LoggerFactory;

/**
 * An edge with little patience, how it goes for everybody else meanwhile, and what is left behind. As an extension,
 * registered in a static field, it serves the tests of a class.
 */
final class EdgeUnderAttack implements BeforeAllCallback, AfterAllCallback {

    static final String RESERVATIONS = "/v2/slots/reservations";
    static final String CONVERSATIONS = "/v1/scheduling_conversations";

    static final ClientTimeouts PATIENCE = new ClientTimeouts(Duration.ofSeconds(1), Duration.ofMillis(600));
    static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(4);

    /** For connections that are too slow, the edge looks once a second. */
    static final Duration LOOK = Duration.ofSeconds(1);

    /** For this machine, which may have other things to do. */
    static final Duration SLACK = Duration.ofSeconds(2);

    static final int PARTITIONS = 2;

    /** So many that none of them gets many holds, which would make it slow. */
    private static final int EVENT_TYPES = 8;

    /** What may be said to anybody. */
    private static final Set<Integer> DESCRIBED = Set.of(401, 404, 405, 408, 413, 415, 503);

    private static final Duration AT_ONCE = Duration.ofSeconds(1);

    private final EdgeInstance edge;
    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
    private final AtomicInteger hours = new AtomicInteger();
    private final Set<Thread> othersThreads = new HashSet<>();

    private EdgeUnderAttack(EdgeInstance edge) {
        this.edge = edge;
    }

    static EdgeUnderAttack of(Class<?> test) {
        var settings = Map.of(
                "request-timeout", REQUEST_TIMEOUT.toSeconds() + "s", "reservation.anonymous-max-live-holds", "none");
        return new EdgeUnderAttack(EdgeInstance.of(test, PARTITIONS, settings, PATIENCE));
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        othersThreads.addAll(Thread.getAllStackTraces().keySet());
        edge.beforeAll(context);
        logged.start();
        root().addAppender(logged);
        IntStream.range(0, EVENT_TYPES)
                .mapToObj(type -> edge.alice().sendAsync("PUT", "/v2/event-types/" + type, "{\"length_minutes\":60}"))
                .toList()
                .forEach(defined -> assertThat(defined.join().status()).isEqualTo(200));
    }

    private static Logger root() {
        return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    }

    /** Who asks and listens on the edge's topics without the edge. */
    TestProgram upstream() {
        return edge.upstream();
    }

    RawHttp connect() {
        return RawHttp.to(edge.port());
    }

    /** A client that takes in only so many bytes before it reads, or some more. */
    RawHttp connect(int receiveBuffer) {
        return RawHttp.to(edge.port(), receiveBuffer);
    }

    /** Somebody whom the edge hasn't seen yet. */
    HttpApi anonymous() {
        return edge.anonymous().afresh();
    }

    HttpApi alice() {
        return edge.alice().afresh();
    }

    /** The body that reserves a slot nobody else asks for. */
    String reservation() {
        return reservation(hours.getAndIncrement());
    }

    /** The first of so many hours that nobody else asks for. */
    int hours(int count) {
        return hours.getAndAdd(count);
    }

    String reservation(int hour) {
        return "{\"eventTypeId\":" + hour % EVENT_TYPES + ",\"slotStart\":\"" + slot(hour) + "\"}";
    }

    static Instant slot(int hour) {
        return Instant.parse("2050-01-01T00:00:00Z").plus(Duration.ofHours(hour));
    }

    /** At once, at the third try at the latest. */
    void assertOthersAreServed() {
        List<Duration> took = new ArrayList<>();
        while (took.stream().noneMatch(it -> it.compareTo(AT_ONCE) < 0)) {
            assertThat(took).as("how long a normal request takes").hasSizeLessThan(3);
            HttpApi somebody = anonymous();
            took.add(took(() -> {
                HttpAnswer granted = somebody.post(RESERVATIONS, reservation());
                assertThat(granted.status()).isEqualTo(201);
            }));
        }
    }

    static Duration took(Runnable task) {
        long begun = System.nanoTime();
        task.run();
        return Duration.ofNanos(System.nanoTime() - begun);
    }

    /** In the shape of the API, and as the document says where it says something of the status. */
    static void assertClear(HttpAnswer answer, int status, String method, String path) {
        Refusals.assertShaped(answer, status, path);
        if (DESCRIBED.contains(status)) {
            assertThat(HttpApi.DOCUMENT.objections(method, path, "", status, answer.headers(), answer.body()))
                    .isEmpty();
        }
    }

    int metric(String name) {
        try (var client = RawHttp.to(edge.managementPort())) {
            return client.send(request("GET", "/metrics", "Connection: close\r\n", null))
                    .answer()
                    .body()
                    .lines()
                    .filter(line -> line.startsWith(name + " "))
                    .mapToInt(line -> (int) Double.parseDouble(line.substring(name.length())))
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** How many requests wait for their answer. */
    void awaitWaiting(int count) {
        await().atMost(REQUEST_TIMEOUT)
                .pollInterval(Duration.ofMillis(10))
                .untilAsserted(
                        () -> assertThat(metric("slotkeeper_http_waiting")).isEqualTo(count));
    }

    void assertThreadsAreFew() {
        assertThat(Thread.getAllStackTraces().keySet())
                .filteredOn(thread -> thread.getName().startsWith("http") && !othersThreads.contains(thread))
                .hasSizeLessThanOrEqualTo(Limits.MAX_HTTP_THREADS);
    }

    boolean allConnectionsAreGone() {
        return metric("slotkeeper_http_connections") == 0;
    }

    void awaitAllConnectionsGone() {
        await().atMost(PATIENCE.idle().plus(LOOK).plus(SLACK)).until(this::allConnectionsAreGone);
    }

    /** The broker in this JVM takes what other tests do to their topics at this time for errors. */
    private static boolean isOfTheBroker(ILoggingEvent event) {
        return event.getLoggerName().equals("state.change.logger");
    }

    /** Sees that nothing is left behind. */
    @Override
    public void afterAll(ExtensionContext context) {
        try {
            awaitAllConnectionsGone();
            awaitWaiting(0);
            assertThreadsAreFew();
            assertThat(logged.list)
                    .as("what hostile clients make the edge say")
                    .noneMatch(event -> event.getLevel().isGreaterOrEqual(Level.ERROR) && !isOfTheBroker(event))
                    .noneMatch(event -> event.getLoggerName().startsWith("org.eclipse.jetty"));
            assertOthersAreServed();
        } finally {
            root().detachAppender(logged);
        }
    }
}
