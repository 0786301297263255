package io.slotkeeper.edge.http;

import io.slotkeeper.edge.access.ApiKeys.Credentials;
import io.slotkeeper.edge.access.EdgeAccess;
import io.slotkeeper.edge.access.RandomIds;
import io.slotkeeper.edge.access.Scope;
import io.slotkeeper.edge.http.Route.Access;
import io.slotkeeper.edge.shares.Admission;
import io.slotkeeper.edge.shares.Admission.Ticket;
import io.slotkeeper.edge.shares.FairExecutor;
import io.slotkeeper.edge.shares.SlowConnections;
import io.slotkeeper.request.Principal;
import io.slotkeeper.request.field.Limits;
import io.slotkeeper.wire.Json;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.MimeTypes;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way of a request: its route, its credentials, its body, and then the API. No thread waits for any of them, and
 * the answer of every exchange ends it, once, when nobody reads its body any longer.
 */
public final class EdgeHandler extends Handler.Abstract {

    private static final Logger LOG = LoggerFactory.getLogger(EdgeHandler.class);
    private static final String REQUEST_ID = "X-Request-Id";
    private static final String ORIGIN = "Origin";
    private static final String IF_NONE_MATCH = "If-None-Match";
    private static final String FORWARDED_FOR = "X-Forwarded-For";

    /** Jetty's names for the path of a request that has none. */
    private static final Set<String> MADE_UP = Set.of("/badMessage", "/badRequest");

    /** For the meters: no route's. */
    private static final String OTHER = "other";

    /** Told to other instances only: they don't ask again, as they do while this one is starting or stopping. */
    public static final int TOO_MANY_REQUESTS = 429;

    /** As it came, until its answer is made; and as it goes to the log. */
    private static final int COPIES_OF_A_BODY = 2;

    private static final byte[] NO_BODY = {};

    private final ApiShapes shapes;
    private final List<Route> operations;
    private final EdgeMeters meters;
    private final SlowConnections connections;
    private final Duration bodyPatience;
    private final Cors cors;
    private final TrustedProxies proxies;
    private final Admission admission = new Admission();
    private final FairExecutor turns =
            new FairExecutor("edge-work", Math.max(2, Runtime.getRuntime().availableProcessors()));
    private final RandomIds random = new RandomIds();
    private volatile Serving serving;

    /** What is there when the processor runs. */
    public record Apis(List<Route> routes, Supplier<EdgeAccess> access, boolean requireAuth) {

        /** For a handler with nothing but operations. */
        public static final Apis NONE = new Apis(
                List.of(),
                () -> {
                    throw new IllegalStateException("Expected no route that needs credentials");
                },
                false);
    }

    /**
     * @param table of all routes that can be asked now
     * @param clientsWait whether the APIs are for other instances only
     */
    private record Serving(RouteTable table, Optional<Apis> apis, boolean clientsWait) {
        boolean serves(Optional<Route> route) {
            return route.filter(it -> it.access() == Access.OPEN).isPresent()
                    || (apis.isPresent()
                            && (!clientsWait
                                    || route.filter(it -> it.access() == Access.PEERS)
                                            .isPresent()));
        }
    }

    /**
     * @param operations can be asked from the start
     * @param connections are told whose turn it is
     * @param bodyPatience how long a body may take
     * @param cors which pages of other origins may read the answers
     * @param proxies are believed where a request comes from
     */
    public EdgeHandler(
            ApiShapes shapes,
            List<Route> operations,
            EdgeMeters meters,
            SlowConnections connections,
            Duration bodyPatience,
            Cors cors,
            TrustedProxies proxies) {
        this.shapes = shapes;
        this.operations = operations;
        this.meters = meters;
        this.connections = connections;
        this.bodyPatience = bodyPatience;
        this.cors = cors;
        this.proxies = proxies;
        this.serving = new Serving(new RouteTable(operations), Optional.empty(), false);
        meters.inFlight(admission::waiting, admission::bytes);
    }

    public synchronized void serve(Apis apis) {
        servePeers(apis);
        admitClients();
    }

    /** Like {@link #serve}, but all except other instances are answered with 503 until they are admitted. */
    public synchronized void servePeers(Apis apis) {
        List<Route> table =
                Stream.concat(operations.stream(), apis.routes().stream()).toList();
        serving = new Serving(new RouteTable(table), Optional.of(apis), true);
    }

