package io.slotkeeper.edge.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.slotkeeper.edge.log.PendingRequests.Place;
import io.slotkeeper.edge.log.PendingRequests.Waiter;
import io.slotkeeper.wire.Json;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** docs/spec/http.md: a request is answered from the committed outcome of that very request. */
class PendingRequestsTest {

    private final PendingRequests waiting = new PendingRequests();

    private static Place place(long offset) {
        return new Place("reservation-requests", 1, offset);
    }

    private static CommittedOutcome outcome(long number) {
        return new CommittedOutcome(Json.object().put("offset", number).build());
    }

    private static void assertAnswered(Waiter waiter, CommittedOutcome outcome) {
        assertThat(waiter.answer().getNow(outcome(-1))).isEqualTo(outcome);
    }

    private static void assertWaiting(Waiter waiter) {
        assertThat(waiter.answer()).isNotDone();
    }

    @Test
    void an_outcome_answers_the_request_that_stands_where_it_came_from() {
        Waiter waiter = waiting.enter("id");
        waiter.placed(place(7));
        assertWaiting(waiter);
        assertThat(waiting.decided("id", place(7), outcome(7))).isTrue();
        assertAnswered(waiter, outcome(7));
    }

    @Test
    void an_outcome_may_come_before_the_place_is_known() {
        Waiter waiter = waiting.enter("id");
        assertThat(waiting.decided("id", place(7), outcome(7))).isTrue();
        assertWaiting(waiter);
        waiter.placed(place(7));
        assertAnswered(waiter, outcome(7));
    }

    @Test
    void two_attempts_with_one_id_get_an_answer_each() {
        Waiter first = waiting.enter("id");
        Waiter second = waiting.enter("id");
        second.placed(place(8));
        waiting.decided("id", place(7), outcome(7));
        assertWaiting(first);
        assertWaiting(second);
        waiting.decided("id", place(8), outcome(8));
        assertAnswered(second, outcome(8));
        assertWaiting(first);
        first.placed(place(7));
        assertAnswered(first, outcome(7));
    }

    @Test
    void outcomes_of_two_attempts_may_both_come_first() {
        Waiter first = waiting.enter("id");
        Waiter second = waiting.enter("id");
        waiting.decided("id", place(7), outcome(7));
        waiting.decided("id", place(8), outcome(8));
        second.placed(place(8));
        first.placed(place(7));
        assertAnswered(first, outcome(7));
        assertAnswered(second, outcome(8));
    }

    @Test
    void nobody_waits_for_another_edges_outcome() {
        assertThat(waiting.decided("id", place(7), outcome(7))).isFalse();
        Waiter waiter = waiting.enter("other");
        waiter.placed(place(7));
        assertThat(waiting.decided("id", place(7), outcome(7))).isFalse();
        assertWaiting(waiter);
    }

    /** Somebody else's attempt with the same key, through another edge that reads the same partition. */
    @Test
    void an_outcome_from_another_place_is_not_the_answer() {
        Waiter waiter = waiting.enter("id");
        waiter.placed(place(7));
        waiting.decided("id", place(6), outcome(6));
        waiting.decided("id", new Place("reservation-requests", 2, 7), outcome(5));
        waiting.decided("id", new Place("selection-requests", 1, 7), outcome(4));
        assertWaiting(waiter);
        waiting.decided("id", place(7), outcome(7));
        assertAnswered(waiter, outcome(7));
    }

    @Test
    void a_foreign_outcome_that_came_first_is_not_taken_for_the_answer() {
        Waiter waiter = waiting.enter("id");
        waiting.decided("id", place(6), outcome(6));
        waiter.placed(place(7));
        assertWaiting(waiter);
        waiting.decided("id", place(7), outcome(7));
        assertAnswered(waiter, outcome(7));
    }

    @Test
    void who_leaves_is_forgotten() {
        Waiter waiter = waiting.enter("id");
        waiter.placed(place(7));
        waiter.leave();
        assertThat(waiting.decided("id", place(7), outcome(7))).isFalse();
        assertWaiting(waiter);
    }

    @Test
    void who_leaves_takes_what_came_for_it_along() {
        Waiter waiter = waiting.enter("id");
        waiting.decided("id", place(7), outcome(7));
        waiter.leave();
        Waiter next = waiting.enter("id");
        next.placed(place(7));
        assertWaiting(next);
    }

    @Test
    void who_leaves_does_not_take_the_others_along() {
        Waiter first = waiting.enter("id");
        Waiter second = waiting.enter("id");
        first.leave();
        second.placed(place(8));
        assertThat(waiting.decided("id", place(8), outcome(8))).isTrue();
        assertAnswered(second, outcome(8));
    }

    @Test
    void to_leave_twice_or_to_be_placed_afterwards_does_no_harm() {
        Waiter gone = waiting.enter("id");
        gone.leave();
        gone.leave();
        gone.placed(place(7));
        Waiter next = waiting.enter("id");
        gone.leave();
        gone.placed(place(7));
        next.placed(place(8));
        assertThat(waiting.decided("id", place(8), outcome(8))).isTrue();
        assertAnswered(next, outcome(8));
    }

    @Test
    void whichever_is_faster_the_producer_or_the_outcome_every_attempt_is_answered() throws Exception {
        for (int round = 0; round < 300; round++) {
            Waiter first = waiting.enter("id");
            Waiter second = waiting.enter("id");
            var go = new CountDownLatch(1);
            var producer = CompletableFuture.runAsync(() -> {
                await(go);
                first.placed(place(1));
                second.placed(place(2));
            });
            var reader = CompletableFuture.runAsync(() -> {
                await(go);
                waiting.decided("id", place(1), outcome(1));
                waiting.decided("id", place(2), outcome(2));
            });
            go.countDown();
            CompletableFuture.allOf(producer, reader).get(10, TimeUnit.SECONDS);
            assertAnswered(first, outcome(1));
            assertAnswered(second, outcome(2));
            first.leave();
            second.leave();
            assertThat(waiting.decided("id", place(1), outcome(1))).isFalse();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
