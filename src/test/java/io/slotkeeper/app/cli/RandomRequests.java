package io.slotkeeper.app.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.slotkeeper.testing.AvroRequests;
import io.slotkeeper.testing.TestProgram;
import io.slotkeeper.topics.Topic;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Random;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Fills the input topics as fast as they take it, with a bit of everything: requests of all types in both formats that
 * get in each other's way, retries, facts, records that are no requests, keys in wrong partitions, outcomes wanted in
 * partitions of their own.
 */
final class RandomRequests {

    private static final int EVENT_TYPES = 40;
    private static final int CONVERSATIONS = 300;
    private static final Instant FIRST_SLOT = Instant.parse("2050-01-01T00:00:00Z");

    private final TestProgram world;
    private final Random random;
    private final Instant soon = Instant.now().truncatedTo(ChronoUnit.SECONDS).plusSeconds(4);
    private int uid;

    private RandomRequests(TestProgram world, long seed) {
        this.world = world;
        this.random = new Random(seed);
    }

    /** Returns when the broker has all of them; the content follows from the seed, and the clock. */
    static void fill(TestProgram world, long seed, int records) {
        new RandomRequests(world, seed).fill(records);
    }

    private void fill(int records) {
        for (int type = 0; type < EVENT_TYPES; type++) {
            post(Topic.RESERVATION_REQUESTS, Integer.toString(type), definition(type), false);
        }
        for (int i = EVENT_TYPES; i < records; i++) {
            int dice = random.nextInt(100);
            if (dice < 3) {
                garbage();
            } else if (dice < 70) {
                post(Topic.RESERVATION_REQUESTS, Integer.toString(random.nextInt(EVENT_TYPES)), reservation(), true);
            } else {
                post(Topic.SELECTION_REQUESTS, "scv_" + random.nextInt(CONVERSATIONS), conversation(), true);
            }
        }
        world.flush();
    }

    private String definition(int type) {
        String seats = type % 4 == 0 ? ",'seats_per_time_slot':" + (1 + random.nextInt(4)) : "";
        return "{'type':'define_event_type','length_minutes':30,'lengths_minutes':[15,30,60]" + seats + "}";
    }

    private String reservation() {
        String id = random.nextInt(5) == 0 ? ",'request_id':'q" + random.nextInt(50) + "'" : "";
        String snapshot = random.nextInt(5) == 0 ? ",'include_snapshot':true" : "";
        String dry = random.nextInt(8) == 0 ? ",'dry_run':true" : "";
        String rest = id + snapshot + dry + "}";
        return switch (random.nextInt(20)) {
            case 0, 1 ->
                "{'type':'update_reservation','reservation_uid':'" + known() + "','slot_start':'" + slot() + "'" + rest;
            case 2, 3 -> "{'type':'release_reservation','reservation_uid':'" + known() + "'" + rest;
            case 4 -> "{'type':'book_slot','booking_uid':'b" + known() + "','reservation_uid':'" + known() + "'" + rest;
            case 5 -> "{'type':'book_slot','booking_uid':'b" + known() + "','slot_start':'" + slot() + "'" + rest;
            case 6 -> {
                Instant start = slot();
                yield "{'type':'record_booking','booking_uid':'b" + known() + "','start':'" + start + "','end':'"
                        + start.plus(Duration.ofMinutes(45)) + "','status':'"
                        + List.of("accepted", "pending", "cancelled", "rejected")
                                .get(random.nextInt(4))
                        + "','attendees':1,'version':" + random.nextInt(5) + rest;
            }
            case 7 -> "{'type':'cancel_booking','booking_uid':'b" + known() + "'" + rest;
            case 8 -> random.nextInt(20) == 0 ? "{'type':'remove_event_type'" + rest : definition(random.nextInt(8));
            case 9 -> reserve(known(), rest);
            default -> reserve("u" + uid++, rest);
        };
    }

    private String reserve(String name, String rest) {
        String duration = random.nextInt(3) == 0
                ? ",'slot_duration_minutes':" + List.of(15, 30, 60, 45).get(random.nextInt(4))
                : "";
        return "{'type':'reserve_slot','reservation_uid':'" + name + "','slot_start':'" + slot() + "'" + duration
                + rest;
    }

    private String known() {
        return "u" + Math.max(0, uid - random.nextInt(2_000));
    }

    private Instant slot() {
        return FIRST_SLOT.plus(Duration.ofMinutes(15L * (uid / 20 + random.nextInt(96))));
    }

    private String conversation() {
        String who = "'participant':'@" + (random.nextBoolean() ? "a" : "b") + "'";
        Instant start = random.nextInt(3) == 0 ? soon : FIRST_SLOT;
        return switch (random.nextInt(8)) {
            case 0, 1 ->
                "{'type':'create_conversation','participants':[{'participant_id':'@a'},{'participant_id':'@b'}],"
                        + "'tzid':'Etc/UTC','event':{'a':[1.0,'\\u00fc']},'required_duration':{'minutes':60},'available_periods':"
                        + "[{'start':'" + start + "','end':'" + start.plusSeconds(7_200) + "'}]}";
            case 2 -> "{'type':'withdraw_selection'," + who + "}";
            case 3 ->
                random.nextInt(4) == 0 ? "{'type':'cancel_conversation','reason':'none'}" : "{'type':'select_slots'}";
            default ->
                "{'type':'select_slots'," + who + ",'include_snapshot':true,'selected_slots':[{'slot_id':'slt_"
                        + start.plusSeconds(3_600L * random.nextInt(2)).getEpochSecond() + "'}]}";
        };
    }

    private void garbage() {
        Topic topic = random.nextBoolean() ? Topic.SELECTION_REQUESTS : Topic.RESERVATION_REQUESTS;
        byte[] key = random.nextInt(4) == 0
                ? null
                : TestProgram.bytes(List.of("007", "1", "scv_1", "a b").get(random.nextInt(4)));
        byte[] value = switch (random.nextInt(4)) {
            case 0 -> null;
            case 1 -> TestProgram.bytes("{\"type\":\"no such\"}");
            case 2 -> new byte[] {(byte) 0xC3, 1, 2, 3};
            default -> TestProgram.bytes("{");
        };
        world.post(new ProducerRecord<>(world.topics().name(topic), random.nextInt(world.partitions()), key, value));
    }

    private void post(Topic topic, String key, String json, boolean variants) {
        byte[] value = TestProgram.bytes(json.replace('\'', '"'));
        // A request that lacks what Avro demands has no Avro form.
        boolean avro = variants && random.nextInt(4) == 0 && !json.equals("{'type':'select_slots'}");
        Integer partition = variants && random.nextInt(200) == 0 ? random.nextInt(world.partitions()) : null;
        var record = new ProducerRecord<>(
                world.topics().name(topic),
                partition,
                TestProgram.bytes(key),
                avro ? AvroRequests.of(TestProgram.json(new String(value, UTF_8))) : value);
        if (variants && random.nextInt(10) == 0) {
            record.headers()
                    .add(
                            "slotkeeper-reply-partition",
                            TestProgram.bytes(Integer.toString(random.nextInt(world.partitions()))));
        }
        world.post(record);
    }
}