    public synchronized void admitClients() {
        serving = new Serving(serving.table(), serving.apis(), false);
    }

    /** What belongs to the APIs is answered with 503. */
    public synchronized void refuse() {
        serving = new Serving(new RouteTable(operations), Optional.empty(), false);
    }

    /** Returns when no request waits for its answer, or the time is up. */
    public void awaitAnswers(Duration atMost) throws InterruptedException {
        admission.awaitNobody(atMost.toMillis());
    }

    /** A request on its way, and where its answer goes. */
    private record Exchange(
            String id, Request request, Response response, Callback callback, BodyReader body, Ticket ticket) {
        Connection connection() {
            return request.getConnectionMetaData().getConnection();
        }

        String method() {
            return request.getMethod();
        }

        String path() {
            return EdgeHandler.path(request);
        }

        String header(String name) {
            return Optional.ofNullable(request.getHeaders().get(name)).orElse("");
        }
    }

    /** As it was sent. */
    private static String path(Request request) {
        return Optional.ofNullable(request.getHttpURI().getPath()).orElse("/");
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        var exchange = new Exchange(
                random.requestId(),
                request,
                response,
                callback,
                new BodyReader(request, bodyPatience),
                admission.arrived());
        connections.clientsTurn(exchange.connection());
        Serving now = serving;
        Optional<RouteTable.Match> path = now.table().find(exchange.path());
        Optional<Route> route = path.flatMap(it -> it.route(exchange.method()));
        then(exchange, answer(exchange, now, path, route), (reply, failure) -> {
            HttpReply answer = reply != null ? reply : failed(exchange, Objects.requireNonNull(failure));
            write(exchange, route, answer);
        });
        return true;
    }

    private CompletableFuture<HttpReply> answer(
            Exchange exchange, Serving now, Optional<RouteTable.Match> path, Optional<Route> match) {
        boolean open = match.filter(it -> it.access() == Access.OPEN).isPresent();
        if (!now.serves(match)) {
            return done(exchange, Problem.STARTING);
        }
        Optional<HttpReply> preflight = path.filter(it -> exchange.method().equals("OPTIONS"))
                .flatMap(it -> cors.preflight(
                        exchange.header(ORIGIN),
                        exchange.header("Access-Control-Request-Method"),
                        it.routes().keySet()));
        if (preflight.isPresent()) {
            return HttpReply.done(preflight.get());
        }
        if (path.isEmpty() || isOtherVersion(exchange)) {
            return done(exchange, Problem.NOT_FOUND);
        }
        if (match.isEmpty()) {
            String allowed = String.join(", ", path.get().routes().keySet());
            return HttpReply.done(
                    problem(exchange, Problem.METHOD_NOT_ALLOWED).with(HttpHeader.ALLOW.asString(), allowed));
        }
        Route route = match.get();
        Map<String, String> parameters = path.get().parameters();
        if (open) {
            return started(route, call(exchange, parameters, Principal.ANONYMOUS, NO_BODY));
        }
        Checked<Principal> principal = principal(exchange, route, now.apis().orElseThrow());
        if (principal.isRefused()) {
            return principal.refusal();
        }
        if (!isCountedFor(exchange, route, principal.value())
                || (route.hasBody() && !exchange.ticket().take(COPIES_OF_A_BODY * bodyLength(exchange)))) {
            return overloaded(exchange, route);
        }
        CompletableFuture<byte[]> body =
                route.hasBody() ? exchange.body().read() : CompletableFuture.completedFuture(NO_BODY);
        boolean anything = route.access() == Access.PEERS;
        return body.thenCompose(bytes -> bytes.length > 0 && !anything && !isJson(exchange)
                ? done(exchange, Problem.UNSUPPORTED_MEDIA_TYPE)
                : admitted(exchange, route, call(exchange, parameters, principal.value(), bytes)));
    }

    /** False: the principal has its share already. Other instances ask for others' principals. */
    private static boolean isCountedFor(Exchange exchange, Route route, Principal principal) {
        return route.access() == Access.PEERS || exchange.ticket().of(principal.value());
    }

