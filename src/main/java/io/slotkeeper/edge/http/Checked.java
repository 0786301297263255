package io.slotkeeper.edge.http;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Something of a call that the next step needs, or the reply that ends the call because it isn't as it should be. */
public final class Checked<T> {

    private final Optional<T> value;
    private final Optional<HttpReply> refusal;

    private Checked(Optional<T> value, Optional<HttpReply> refusal) {
        this.value = value;
        this.refusal = refusal;
    }

    public static <T> Checked<T> valid(T value) {
        return new Checked<>(Optional.of(value), Optional.empty());
    }

    public static <T> Checked<T> refused(HttpReply reply) {
        return new Checked<>(Optional.empty(), Optional.of(reply));
    }

    public boolean isRefused() {
        return refusal.isPresent();
    }

    /** @throws java.util.NoSuchElementException if refused */
    public T value() {
        return value.orElseThrow();
    }

    /** The same refusal where something else was wanted. */
    public <U> Checked<U> as() {
        return refused(refusal.orElseThrow());
    }

    /**
     * The answer to the call.
     *
     * @throws java.util.NoSuchElementException unless refused
     */
    public CompletableFuture<HttpReply> refusal() {
        return HttpReply.done(refusal.orElseThrow());
    }
}
