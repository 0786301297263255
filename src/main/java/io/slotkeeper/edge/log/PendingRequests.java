package io.slotkeeper.edge.log;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The requests whose outcomes are waited for. An outcome belongs to a request when it has its id and its place in the
 * log: attempts with one idempotency key share the id, and each gets its own answer. The place is known from the
 * producer, which may hear of it later than the outcome is read. For any thread.
 */
final class PendingRequests {

    /** Where a request stands in the log. */
    record Place(String topic, long partition, long offset) {}

    /** One request. */
    final class Waiter {
        private final String requestId;
        private final CompletableFuture<CommittedOutcome> answer = new CompletableFuture<>();
        private Optional<Place> place = Optional.empty();

        private Waiter(String requestId) {
            this.requestId = requestId;
        }

        CompletableFuture<CommittedOutcome> answer() {
            return answer;
        }

        /** The broker has it, there. */
        void placed(Place where) {
            Attempts attempts = byId.get(requestId);
            if (attempts != null) {
                attempts.placed(this, where);
            }
        }

        /** Nobody waits any longer. */
        void leave() {
            byId.computeIfPresent(requestId, (id, attempts) -> attempts.without(this) ? null : attempts);
        }
    }

    /** All that wait under one id. */
    private static final class Attempts {
        private final List<Waiter> waiters = new ArrayList<>();
        private final Map<Place, CommittedOutcome> unclaimed = new HashMap<>();

        synchronized void with(Waiter waiter) {
            waiters.add(waiter);
        }

        /** True: none is left. */
        synchronized boolean without(Waiter waiter) {
            waiters.remove(waiter);
            return waiters.isEmpty();
        }

        void placed(Waiter waiter, Place where) {
            CommittedOutcome answer;
            synchronized (this) {
                waiter.place = Optional.of(where);
                answer = unclaimed.remove(where);
            }
            if (answer != null) {
                waiter.answer.complete(answer);
            }
        }

        /** Keeps an outcome that may be of a request whose place isn't known yet. */
        void decided(Place where, CommittedOutcome outcome) {
            Optional<Waiter> asked;
            synchronized (this) {
                asked = waiters.stream()
                        .filter(waiter -> waiter.place.filter(where::equals).isPresent())
                        .findFirst();
                if (asked.isEmpty() && waiters.stream().anyMatch(waiter -> waiter.place.isEmpty())) {
                    unclaimed.put(where, outcome);
                }
            }
            asked.ifPresent(waiter -> waiter.answer.complete(outcome));
        }
    }

    private final Map<String, Attempts> byId = new ConcurrentHashMap<>();

    Waiter enter(String requestId) {
        var waiter = new Waiter(requestId);
        byId.compute(requestId, (id, attempts) -> {
            Attempts all = attempts == null ? new Attempts() : attempts;
            all.with(waiter);
            return all;
        });
        return waiter;
    }

    /** False: nobody here waits for an outcome with this id. */
    boolean decided(String requestId, Place where, CommittedOutcome outcome) {
        Attempts attempts = byId.get(requestId);
        if (attempts == null) {
            return false;
        }
        attempts.decided(where, outcome);
        return true;
    }
}
