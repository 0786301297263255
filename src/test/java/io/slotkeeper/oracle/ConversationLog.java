package io.slotkeeper.oracle;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;

/** Histories of two conversations, with few participants and few slots. */
final class ConversationLog extends RandomLog {

    static final Instant BEGIN = Instant.parse("2050-05-02T08:00:00Z");
    private static final int LENGTH = 45;
    /** More than a record that is no tick announces. */
    private static final int MANY = 70;

    private static final List<String> IDS = keys("scv_", MANY);
    private static final List<String> NAMES = IDS.subList(MANY - 2, MANY);

    /** Whether one participant changes its mind all the time: otherwise few have more requests than are remembered. */
    private final boolean restless;

    private String name = NAMES.get(0);

    private ConversationLog(RandomGenerator random) {
        super(random, InputRecord.SELECTION_REQUESTS, BEGIN);
        restless = chance(15);
    }

    static List<LogRecord> of(RandomGenerator random) {
        return new ConversationLog(random).make();
    }

    private List<LogRecord> make() {
        int length = LENGTH;
        int crowdAt = chance(8) ? random.nextInt(length) : -1;
        while (records.size() < length) {
            name = chance(80) ? NAMES.get(0) : NAMES.get(1);
            if (records.size() == crowdAt) {
                length += crowd();
            }
            Instant at = nextTimestamp(restless ? 88 : 62);
            add(nextRecord(at));
        }
        return records;
    }

    /** Conversations that end at one time, those of which this history tells behind all others. */
    private int crowd() {
        Body body = create();
        for (String id : IDS) {
            add(LogRecord.of(topic, now, id, body));
        }
        if (chance(70)) {
            now = nextDeadline().filter(now::isBefore).orElse(now);
        }
        return IDS.size();
    }

    @Override
    Instant edge() {
        return slot();
    }

    /** Mostly one of the first that the conversation has. */
    private Instant slot() {
        Map<String, Object> conversation = shown().getOrDefault(name, Map.of());
        if (!(conversation.get("available_periods") instanceof List<?> periods)) {
            return now.plusSeconds(3_600);
        }
        Object period = chance(75) ? periods.get(periods.size() - 1) : oneOf(periods);
        Object step = conversation.getOrDefault("start_interval", conversation.get("required_duration"));
        Instant start = Instant.parse(String.valueOf(((Map<?, ?>) period).get("start")));
        long minutes = (Long) Objects.requireNonNull(((Map<?, ?>) Objects.requireNonNull(step)).get("minutes"));
        return start.plusSeconds(60 * minutes * oneOf(List.of(0, 0, 1, 1, 2)));
    }

    @Override
    Asked nextRequest() {
        boolean beginning = chance(shown().containsKey(name) ? 3 : 80);
        Body body = envelope(beginning ? create() : request());
        return new Asked(name, restless && chance(85) ? body.with("request_id", "r" + random.nextInt(12)) : body);
    }

    private Body request() {
        int dice = random.nextInt(100);
        if (restless && dice >= 7) {
            Body body =
                    Body.of(chance(45) ? "withdraw_selection" : "select_slots").with("participant", "@p0");
            return body.fields().containsValue("select_slots") ? selecting(body) : body;
        }
        if (dice < 3) {
            return create();
        }
        if (dice < 6) {
            Body cancel = Body.of("cancel_conversation");
            return chance(50) ? cancel : cancel.with("reason", oneOf(List.of("no longer needed", "x".repeat(256))));
        }
        Body body = dice < 23 ? Body.of("withdraw_selection") : selecting(Body.of("select_slots"));
        if (chance(97)) {
            body = body.with("participant", participant());
        }
        return chance(12) ? body.with("participant_index", random.nextInt(-1, 4)) : body;
    }

    private Body selecting(Body body) {
        return switch (random.nextInt(70)) {
            case 0 -> body;
            case 1 -> body.with("selected_slots", "x");
            case 2 -> body.with("selected_slots", List.of());
            case 3 -> body.with("selected_slots", List.of(choice(slotId()), choice(slotId())));
            case 4 -> body.with("selected_slots", List.of(Map.of()));
            case 5 -> body.with("selected_slots", List.of(choice(5)));
            case 6 ->
                body.with("selected_slots", List.of(choice(oneOf(List.of("slt_", "slt_0", "slt_2535094801", "nine")))));
            default -> body.with("selected_slots", List.of(choice(slotId())));
        };
    }

    private static Map<String, Object> choice(Object slotId) {
        return Map.of("slot_id", slotId);
    }

    private String slotId() {
        return "slt_" + slot().getEpochSecond();
    }

