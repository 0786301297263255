package io.slotkeeper.edge.log;

import io.slotkeeper.edge.http.EdgeMeters;
import io.slotkeeper.edge.http.ErrorShape;
import io.slotkeeper.edge.http.HttpCall;
import io.slotkeeper.edge.http.HttpReply;
import io.slotkeeper.stream.query.OwnedState;
import io.slotkeeper.stream.query.OwnedState.Owner;
import io.slotkeeper.stream.query.StateElsewhereException;
import io.slotkeeper.topics.Topic;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * Answers reads where the key's state is: here, or by the instance that owns it, to which the request is passed on as it
 * came, once. While a partition moves, a read waits.
 */
public final class StateReads {

    /** Stands in a request that was passed on. */
    static final String FORWARDED = "X-Slotkeeper-Forwarded";

    /** What a request keeps on its way to another instance. */
    private static final List<String> KEPT = List.of("Authorization", "Accept");

    /** A partition that moves is elsewhere after some hundred milliseconds at best. */
    private static final Duration LOOK_AGAIN = Duration.ofMillis(50);

    private final OwnedState state;
    private final Duration timeout;
    private final EdgeMeters meters;
    private final List<String> keptHeaders;
    private final HttpClient client;
    private final Executor again = again();

    /** @param keptHeaders what else a request keeps on its way to another instance */
    public StateReads(OwnedState state, Duration timeout, EdgeMeters meters, List<String> keptHeaders) {
        this.state = state;
        this.timeout = timeout;
        this.meters = meters;
        this.keptHeaders = Stream.concat(KEPT.stream(), keptHeaders.stream()).toList();
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(timeout)
                .build();
    }

    /** One thread for all that wait, as long as somebody does; without it each look would be a thread of its own. */
    private static Executor again() {
        var executor =
                new ThreadPoolExecutor(1, 1, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    var thread = new Thread(task, "edge-look-again");
                    thread.setDaemon(true);
                    return thread;
                });
        executor.allowCoreThreadTimeOut(true);
        return executor;
    }

    private static final int IDLE_SECONDS = 5;

    /** An answer from state that is here. */
    public interface Answer {
        HttpReply of(OwnedState state) throws StateElsewhereException;
    }

    /**
     * Completes with the answer, or exceptionally with {@link TimeoutException} when nobody has the key's state in time.
     *
     * @param path what is asked of another instance
     */
    public CompletableFuture<HttpReply> read(HttpCall call, Topic input, String key, String path, Answer answer) {
        return new RoutedRead(call, input, key, path, answer).attempt();
    }

    private final class RoutedRead {
        private final HttpCall call;
        private final Topic input;
        private final String key;
        private final String path;
        private final Answer answer;
        private final long deadline = System.nanoTime() + timeout.toNanos();

        RoutedRead(HttpCall call, Topic input, String key, String path, Answer answer) {
            this.call = call;
            this.input = input;
            this.key = key;
            this.path = path;
            this.answer = answer;
        }

        CompletableFuture<HttpReply> attempt() {
            Owner owner = state.owner(input, key);
            if (owner instanceof Owner.Here) {
                try {
                    return CompletableFuture.completedFuture(answer.of(state));
                } catch (StateElsewhereException e) {
                    return later();
                }
            }
            boolean mayForward = call.header(FORWARDED).isEmpty();
            return owner instanceof Owner.There there && mayForward ? forward(there) : later();
        }

        private CompletableFuture<HttpReply> later() {
            if (left().isNegative()) {
                return CompletableFuture.failedFuture(new TimeoutException());
            }
            Executor afterwards =
                    CompletableFuture.delayedExecutor(LOOK_AGAIN.toMillis(), TimeUnit.MILLISECONDS, again);
            return CompletableFuture.runAsync(() -> {}, afterwards).thenCompose(now -> attempt());
        }

        private Duration left() {
            return Duration.ofNanos(deadline - System.nanoTime());
        }

        /** An instance that can't be reached, or can't tell, may have lost the key by now. */
        private CompletableFuture<HttpReply> forward(Owner.There there) {
            if (left().isNegative()) {
                return CompletableFuture.failedFuture(new TimeoutException());
            }
            meters.forwarded();
            return client.sendAsync(request(there), BodyHandlers.ofByteArray())
                    .handle((response, failure) -> failure != null || response.statusCode() == 503
                            ? Optional.<HttpReply>empty()
                            : Optional.of(reply(response)))
                    .thenCompose(reply ->
                            reply.map(CompletableFuture::completedFuture).orElseGet(this::later));
        }

        private HttpRequest request(Owner.There there) {
            String host = there.host().contains(":") ? "[" + there.host() + "]" : there.host();
            var request = HttpRequest.newBuilder(URI.create("http://" + host + ":" + there.port() + path))
                    .timeout(left().plus(LOOK_AGAIN))
                    .header(FORWARDED, "1");
            keptHeaders.forEach(name -> call.header(name).ifPresent(value -> request.header(name, value)));
            return request.build();
        }

        private static HttpReply reply(HttpResponse<byte[]> response) {
            HttpReply bare = response.body().length == 0
                    ? HttpReply.empty(response.statusCode())
                    : HttpReply.json(response.statusCode(), response.body());
            return response.headers()
                    .firstValue(ErrorShape.WWW_AUTHENTICATE)
                    .map(value -> bare.with(ErrorShape.WWW_AUTHENTICATE, value))
                    .orElse(bare);
        }
    }
}
