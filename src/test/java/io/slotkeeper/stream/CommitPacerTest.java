package io.slotkeeper.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.slotkeeper.stream.CommitPacer.Advice;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class CommitPacerTest {

    private static final long START = Long.MAX_VALUE - 1_000_000;

    private final CommitPacer pacer = new CommitPacer(START);

    private Advice processed(long afterMillis) {
        return pacer.processed(nanos(afterMillis));
    }

    private static long nanos(long afterMillis) {
        // Past the end of a long: only differences of nano times mean something.
        return START + Duration.ofMillis(afterMillis).toNanos();
    }

    @Test
    void a_record_that_comes_alone_is_committed_at_once() {
        assertThat(processed(0)).isInstanceOf(Advice.Commit.class);
        assertThat(processed(10)).isInstanceOf(Advice.Commit.class);
        assertThat(processed(5_000)).isInstanceOf(Advice.Commit.class);
    }

    @Test
    void records_that_follow_each_other_share_a_commit_every_10_ms() {
        processed(0);

        assertThat(processed(3)).isEqualTo(new Advice.CommitAfter(Duration.ofMillis(7)));
        assertThat(processed(4)).isInstanceOf(Advice.Nothing.class);
        assertThat(processed(9)).isInstanceOf(Advice.Nothing.class);
        pacer.committed(nanos(10));
        assertThat(processed(11)).isEqualTo(new Advice.CommitAfter(Duration.ofMillis(9)));
    }

    @Test
    void a_planned_commit_that_never_comes_is_not_waited_for() {
        processed(0);
        processed(3);

        assertThat(processed(19)).isInstanceOf(Advice.Nothing.class);
        assertThat(processed(20)).isInstanceOf(Advice.Commit.class);
    }

    @Test
    void a_backlog_is_committed_when_kafka_streams_does() {
        pacer.polled(2_000);
        assertThat(processed(0)).isInstanceOf(Advice.Nothing.class);
        assertThat(processed(500)).isInstanceOf(Advice.Nothing.class);

        pacer.polled(1_999);
        assertThat(processed(501)).isInstanceOf(Advice.Commit.class);
    }
}
