package io.slotkeeper.edge.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.slotkeeper.edge.log.PendingRequests.Place;
import io.slotkeeper.edge.log.PendingRequests.Waiter;
import io.slotkeeper.wire.Json;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** http.md: a request is answered from the committed outcome of that very request. */
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
    void anOutcomeAnswersTheRequestThatStandsWhereItCameFrom() {
        Waiter waiter = waiting.enter("id");
        waiter.placed(place(7));
        assertWaiting(waiter);
        assertThat(waiting.decided("id", place(7), outcome(7))).isTrue();
        assertAnswered(waiter, outcome(7));
    }

    @Test
    void anOutcomeMayComeBeforeThePlaceIsKnown() {
        Waiter waiter = waiting.enter("id");
        assertThat(waiting.decided("id", place(7), outcome(7))).isTrue();
        assertWaiting(waiter);
        waiter.placed(place(7));
        assertAnswered(waiter, outcome(7));
    }

    @Test
    void twoAttemptsWithOneIdGetAnAnswerEach() {
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
    void outcomesOfTwoAttemptsMayBothComeFirst() {
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
    void nobodyWaitsForAnotherEdgesOutcome() {
        assertThat(waiting.decided("id", place(7), outcome(7))).isFalse();
        Waiter waiter = waiting.enter("other");
        waiter.placed(place(7));
        assertThat(waiting.decided("id", place(7), outcome(7))).isFalse();
        assertWaiting(waiter);
    }

    /** Somebody else's attempt with the same key, through another edge that reads the same partition. */
    @Test
    void anOutcomeFromAnotherPlaceIsNotTheAnswer() {
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
    void aForeignOutcomeThatCameFirstIsNotTakenForTheAnswer() {
        Waiter waiter = waiting.enter("id");
        waiting.decided("id", place(6), outcome(6));
        waiter.placed(place(7));
        assertWaiting(waiter);
        waiting.decided("id", place(7), outcome(7));
        assertAnswered(waiter, outcome(7));
    }

    @Test
    void whoLeavesIsForgotten() {
        Waiter waiter = waiting.enter("id");
        waiter.placed(place(7));
        waiter.leave();
        assertThat(waiting.decided("id", place(7), outcome(7))).isFalse();
        assertWaiting(waiter);
    }

    @Test
    void whoLeavesTakesWhatCameForItAlong() {
        Waiter waiter = waiting.enter("id");
        waiting.decided("id", place(7), outcome(7));
        waiter.leave();
        Waiter next = waiting.enter("id");
        next.placed(place(7));
        assertWaiting(next);
    }

    @Test
    void whoLeavesDoesNotTakeTheOthersAlong() {
        Waiter first = waiting.enter("id");
        Waiter second = waiting.enter("id");
        first.leave();
        second.placed(place(8));
        assertThat(waiting.decided("id", place(8), outcome(8))).isTrue();
        assertAnswered(second, outcome(8));
    }

    @Test
    void toLeaveTwiceOrToBePlacedAfterwardsDoesNoHarm() {
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
    void whicheverIsFasterTheProducerOrTheOutcomeEveryAttemptIsAnswered() throws Exception {
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