    /** As it is announced; the most that it may be where it isn't. */
    private static long bodyLength(Exchange exchange) {
        long announced = exchange.request().getLength();
        return announced < 0 || announced > Limits.MAX_BODY_BYTES ? Limits.MAX_BODY_BYTES : announced;
    }

    private CompletableFuture<HttpReply> overloaded(Exchange exchange, Route route) {
        return route.access() == Access.PEERS
                ? HttpReply.done(HttpReply.empty(TOO_MANY_REQUESTS))
                : done(exchange, Problem.OVERLOADED);
    }

    private boolean isOtherVersion(Exchange exchange) {
        return !shapes.isServedVersion(exchange.path(), exchange::header);
    }

    private Checked<Principal> principal(Exchange exchange, Route route, Apis now) {
        if (route.access() == Access.PEERS) {
            return Checked.valid(Principal.ANONYMOUS);
        }
        List<String> shown = exchange.request().getHeaders().getValuesList(HttpHeader.AUTHORIZATION);
        if (shown.size() > 1) {
            // A proxy in front may have looked at another one.
            return Checked.refused(problem(exchange, Problem.WRONG_CREDENTIALS));
        }
        Credentials credentials =
                now.access().get().keys().credentials(shown.isEmpty() ? null : shown.get(0), Instant.now());
        if (credentials instanceof Credentials.Known known) {
            return known.scopes().contains(route.scope())
                    ? Checked.valid(known.principal())
                    : Checked.refused(problem(exchange, Problem.FORBIDDEN));
        }
        if (credentials instanceof Credentials.Wrong) {
            return Checked.refused(problem(exchange, Problem.WRONG_CREDENTIALS));
        }
        return now.requireAuth() || route.access() == Access.KNOWN
                ? Checked.refused(problem(exchange, Problem.NO_CREDENTIALS))
                : Checked.valid(Principal.ANONYMOUS);
    }

    private static boolean isJson(Exchange exchange) {
        String type = exchange.header("Content-Type").toLowerCase(Locale.ROOT);
        String charset =
                Optional.ofNullable(MimeTypes.getCharsetFromContentType(type)).orElse("utf-8");
        return MimeTypes.getContentTypeWithoutCharset(type).strip().equals("application/json")
                && charset.equals("utf-8")
                && List.of("", "identity").contains(exchange.header("Content-Encoding"));
    }

    private CompletableFuture<HttpReply> admitted(Exchange exchange, Route route, HttpCall call) {
        if (!exchange.ticket().enter()) {
            return overloaded(exchange, route);
        }
        connections.ourTurn(exchange.connection());
        return byTurns(route, call).whenComplete((reply, failure) -> {
            exchange.ticket().leave();
            connections.clientsTurn(exchange.connection());
        });
    }

