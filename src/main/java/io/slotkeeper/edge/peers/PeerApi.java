package io.slotkeeper.edge.peers;

import io.slotkeeper.edge.access.EdgeAccess;
import io.slotkeeper.edge.access.EdgeSecret;
import io.slotkeeper.edge.http.ApiShapes;
import io.slotkeeper.edge.http.HttpCall;
import io.slotkeeper.edge.http.HttpReply;
import io.slotkeeper.edge.http.Problem;
import io.slotkeeper.edge.http.Route;
import io.slotkeeper.edge.http.RouteTable;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** Answers what {@link PeerClient} asks. To anybody else there is nothing at its path. */
public final class PeerApi {

    static final String PATH = "/internal/reads";
    static final String CONTENT_TYPE = "application/octet-stream";
    /** Purposes of sealed messages. */
    static final String READ = "read";

    static final String REPLY = "reply";

    /** Misdirected Request: this instance doesn't own the key (any longer). */
    public static final int NOT_HERE = 421;

    private static final byte[] NO_BODY = {};

    private final Supplier<EdgeAccess> access;
    private final ApiShapes shapes;
    private final RouteTable table;

    /** @param routes whose reads may be asked for */
    public PeerApi(Supplier<EdgeAccess> access, ApiShapes shapes, List<Route> routes) {
        this.access = access;
        this.shapes = shapes;
        this.table = new RouteTable(routes);
    }

    public Route route() {
        return Route.ofPeers("POST", PATH, this::answer);
    }

    private CompletableFuture<HttpReply> answer(HttpCall call) {
        EdgeSecret secret = access.get().secret();
        Optional<ForwardedRead> read =
                secret.open(READ, call.body()).flatMap(ForwardedRead::of).filter(it -> it.isOf(Instant.now()));
        if (read.isEmpty()) {
            return call.problem(Problem.NOT_FOUND);
        }
        return replied(call, read.get())
                .thenApply(reply -> HttpReply.text(
                        200,
                        CONTENT_TYPE,
                        secret.seal(REPLY, new ForwardedReply(read.get().id(), reply).bytes())));
    }

    private CompletableFuture<HttpReply> replied(HttpCall call, ForwardedRead read) {
        Optional<RouteTable.Match> match = table.find(read.path());
        Optional<Route> route = match.flatMap(it -> it.route("GET"));
        if (route.isEmpty()) {
            return HttpReply.done(HttpReply.empty(NOT_HERE));
        }
        var asked = new HttpCall(
                call.id(),
                "GET",
                read.path(),
                read.query(),
                match.get().parameters(),
                read.headers(),
                shapes.errorsOf(read.path()),
                NO_BODY,
                read.principal(),
                NO_BODY,
                true);
        return route.get().handler().handle(asked);
    }
}
