package io.slotkeeper.app.bench.scenario;

import io.slotkeeper.app.bench.lab.RequestSource;
import io.slotkeeper.app.bench.lab.Subject;
import io.slotkeeper.app.bench.lab.Worked;
import java.time.Duration;

/**
 * A sequence of requests, and who works it off in rounds. Each round goes on where the last one ended.
 */
final class Contender {

    /** A backlog of more takes more of the disk than of the time. */
    private static final long MOST = 1_000_000;

    private final String name;
    private final Subject subject;
    private final RequestSource source;
    private final String topic;
    private final long seconds;
    private long next;
    private long perRound;

    /** @param seconds that a round should take */
    Contender(String name, Subject subject, RequestSource source, String topic, long seconds) {
        this.name = name;
        this.subject = subject;
        this.source = source;
        this.topic = topic;
        this.seconds = seconds;
    }

    String name() {
        return name;
    }

    long perRound() {
        return perRound;
    }

    /**
     * Works until the JVM has compiled what it will need, as far as that can be told by the time, and finds out how many
     * requests a round has.
     */
    void warmUp(Duration atLeast) throws InterruptedException {
        long worked = 0;
        perRound = 2_000 * seconds;
        while (worked < atLeast.toNanos()) {
            Worked warm = work();
            worked += warm.time().toNanos();
            perRound = Math.max(1, Math.min(MOST, Math.round(warm.rate() * seconds)));
        }
    }

    /** One round. */
    Worked work() throws InterruptedException {
        Worked worked = subject.work(source, topic, next, perRound);
        next += perRound;
        return worked;
    }
}