    /** Bodies are read here, which takes most of what a request costs. */
    private CompletableFuture<HttpReply> byTurns(Route route, HttpCall call) {
        var reply = new CompletableFuture<HttpReply>();
        String who = route.access() == Access.PEERS ? "" : call.principal().value();
        turns.execute(who, () -> forward(started(route, call), reply));
        return reply;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // nothing is left in it
    private static <T> void forward(CompletableFuture<T> from, CompletableFuture<T> to) {
        from.whenComplete((value, failure) -> {
            if (failure != null) {
                to.completeExceptionally(failure);
            } else {
                to.complete(value);
            }
        });
    }

    private CompletableFuture<HttpReply> done(Exchange exchange, Problem problem) {
        return HttpReply.done(problem(exchange, problem));
    }

    private interface Next<T> {
        void take(@Nullable T value, @Nullable Throwable failure);
    }

    /** Whatever goes wrong on the way, the exchange ends. */
    @SuppressWarnings("FutureReturnValueIgnored") // nothing is left in it
    private static <T> void then(Exchange exchange, CompletableFuture<T> future, Next<T> next) {
        future.whenComplete((value, failure) -> {
            try {
                next.take(value, failure);
            } catch (RuntimeException e) {
                LOG.error("request {} failed", exchange.id(), e);
                exchange.ticket().close();
                exchange.callback().failed(e);
            }
        });
    }

    private static CompletableFuture<HttpReply> started(Route route, HttpCall call) {
        boolean changes = route.scope() != Scope.READ;
        if (changes && call.dryRun().isEmpty()) {
            return call.problem(Problem.INVALID_DRY_RUN);
        }
        try {
            CompletableFuture<HttpReply> reply = route.handler().handle(call);
            if (changes) {
                return call.isDryRun()
                        ? reply.thenApply(it -> it.withMember(call.errors().dryRunName(), Json.of(true)))
                        : reply;
            }
            return call.header(IF_NONE_MATCH)
                    .map(known -> reply.thenApply(it -> it.unless(known)))
                    .orElse(reply);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private HttpReply failed(Exchange exchange, Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof BodyReader.RefusedException refused) {
            return problem(exchange, refused.problem());
        }
        if (cause instanceof TimeoutException) {
            return problem(exchange, Problem.UNANSWERED);
        }
        LOG.error("request {} failed", exchange.id(), cause);
        return problem(exchange, Problem.INTERNAL);
    }

    private HttpCall call(Exchange exchange, Map<String, String> parameters, Principal principal, byte[] body) {
        Map<String, String> headers = new HashMap<>();
        for (HttpField field : exchange.request().getHeaders()) {
            headers.putIfAbsent(
                    field.getLowerCaseName(),
                    Optional.ofNullable(field.getValue()).orElse(""));
        }
        return new HttpCall(
                exchange.id(),
                exchange.method(),
                exchange.path(),
                Optional.ofNullable(exchange.request().getHttpURI().getQuery()).orElse(""),
                parameters,
                headers,
                shapes.errorsOf(exchange.path()),
                client(exchange),
                principal,
                body,
                false);
    }

    private byte[] client(Exchange exchange) {
        SocketAddress peer = exchange.request().getConnectionMetaData().getRemoteSocketAddress();
        return peer instanceof InetSocketAddress address
                ? proxies.client(
                        address.getAddress(), exchange.request().getHeaders().getValuesList(FORWARDED_FOR))
                : NO_BODY;
    }

    private HttpReply problem(Exchange exchange, Problem problem) {
        return shapes.errorsOf(exchange.path()).problem(problem, exchange.method(), exchange.path());
    }

    private void write(Exchange exchange, Optional<Route> route, HttpReply reply) {
        HttpReply fitting = exchange.ticket().take(reply.body().length) ? reply : problem(exchange, Problem.OVERLOADED);
        cors.headers(exchange.header(ORIGIN)).forEach(exchange.response().getHeaders()::put);
        send(exchange.id(), exchange.response(), ending(exchange), fitting);
        meters.answered(
                route.map(Route::method).orElse(OTHER),
                route.map(Route::template).orElse(OTHER),
                fitting.status(),
                took(exchange.request()));
    }

    private static void send(String id, Response response, Callback callback, HttpReply reply) {
        response.setStatus(reply.status());
        response.getHeaders().put(REQUEST_ID, id);
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
        response.getHeaders().put("X-Content-Type-Options", "nosniff");
        reply.headers().forEach(response.getHeaders()::put);
        response.write(true, ByteBuffer.wrap(reply.body()), callback);
    }

    /** When the answer was written, or couldn't be, the exchange ends as soon as nobody reads its body. */
    private Callback ending(Exchange exchange) {
        return Callback.from(
                () -> {
                    exchange.ticket().close();
                    connections.answered(exchange.connection());
                    whenBodyEnded(exchange, exchange.callback()::succeeded);
                },
                failure -> {
                    exchange.ticket().close();
                    exchange.connection().getEndPoint().close();
                    whenBodyEnded(exchange, () -> exchange.callback().failed(failure));
                });
    }

    private static void whenBodyEnded(Exchange exchange, Runnable next) {
        then(exchange, exchange.body().ended(), (nothing, failure) -> next.run());
    }

    /** What Jetty refuses before a request comes here, in the same shapes; its connection is closed. */
    public boolean refuse(Request request, Response response, Callback callback) {
        Problem problem = Problem.ofJetty(response.getStatus());
        String path = MADE_UP.contains(path(request)) ? "/" : path(request);
        send(random.requestId(), response, callback, shapes.errorsOf(path).problem(problem, request.getMethod(), path));
        meters.answered(OTHER, OTHER, problem.status(), took(request));
        return true;
    }

    private static Duration took(Request request) {
        return Duration.ofNanos(System.nanoTime() - request.getHeadersNanoTime());
    }
}
