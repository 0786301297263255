package io.slotkeeper.edge.log;

import io.slotkeeper.edge.http.HttpCall;
import io.slotkeeper.edge.http.HttpReply;
import io.slotkeeper.edge.http.Problem;
import io.slotkeeper.edge.peers.PeerApi;
import io.slotkeeper.edge.peers.PeerClient;
import io.slotkeeper.edge.shares.WorkThreads;
import io.slotkeeper.stream.query.OwnedState;
import io.slotkeeper.stream.query.OwnedState.Owner;
import io.slotkeeper.stream.query.StateElsewhereException;
import io.slotkeeper.topics.Topic;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Answers reads where the key's state is: here, or by the instance that owns it, to which the request is passed on, once.
 * While a partition moves, a read waits; one that another instance passed on doesn't, because that one waits.
 */
public final class StateReads {

    /** A partition that moves is elsewhere after some hundred milliseconds at best. */
    private static final Duration LOOK_AGAIN = Duration.ofMillis(50);

    private final OwnedState state;
    private final PeerClient peers;
    private final Duration timeout;
    /** One thread for all that wait, as long as somebody does; without it each look would be a thread of its own. */
    private final Executor again = WorkThreads.of("edge-look-again", 1, new LinkedBlockingQueue<>());

    public StateReads(OwnedState state, PeerClient peers, Duration timeout) {
        this.state = state;
        this.peers = peers;
        this.timeout = timeout;
    }

    /** An answer from state that is here. */
    public interface Answer {
        HttpReply of(OwnedState state) throws StateElsewhereException;
    }

    /**
     * Completes with the answer, or exceptionally with {@link TimeoutException} when nobody has the key's state in time.
     */
    public CompletableFuture<HttpReply> read(HttpCall call, Topic input, String key, Answer answer) {
        return read(call, input, key, Runnable::run, answer);
    }

    /**
     * The same for an answer that takes long.
     *
     * @param executor makes the answer; if it rejects that, there is no room for it
     */
    public CompletableFuture<HttpReply> read(HttpCall call, Topic input, String key, Executor executor, Answer answer) {
        return new RoutedRead(call, input, key, executor, answer).attempt();
    }

    private final class RoutedRead {
        private final HttpCall call;
        private final Topic input;
        private final String key;
        private final Executor executor;
        private final Answer answer;
        private final long deadline = System.nanoTime() + timeout.toNanos();

        RoutedRead(HttpCall call, Topic input, String key, Executor executor, Answer answer) {
            this.call = call;
            this.input = input;
            this.key = key;
            this.executor = executor;
            this.answer = answer;
        }

        CompletableFuture<HttpReply> attempt() {
            Owner owner = state.owner(input, key);
            if (owner instanceof Owner.Here) {
                return here();
            }
            return owner instanceof Owner.There there && !call.forwarded() ? forward(there) : later();
        }

        private CompletableFuture<HttpReply> here() {
            try {
                return CompletableFuture.supplyAsync(this::answered, executor)
                        .thenCompose(reply -> reply.map(HttpReply::done).orElseGet(this::later));
            } catch (RejectedExecutionException e) {
                return call.problem(Problem.OVERLOADED);
            }
        }

        /** Empty: the key is elsewhere now. */
        private Optional<HttpReply> answered() {
            try {
                return Optional.of(answer.of(state));
            } catch (StateElsewhereException e) {
                return Optional.empty();
            }
        }

        private CompletableFuture<HttpReply> later() {
            if (call.forwarded()) {
                return HttpReply.done(HttpReply.empty(PeerApi.NOT_HERE));
            }
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

        /** An instance that can't be reached, or doesn't tell, may have lost the key by now. */
        private CompletableFuture<HttpReply> forward(Owner.There there) {
            if (left().isNegative()) {
                return CompletableFuture.failedFuture(new TimeoutException());
            }
            return peers.ask(there.host(), there.port(), call, left().plus(LOOK_AGAIN))
                    .thenCompose(reply ->
                            reply.map(CompletableFuture::completedFuture).orElseGet(this::later));
        }
    }
}
