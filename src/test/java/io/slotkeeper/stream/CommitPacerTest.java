package io.slotkeeper.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.slotkeeper.stream.CommitPacer.Advice;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommitPacerTest {

    /** Past the end of a long soon: only differences of nano times mean something. */
    private static final long START = Long.MAX_VALUE - 1_000_000;

    private static final Duration LONG = Duration.ofSeconds(1);

    private final CommitPacer pacer = new CommitPacer();

    private static long at(long millis) {
        return START + Duration.ofMillis(millis).toNanos();
    }

    private void polled(int count, long left, long millis) {
        pacer.polled(count, left, at(millis));
    }

    private Advice processed(long millis) {
        return pacer.processed(at(millis));
    }

    private Duration patience(long millis) {
        return pacer.patience(LONG, at(millis));
    }

    /** A commit that was asked for then, and had come at the next poll. */
    private void commits(long askedMillis, long doneMillis) {
        pacer.askedFor(at(askedMillis));
        patience(doneMillis);
    }

    @Test
    void a_record_that_comes_alone_is_committed_at_once() {
        for (int millis = 0; millis < 100; millis += 20) {
            polled(0, 0, millis);
            polled(1, 0, millis);
            assertThat(processed(millis)).isInstanceOf(Advice.Commit.class);
            patience(millis + 2);
        }
    }

    /** The broker may still be at the transaction before, and would send the client away for a while. */
    @Test
    void not_even_a_record_alone_is_committed_right_behind_a_commit() {
        commits(0, 2);
        polled(0, 0, 3);
        polled(1, 0, 4);
        assertThat(processed(4)).isEqualTo(new Advice.CommitAfter(CommitPacer.APART));

        commits(20, 24);
        polled(0, 0, 25);
        polled(1, 0, 27);
        assertThat(processed(27)).isInstanceOf(Advice.Commit.class);
    }

    @Test
    void records_that_follow_each_other_share_a_commit() {
        polled(3, 0, 0);
        assertThat(processed(0)).isEqualTo(new Advice.CommitAfter(Duration.ofMillis(3)));
        assertThat(processed(1)).isInstanceOf(Advice.Nothing.class);
        assertThat(processed(9)).isInstanceOf(Advice.Nothing.class);
        commits(9, 10);

        polled(1, 0, 30);
        assertThat(processed(30)).isEqualTo(new Advice.CommitAfter(Duration.ofMillis(3)));
    }

    @ParameterizedTest
    @CsvSource({"1, 3", "4, 3", "6, 6", "12, 24", "18, 50", "90, 50"})
    void it_comes_later_by_the_square_of_what_commits_take_between_3_and_50_ms(long took, long wait) {
        commitsTaking(took);
        polled(3, 0, 10_000);
        assertThat(waitedFor(processed(10_000))).isCloseTo(Duration.ofMillis(wait), Duration.ofMillis(1));
    }

    @Test
    void a_commit_that_was_held_up_is_not_the_rule() {
        commitsTaking(4);
        commits(9_000, 9_030);
        polled(3, 0, 10_000);
        assertThat(waitedFor(processed(10_000))).isLessThan(Duration.ofMillis(10));
    }

    /** So many that none before them counts. */
    private void commitsTaking(long took) {
        for (int i = 0; i < 60; i++) {
            commits(100L * i, 100L * i + took);
        }
    }

    private static Duration waitedFor(Advice advice) {
        return assertInstanceOf(Advice.CommitAfter.class, advice).delay();
    }

    @Test
    void a_poll_does_not_wait_beyond_a_planned_commit() {
        assertThat(patience(0)).isEqualTo(LONG);

        polled(3, 0, 0);
        processed(0);
        assertThat(patience(1)).isEqualTo(Duration.ofMillis(2));
        assertThat(patience(3)).isEqualTo(Duration.ZERO);
        assertThat(patience(4)).isEqualTo(Duration.ZERO);
        assertThat(pacer.patience(Duration.ofMillis(1), at(0))).isEqualTo(Duration.ofMillis(1));

        pacer.askedFor(at(4));
        assertThat(patience(6)).isEqualTo(LONG);
    }

    @Test
    void a_planned_commit_that_never_comes_is_not_waited_for() {
        polled(3, 0, 0);
        processed(0);

        assertThat(processed(59)).isInstanceOf(Advice.Nothing.class);
        assertThat(processed(60)).isInstanceOf(Advice.Commit.class);
        assertThat(processed(61)).isInstanceOf(Advice.CommitAfter.class);
    }

    @Test
    void a_backlog_is_committed_when_kafka_streams_does() {
        polled(0, 0, 0);
        polled(500, 500, 0);
        assertThat(processed(0)).isInstanceOf(Advice.Nothing.class);
        assertThat(processed(500)).isInstanceOf(Advice.Nothing.class);

        polled(500, 499, 500);
        assertThat(processed(501)).isInstanceOf(Advice.CommitAfter.class);
    }
}
