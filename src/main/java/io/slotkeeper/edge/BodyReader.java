package io.slotkeeper.edge;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;

/**
 * Reads a body as it comes in, without a thread that waits for it. What is beyond the limit is thrown away, up to a
 * point, because a client that is still sending doesn't see an answer.
 */
final class BodyReader implements Runnable {

    /** A client that takes longer for its body is cut off. */
    static final Duration PATIENCE = Duration.ofSeconds(10);

    /** What is read of a body that is too large. */
    private static final long MAX_THROWN_AWAY = 16L * 1024 * 1024;

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
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
    private final CompletableFuture<byte[]> body = new CompletableFuture<>();
    private long read;

    private BodyReader(Request request) {
        this.request = request;
    }

    /** Completes with the body, or exceptionally with {@link RefusedException}, or when the client is gone. */
    static CompletableFuture<byte[]> read(Request request) {
        var reader = new BodyReader(request);
        long announced = request.getLength();
        boolean waitsForLeave = request.getHeaders().contains(HttpHeader.EXPECT);
        if (announced > MAX_THROWN_AWAY || (waitsForLeave && announced > EdgeSettings.MAX_BODY_BYTES)) {
            return CompletableFuture.failedFuture(new RefusedException(Problem.BODY_TOO_LARGE));
        }
        reader.run();
        if (reader.body.isDone()) {
            return reader.body;
        }
        CompletableFuture.delayedExecutor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .execute(() -> reader.refuse(Problem.TOO_SLOW));
        return reader.body;
    }

    /** Takes what is there, and asks to be called when there is more. */
    @Override
    public void run() {
        while (!body.isDone()) {
            Content.Chunk chunk = request.read();
            if (chunk == null) {
                request.demand(this);
                return;
            }
            if (Content.Chunk.isFailure(chunk)) {
                body.completeExceptionally(chunk.getFailure() == null ? new EOFException() : chunk.getFailure());
                return;
            }
            take(chunk);
        }
    }

    private void take(Content.Chunk chunk) {
        read += chunk.remaining();
        if (read <= EdgeSettings.MAX_BODY_BYTES) {
            append(chunk.getByteBuffer());
        } else {
            bytes.reset();
        }
        boolean last = chunk.isLast();
        chunk.release();
        if (read > MAX_THROWN_AWAY || (last && read > EdgeSettings.MAX_BODY_BYTES)) {
            refuse(Problem.BODY_TOO_LARGE);
        } else if (last) {
            body.complete(bytes.toByteArray());
        }
    }

    private void append(ByteBuffer buffer) {
        byte[] part = new byte[buffer.remaining()];
        buffer.get(part);
        bytes.writeBytes(part);
    }

    private void refuse(Problem problem) {
        body.completeExceptionally(new RefusedException(problem));
    }
}
