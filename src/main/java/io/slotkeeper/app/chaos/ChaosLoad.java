package io.slotkeeper.app.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.slotkeeper.app.config.Config;
import io.slotkeeper.app.run.KafkaClients;
import io.slotkeeper.topics.Topic;
import io.slotkeeper.topics.TopicNames;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * A Kafka client that goes on whatever happens: holds over all partitions that get in each other's way, are moved,
 * released, booked and asked for again, and conversations whose selections expire. The requests follow from the seed;
 * their places in the log and the times don't.
 */
final class ChaosLoad implements AutoCloseable {

    /** Of reservations; the callers' have other numbers. */
    static final int EVENT_TYPES = 12;

    private static final Instant FIRST_SLOT = Instant.parse("2050-01-01T00:00:00Z");
    private static final int RECENT = 400;

    private final KafkaProducer<byte[], byte[]> producer;
    private final TopicNames topics;
    private final RandomGenerator random;
    private final int perSecond;
    private final Thread sender = new Thread(this::send, "chaos-load");
    private final List<Reserved> reserved = new ArrayList<>();
    private final List<Talk> talks = new ArrayList<>();
    /** Offsets, by the partition that they are of. */
    private final Map<TopicPartition, BitSet> acknowledged = new HashMap<>();

    private final AtomicLong failed = new AtomicLong();
    private long sent;
    private volatile boolean ending;

    /** A hold that was asked for. One that is asked for again is never moved: then it has one place only. */
    private record Reserved(String key, String uid, Instant start, boolean repeatable) {}

    /** A conversation, and its slot that starts soon. */
    private record Talk(String id, Instant soon) {}

    /** @param perSecond how many requests it sends */
    ChaosLoad(Config config, int perSecond, RandomGenerator random) {
        this.perSecond = perSecond;
        this.producer = KafkaClients.producer(config.cluster());
        this.topics = config.topics();
        this.random = random;
        for (int type = 1; type <= EVENT_TYPES; type++) {
            reservation(Integer.toString(type), "{'type':'define_event_type','length_minutes':60}");
        }
        sender.setDaemon(true);
        sender.start();
    }

    /** The offsets that the broker has acknowledged, of each partition. To be asked for when this has ended. */
    Map<TopicPartition, BitSet> acknowledged() {
        synchronized (acknowledged) {
            return Map.copyOf(acknowledged);
        }
    }

    /** How many requests the broker didn't take in time. */
    long failed() {
        return failed.get();
    }

    private void send() {
        long began = System.nanoTime();
        for (long i = 0; !ending; i++) {
            long due = began + i * (1_000_000_000L / perSecond);
            long now = System.nanoTime();
            if (due > now) {
                LockSupport.parkNanos(due - now);
            } else if (now - due > 1_000_000_000L) {
                // Nothing is made up for: a request that wasn't sent during an outage is none.
                began += now - due;
            }
            next();
        }
    }

    private void next() {
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
        var one = new Reserved(
                Integer.toString(1 + random.nextInt(EVENT_TYPES)), "u" + sent, slot(), random.nextBoolean());
        reserved.add(one);
        reservation(one.key(), reserve(one));
    }

    private static String reserve(Reserved one) {
        return "{'type':'reserve_slot','reservation_uid':'" + one.uid() + "','slot_start':'" + one.start() + "'}";
    }

    /** Something about one of the last holds, so most are live, and some are refused, ended or expired. */
    private void again(int dice) {
        if (reserved.isEmpty()) {
            return;
        }
        Reserved one = recent(reserved, RECENT);
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

    private <T> T recent(List<T> all, int most) {
        return all.get(Math.max(0, all.size() - 1 - random.nextInt(most)));
    }

    private Reserved fresh(Reserved one) {
        var other = new Reserved(one.key(), "u" + sent, one.start(), false);
        reserved.add(other);
        return other;
    }

    /** Whole and half hours of a window that moves on, so that bookings don't fill it. */
    private Instant slot() {
        return FIRST_SLOT.plus(Duration.ofMinutes(30 * (sent / 20 + random.nextInt(48))));
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
        Talk talk = recent(talks, 30);
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
        post(Topic.RESERVATION_REQUESTS, key, json);
    }

    private void selection(Talk talk, String json) {
        post(Topic.SELECTION_REQUESTS, talk.id(), json);
    }

    private void post(Topic topic, String key, String json) {
        sent++;
        var unused = producer.send(
                new ProducerRecord<>(
                        topics.name(topic),
                        key.getBytes(UTF_8),
                        json.replace('\'', '"').getBytes(UTF_8)),
                this::acknowledge);
    }

    private void acknowledge(@Nullable RecordMetadata written, @Nullable Exception failure) {
        if (written == null || failure != null) {
            failed.incrementAndGet();
            return;
        }
        synchronized (acknowledged) {
            acknowledged
                    .computeIfAbsent(new TopicPartition(written.topic(), written.partition()), it -> new BitSet())
                    .set(Math.toIntExact(written.offset()));
        }
    }

    /** Ends it, when everything that was sent is acknowledged or given up. */
    void end() throws InterruptedException {
        ending = true;
        LockSupport.unpark(sender);
        sender.join();
        producer.flush();
    }

    @Override
    public void close() {
        ending = true;
        producer.close(Duration.ZERO);
    }
}