    /** Mostly one that the conversation has. */
    private String participant() {
        Map<String, Object> conversation = shown().getOrDefault(name, Map.of());
        if (conversation.get("participants") instanceof List<?> people && chance(94)) {
            Map<?, ?> person = (Map<?, ?>) oneOf(people);
            return String.valueOf(person.get(person.containsKey("participant_id") ? "participant_id" : "sub"));
        }
        return chance(50) ? "@nobody" : "@p" + random.nextInt(3);
    }

    private Body create() {
        Instant hour = Instant.ofEpochSecond((now.getEpochSecond() / 3600 + 1) * 3600);
        Body body = Body.of("create_conversation")
                .with("participants", participants())
                .with("tzid", "Europe/Rome")
                .with("required_duration", minutes(oneOf(List.of(30, 60))))
                .with("available_periods", periods(hour));
        if (chance(40)) {
            body = body.with("start_interval", minutes(oneOf(List.of(15, 30, 60))));
        }
        if (restless) {
            return body;
        }
        if (chance(60)) {
            body = body.with("selection_expires_after", minutes(oneOf(List.of(5, 20, 60))));
        }
        if (chance(20)) {
            body = body.with("subject", "Project Titan").with("event", Map.of("b", 1.0, "a", List.of(true, "x")));
        }
        while (chance(20)) {
            body = spoiled(body, hour);
        }
        return body;
    }

    private static Map<String, Object> minutes(long count) {
        return Map.of("minutes", count);
    }

    private List<Map<String, Object>> participants() {
        List<Map<String, Object>> all = new ArrayList<>();
        int count = restless ? 2 : oneOf(List.of(1, 2, 2, 3, 3, 3));
        boolean allAuto = !restless && chance(5);
        for (int i = 0; i < count; i++) {
            all.add(participant("@p" + i, allAuto || (!restless && chance(15))));
        }
        return all;
    }

    private Map<String, Object> participant(String id, boolean auto) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put(id.contains("p2") ? "sub" : "participant_id", id);
        if (chance(20)) {
            fields.put("email", id.substring(1) + "@example.com");
            fields.put("common_name", "P");
            fields.put("managed_availability", chance(50));
        }
        if (auto) {
            fields.put("slots", Map.of("selection_method", "auto"));
        } else if (chance(20)) {
            fields.put("slots", chance(50) ? Map.of() : Map.of("selection_method", "manual"));
        }
        return fields;
    }

    private List<Map<String, Object>> periods(Instant hour) {
        Instant second = hour.plusSeconds(3600L * random.nextInt(3));
        List<Map<String, Object>> both = List.of(
                period(second, second.plusSeconds(60L * oneOf(List.of(60, 75, 90)))),
                period(hour, hour.plusSeconds(60L * oneOf(List.of(60, 105, 120)))));
        return chance(50) ? both : both.subList(1, 2);
    }

    private static Map<String, Object> period(Instant start, Instant end) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("start", start.toString());
        fields.put("end", end.toString());
        return fields;
    }

    private Body spoiled(Body body, Instant hour) {
        return switch (random.nextInt(16)) {
            case 0 -> body.with("participants", List.of());
            case 1 ->
                body.with(
                        "participants",
                        List.of(
                                participant("a", false),
                                participant("b", false),
                                participant("c", false),
                                participant("d", false)));
            case 2 ->
                body.with(
                        "participants",
                        List.of(participant("@p0", false), Map.of("common_name", "N"), participant("@p0", true)));
            case 3 ->
                body.with(
                        "participants",
                        List.of(Map.of("participant_id", "@p0", "slots", Map.of("selection_method", "by hand"))));
            case 4 -> body.without("tzid");
            case 5 -> body.with("tzid", "Moon/Base");
            case 6 -> body.with("required_duration", minutes(-random.nextInt(2)));
            case 7 -> body.with("start_interval", minutes(0));
            case 8 ->
                body.with(
                        "available_periods",
                        chance(50)
                                ? List.of(period(hour, hour), period(hour, BEGIN))
                                : List.of(period(hour, hour.minusSeconds(3_600))));
            case 9 ->
                body.with("available_periods", List.of(period(hour.minusSeconds(10_800), hour.minusSeconds(3_600))));
            case 10 ->
                body.with("required_duration", minutes(1))
                        .with(
                                "available_periods",
                                List.of(period(hour, hour.plusSeconds(60L * oneOf(List.of(1_000, 1_001))))));
            case 11 -> body.with("available_periods", List.of(period(hour, hour.plus(Duration.ofDays(36_600)))));
            case 12 -> body.with("required_duration", minutes(oneOf(List.of(1_440, 1_441))));
            case 13 -> body.with("event", "no object").with("subject", 5);
            case 14 -> body.with("participants", List.of(participant("@p0", false), participant("@p0", false)));
            default -> body.with("selection_expires_after", minutes(0));
        };
    }
}
