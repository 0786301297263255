package io.slotkeeper.app.bench.round;

import io.slotkeeper.app.bench.lab.MeasuredProcess;
import io.slotkeeper.app.bench.lab.RequestSource;
import io.slotkeeper.app.bench.lab.Worked;
import java.time.Duration;

/**
 * A sequence of requests, and who works it off in rounds. Each round goes on where the last one ended.
 */
public final class Contender {

    /** A backlog of more takes more of the disk than of the time. */
    public static final long MOST = 1_000_000;

    /** Few enough for a JVM that has compiled nothing yet. */
    private static final long FIRST_PER_SECOND = 500;

    private static final double STILL_WARMING = 1.1;

    private final MeasuredProcess subject;
    private final RequestSource source;
    private final String topic;
    private final long seconds;
    private long most = MOST;
    private long next;
    private long perRound;

    /** @param seconds that a round should take */
    public Contender(MeasuredProcess subject, RequestSource source, String topic, long seconds) {
        this.subject = subject;
        this.source = source;
        this.topic = topic;
        this.seconds = seconds;
    }

    public long perRound() {
        return perRound;
    }

    /**
     * Works until the JVM has compiled what it will need, which shows by a piece that is hardly faster than the one before,
     * and finds out how many requests a round has.
     *
     * @param atLeast however fast it is; three times as long at most
     */
    public void warmUp(Duration atLeast) throws InterruptedException {
        Duration worked = Duration.ZERO;
        perRound = FIRST_PER_SECOND * seconds;
        boolean faster = true;
        while (worked.compareTo(atLeast) < 0 || (faster && worked.compareTo(atLeast.multipliedBy(3)) < 0)) {
            double before = perRound;
            Worked warm = work();
            worked = worked.plus(warm.time());
            perRound = Math.max(1, Math.min(most, Math.round(warm.rate() * seconds)));
            faster = perRound > STILL_WARMING * before;
        }
    }

    /** A round has no more requests than that. */
    public Contender atMost(long requests) {
        most = requests;
        return this;
    }

    /** How many requests were worked off so far. */
    public long done() {
        return next;
    }

    /** Sets how many requests a round has. */
    public void perRound(long requests) {
        perRound = requests;
    }

    /** One round. */
    public Worked work() throws InterruptedException {
        return workSome(perRound);
    }

    /** So many of the requests that are next. */
    public Worked workSome(long requests) throws InterruptedException {
        Worked worked = subject.work(source, topic, next, requests);
        next += requests;
        return worked;
    }
}
