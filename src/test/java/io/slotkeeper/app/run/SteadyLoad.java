package io.slotkeeper.app.run;

import io.slotkeeper.testing.TestProgram;
import io.slotkeeper.topics.Topic;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * An upstream that goes on whatever happens to the processor: reservations over all partitions that get in each other's
 * way, and conversations whose selections expire. The requests follow from the seed; their places in the log and the
 * times don't.
 */
final class SteadyLoad implements AutoCloseable {

    static final int EVENT_TYPES = 12;

    private static final Instant FIRST_SLOT = Instant.parse("2050-01-01T00:00:00Z");
    private static final Duration INTERVAL = Duration.ofMillis(8);
    /** More than a run of the test needs; an end in case that nobody ends it. */
    private static final int MOST = 1_000_000;

    private final TestProgram world;
    private final Random random;
    private final ScheduledExecutorService pace = Executors.newSingleThreadScheduledExecutor();
    private final List<Reserved> reserved = new ArrayList<>();
    private final List<Talk> talks = new ArrayList<>();
    private Future<?> task = pace.submit(() -> {});
    private int sent;
    private volatile int done;

    /** A hold that was asked for. One that is asked for again is never moved: then it has one place only. */
    private record Reserved(String key, String uid, Instant start, boolean repeatable) {}

    /** A conversation, and its slot that starts soon. */
    private record Talk(String id, Instant soon) {}

    SteadyLoad(TestProgram world, long seed) {
        this.world = world;
        this.random = new Random(seed);
    }

    SteadyLoad start() {
        for (int type = 0; type < EVENT_TYPES; type++) {
            reservation(Integer.toString(type), "{'type':'define_event_type','length_minutes':60}");
        }
        task = pace.scheduleAtFixedRate(this::next, 0, INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
        return this;
    }

    /** How many requests the broker has. */
    int sent() {
        return done;
    }

    /** Ends it after the request that is being sent. */
    void stop() throws InterruptedException, ExecutionException {
        boolean failed = task.isDone() && !task.isCancelled();
        if (failed) {
            task.get();
        }
        pace.shutdown();
        if (!pace.awaitTermination(30, TimeUnit.SECONDS)) {
            throw new IllegalStateException("the load doesn't end");
        }
    }

    @Override
    public void close() {
        pace.shutdownNow();
    }

    private void next() {
        if (done >= MOST) {
            return;
        }
        int dice = random.nextInt(100);
        if (dice < 50) {
            reserve();
        } else if (dice < 80) {
            again(dice);
        } else if (dice < 86) {
            create();
        } else {
            converse(dice);
        }
    }

    private void reserve() {
        var one = new Reserved(Integer.toString(random.nextInt(EVENT_TYPES)), "u" + sent, slot(), random.nextBoolean());
        reserved.add(one);
        reservation(one.key(), reserve(one));
    }

    private static String reserve(Reserved one) {
        return "{'type':'reserve_slot','reservation_uid':'" + one.uid() + "','slot_start':'" + one.start() + "'}";
    }

    /** Something about one of the last holds asked for, so most are live, and some are refused, ended or expired. */
    private void again(int dice) {
        if (reserved.isEmpty()) {
            return;
        }
        Reserved one = reserved.get(Math.max(0, reserved.size() - 1 - random.nextInt(400)));
        if (dice < 56) {
            reservation(one.key(), reserve(one.repeatable() ? one : fresh(one)));
        } else if (dice < 64) {
            reservation(one.key(), "{'type':'release_reservation','reservation_uid':'" + one.uid() + "'}");
        } else if (dice < 72) {
            Instant start = one.repeatable() ? one.start() : slot();
            reservation(
                    one.key(),
                    "{'type':'update_reservation','reservation_uid':'" + one.uid() + "','slot_start':'" + start + "'}");
        } else {
            // A moved hold's slot is known to the processor alone.
            String start = one.repeatable() ? ",'slot_start':'" + one.start() + "'" : "";
            reservation(
                    one.key(),
                    "{'type':'book_slot','booking_uid':'b" + one.uid() + "','reservation_uid':'" + one.uid() + "'"
                            + start + "}");
        }
    }

    private Reserved fresh(Reserved one) {
        var other = new Reserved(one.key(), "u" + sent, one.start(), false);
        reserved.add(other);
        return other;
    }

    /** Whole and half hours of a window that moves on, so that bookings don't fill it. */
    private Instant slot() {
        return FIRST_SLOT.plus(Duration.ofMinutes(30L * (sent / 20 + random.nextInt(48))));
    }

    private void create() {
        Instant soon = Instant.now().truncatedTo(ChronoUnit.SECONDS).plusSeconds(3 + random.nextInt(4));
        var talk = new Talk("scv_" + sent, soon);
        talks.add(talk);
        String later = random.nextBoolean() ? "" : ",{'start':'2050-01-01T00:00:00Z','end':'2050-01-01T01:00:00Z'}";
        selection(
                talk,
                "{'type':'create_conversation','participants':[{'participant_id':'@a'},{'participant_id':'@b'}],"
                        + "'tzid':'Etc/UTC','required_duration':{'minutes':60},'available_periods':[{'start':'" + soon
                        + "','end':'" + soon.plusSeconds(3_600) + "'}" + later + "]}");
    }

    private void converse(int dice) {
        if (talks.isEmpty()) {
            return;
        }
        Talk talk = talks.get(Math.max(0, talks.size() - 1 - random.nextInt(30)));
        String participant = random.nextInt(4) == 0 ? "@b" : "@a";
        if (dice < 96) {
            selection(
                    talk,
                    "{'type':'select_slots','participant':'" + participant + "','selected_slots':[{'slot_id':'slt_"
                            + talk.soon().getEpochSecond() + "'}]}");
        } else if (dice < 98) {
            selection(talk, "{'type':'withdraw_selection','participant':'" + participant + "'}");
        } else {
            selection(talk, "{'type':'cancel_conversation'}");
        }
    }

    private void reservation(String key, String json) {
        send(Topic.RESERVATION_REQUESTS, key, json);
    }

    private void selection(Talk talk, String json) {
        send(Topic.SELECTION_REQUESTS, talk.id(), json);
    }

    private void send(Topic topic, String key, String json) {
        sent++;
        world.send(topic, key, json);
        done = sent;
    }
}
