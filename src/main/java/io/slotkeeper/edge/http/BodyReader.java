package io.slotkeeper.edge.http;

import io.slotkeeper.request.field.Limits;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Reads the body of one request as it comes in, without a thread that waits for it, to its end: also what nobody wants
 * any longer, because a connection that is closed while its client is still sending loses the answer as well.
 *
 * <p>Nothing but {@link #run()} touches the request's body, one call after the other. A timer doesn't: it decides what
 * becomes of the body, or closes the connection, and {@code run()} hears of that. An exchange that is completed while
 * its body is being read would leave Jetty's parser to two threads, and the rest of the body to be taken for the next
 * request; so whoever completes it waits for {@link #ended()}.
 */
final class BodyReader implements Runnable {

    /** Why there is no body. */
    static final class RefusedException extends Exception {
        private static final long serialVersionUID = 1;
        private final Problem problem;

        RefusedException(Problem problem) {
            this.problem = problem;
        }

        Problem problem() {
            return problem;
        }
    }

    private final Request request;
    private final Duration patience;
    private final EndPoint endPoint;
    private final Scheduler scheduler;
    private final Executor executor;
    private final CompletableFuture<byte[]> body = new CompletableFuture<>();
    private final CompletableFuture<Void> end = new CompletableFuture<>();
    private byte[] bytes = {};
    private long length;
    private boolean begun;

    /** @param patience how long a body may take, and then once more what is thrown away */
    BodyReader(Request request, Duration patience) {
        this.request = request;
        this.patience = patience;
        this.endPoint = request.getConnectionMetaData().getConnection().getEndPoint();
        this.scheduler = request.getComponents().getScheduler();
        this.executor = request.getComponents().getExecutor();
    }

    /** Completes with the body, or exceptionally with {@link RefusedException}. */
    CompletableFuture<byte[]> read() {
        if (request.getLength() > Limits.MAX_BODY_BYTES) {
            // Nobody has begun to read, so a client that waits for leave to send it gets the answer instead.
            refuse(Problem.BODY_TOO_LARGE);
        } else {
            begin();
            unless(body, () -> refuse(Problem.TOO_SLOW));
        }
        return body;
    }

    /**
     * Throws away what wasn't read, once the answer was written. Completes when nothing more comes or is read, at the
     * latest when the connection was closed because it took too long.
     */
    CompletableFuture<Void> ended() {
        begin();
        unless(end, endPoint::close);
        return end;
    }

    private void begin() {
        if (!begun) {
            begun = true;
            run();
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // nothing is left in it
    private void unless(CompletableFuture<?> done, Runnable late) {
        if (!done.isDone()) {
            Scheduler.Task alarm =
                    scheduler.schedule(() -> executor.execute(late), patience.toMillis(), TimeUnit.MILLISECONDS);
            done.whenComplete((value, failure) -> alarm.cancel());
        }
    }

    /** Takes what is there, and asks to be called when there is more. */
    @Override
    public void run() {
        while (!end.isDone()) {
            Content.Chunk chunk = request.read();
            if (chunk == null) {
                request.demand(this);
                return;
            }
            if (Content.Chunk.isFailure(chunk)) {
                end.complete(null);
                // Jetty's own patience with a silent client is over, or what came is no body, or the client is gone.
                refuse(chunk.getFailure() instanceof TimeoutException ? Problem.TOO_SLOW : Problem.BAD_REQUEST);
            } else {
                take(chunk);
            }
        }
    }

    private void take(Content.Chunk chunk) {
        length += chunk.remaining();
        if (length > Limits.MAX_BODY_BYTES) {
            refuse(Problem.BODY_TOO_LARGE);
        }
        if (!body.isDone()) {
            append(chunk.getByteBuffer());
        }
        boolean last = chunk.isLast();
        chunk.release();
        if (last || length > Limits.MAX_DISCARDED_BODY_BYTES) {
            byte[] all = bytes;
            // A request that waits for its answer has it once, not twice.
            bytes = new byte[0];
            // In this order: whoever gets the body asks for the end.
            end.complete(null);
            body.complete(all);
        }
    }

    /** What is announced is allocated at once: it was admitted. */
    private void append(ByteBuffer buffer) {
        int before = Math.toIntExact(length) - buffer.remaining();
        if (bytes.length < length) {
            bytes = Arrays.copyOf(bytes, Math.toIntExact(Math.max(length, request.getLength())));
        }
        buffer.get(bytes, before, buffer.remaining());
    }

    private void refuse(Problem problem) {
        body.completeExceptionally(new RefusedException(problem));
    }
}
