package io.slotkeeper.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.slotkeeper.testing.TestProgram;
import io.slotkeeper.topics.Topic;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** docs/spec/log-time.md#punctuation-and-ticks: who has nothing to do writes nothing, also with a deadline to come. */
@Execution(ExecutionMode.CONCURRENT)
final class IdleIT {

    /** Of {@link TestProgram}. */
    private static final int THREADS = 2;

    @Test
    void an_idle_thread_commits_once_in_ten_seconds_at_most() {
        try (TestProgram world = TestProgram.of(IdleIT.class, "idle", 4).start()) {
            world.ask(Topic.RESERVATION_REQUESTS, "1", "{'type':'define_event_type','length_minutes':60}");
            world.ask(
                    Topic.RESERVATION_REQUESTS,
                    "1",
                    "{'type':'reserve_slot','reservation_uid':'a','slot_start':'2050-09-05T10:00:00Z'}");
            double[] before = {-1};
            await().pollInterval(Duration.ofSeconds(1))
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> {
                        double last = before[0];
                        before[0] = world.commits();
                        return before[0] - last < THREADS + 1;
                    });
            assertThat(before[0]).isPositive();
            await().during(Duration.ofSeconds(6))
                    .atMost(Duration.ofSeconds(10))
                    .until(() -> world.commits() - before[0] <= THREADS);
        }
    }
}
