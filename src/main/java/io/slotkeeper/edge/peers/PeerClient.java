package io.slotkeeper.edge.peers;

import io.slotkeeper.edge.access.EdgeAccess;
import io.slotkeeper.edge.access.EdgeSecret;
import io.slotkeeper.edge.http.EdgeHandler;
import io.slotkeeper.edge.http.EdgeMeters;
import io.slotkeeper.edge.http.HttpCall;
import io.slotkeeper.edge.http.HttpReply;
import io.slotkeeper.edge.http.Problem;
import io.slotkeeper.edge.shares.WorkThreads;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Supplier;

/**
 * Passes reads on to the instances that own their keys. Who doesn't know the edge's secret, also as a member of the
 * consumer group, learns nothing from a read that is sent to it, and its answer is none.
 */
public final class PeerClient {

    /** What an instance says that is starting or stopping. */
    private static final int STARTING = 503;

    private static final int THREADS = 4;

    private final Supplier<EdgeAccess> access;
    private final List<String> keptHeaders;
    private final EdgeMeters meters;
    private final HttpClient client;

    /**
     * @param keptHeaders what the answers depend on
     * @param timeout for connecting
     */
    public PeerClient(Supplier<EdgeAccess> access, List<String> keptHeaders, Duration timeout, EdgeMeters meters) {
        this.access = access;
        this.keptHeaders =
                keptHeaders.stream().map(name -> name.toLowerCase(Locale.ROOT)).toList();
        this.meters = meters;
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(timeout)
                // Few, however many reads are under way: none of them waits.
                .executor(WorkThreads.of("edge-peers", THREADS, new LinkedBlockingQueue<>()))
                .build();
    }

    /**
     * Completes with the answer of that instance; empty when it can't be reached, doesn't own the key any longer, or
     * doesn't prove to be one of us.
     */
    public CompletableFuture<Optional<HttpReply>> ask(String host, int port, HttpCall call, Duration timeout) {
        meters.forwarded();
        EdgeSecret secret = access.get().secret();
        var read = new ForwardedRead(call.id(), Instant.now(), call.principal(), call.path(), call.query(), kept(call));
        String name = host.contains(":") ? "[" + host + "]" : host;
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + name + ":" + port + PeerApi.PATH))
                .timeout(timeout)
                .header("Content-Type", PeerApi.CONTENT_TYPE)
                .POST(BodyPublishers.ofByteArray(secret.seal(PeerApi.READ, read.bytes())))
                .build();
        return client.sendAsync(request, BodyHandlers.ofByteArray()).handle((response, failure) -> {
            if (failure != null) {
                return Optional.empty();
            }
            return response.statusCode() == EdgeHandler.TOO_MANY_REQUESTS
                    ? Optional.of(call.errors().problem(Problem.OVERLOADED, call.method(), call.path()))
                    : answer(secret, read, response);
        });
    }

    private Map<String, String> kept(HttpCall call) {
        Map<String, String> kept = new HashMap<>();
        keptHeaders.forEach(name -> call.header(name).ifPresent(value -> kept.put(name, value)));
        return kept;
    }

    private Optional<HttpReply> answer(EdgeSecret secret, ForwardedRead read, HttpResponse<byte[]> response) {
        Optional<HttpReply> reply = secret.open(PeerApi.REPLY, response.body())
                .flatMap(ForwardedReply::of)
                .filter(it -> it.id().equals(read.id()))
                .map(ForwardedReply::reply);
        if (reply.isEmpty() && response.statusCode() != STARTING) {
            meters.falsePeer();
        }
        return reply.filter(it -> it.status() != PeerApi.NOT_HERE);
    }
}
