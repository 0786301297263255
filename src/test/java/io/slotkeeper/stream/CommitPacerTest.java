package io.slotkeeper.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.slotkeeper.stream.CommitPacer.Advice;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class CommitPacerTest {

    /** Past the end of a long soon: only differences of nano times mean something. */
    private static final long START = Long.MAX_VALUE - 1_000_000;

    private final CommitPacer pacer = new CommitPacer();

    private Advice processed(long afterMillis) {
        return pacer.processed(START + Duration.ofMillis(afterMillis).toNanos());
    }

    @Test
    void a_record_that_comes_alone_is_committed_at_once() {
        for (int millis = 0; millis < 100; millis += 20) {
            pacer.polled(0, 0);
            pacer.polled(1, 0);
            assertThat(processed(millis)).isInstanceOf(Advice.Commit.class);
        }
    }

    @Test
    void records_that_follow_each_other_share_a_commit_10_ms_after_the_first() {
        pacer.polled(3, 0);
        assertThat(processed(0)).isEqualTo(new Advice.CommitAfter(Duration.ofMillis(10)));
        assertThat(processed(1)).isInstanceOf(Advice.Nothing.class);
        assertThat(processed(9)).isInstanceOf(Advice.Nothing.class);
        pacer.committed();

        pacer.polled(1, 0);
        assertThat(processed(30)).isEqualTo(new Advice.CommitAfter(Duration.ofMillis(10)));
    }

    @Test
    void a_planned_commit_that_never_comes_is_not_waited_for() {
        pacer.polled(3, 0);
        processed(0);

        assertThat(processed(19)).isInstanceOf(Advice.Nothing.class);
        assertThat(processed(20)).isInstanceOf(Advice.Commit.class);
        assertThat(processed(21)).isInstanceOf(Advice.CommitAfter.class);
    }

    @Test
    void a_backlog_is_committed_when_kafka_streams_does() {
        pacer.polled(0, 0);
        pacer.polled(500, 500);
        assertThat(processed(0)).isInstanceOf(Advice.Nothing.class);
        assertThat(processed(500)).isInstanceOf(Advice.Nothing.class);

        pacer.polled(500, 499);
        assertThat(processed(501)).isInstanceOf(Advice.CommitAfter.class);
    }
}
