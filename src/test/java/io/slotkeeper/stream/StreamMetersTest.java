package io.slotkeeper.stream;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** docs/spec/log-time.md#log-time: a broker's clock that runs ahead is noticed. */
class StreamMetersTest {

    private static final Instant CLOCK = Instant.parse("2050-05-02T08:00:00Z");

    private final Logger log = (Logger) LoggerFactory.getLogger(StreamMeters.class);
    private final ListAppender<ILoggingEvent> events = new ListAppender<>();
    private final StreamMeters meters = new StreamMeters(new SimpleMeterRegistry());

    @BeforeEach
    void listen() {
        events.start();
        log.addAppender(events);
    }

    @AfterEach
    void stopListening() {
        log.detachAppender(events);
    }

    @Test
    void a_lead_of_five_seconds_is_nothing_to_talk_about() {
        meters.logTime("0_0", CLOCK.plusSeconds(5), CLOCK);
        assertThat(events.list).isEmpty();
    }

    @Test
    void a_longer_one_is_warned_of_once_a_minute_over_all_tasks() {
        meters.logTime("0_0", CLOCK.plusMillis(5_001), CLOCK);
        meters.logTime("0_1", CLOCK.plusSeconds(20), CLOCK.plusSeconds(10));
        assertThat(events.list).hasSize(1);
        assertThat(events.list.get(0).getFormattedMessage()).contains("5001 ms ahead");

        meters.logTime("0_0", CLOCK.plusSeconds(90), CLOCK.plusSeconds(61));
        assertThat(events.list).hasSize(2);
    }

    @Test
    void the_lead_is_that_of_the_task_furthest_ahead_and_forgotten_with_it() {
        assertThat(meters.leadMillis()).isEmpty();
        meters.logTime("0_0", CLOCK, CLOCK);
        meters.logTime("0_1", CLOCK.plusSeconds(3_600), CLOCK);
        long ahead = meters.leadMillis().orElseThrow();
        meters.closed("0_1");
        // This machine's clock goes on between the two looks.
        assertThat(ahead - meters.leadMillis().orElseThrow()).isBetween(3_600_000L, 3_660_000L);
        meters.closed("0_0");
        assertThat(meters.leadMillis()).isEmpty();
    }
}
