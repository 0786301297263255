package io.slotkeeper.oracle;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.slotkeeper.conversation.ConversationRequest;
import io.slotkeeper.oracle.Output.ExpectedChannel;
import io.slotkeeper.process.DecisionMeters;
import io.slotkeeper.process.DecisionSettings;
import io.slotkeeper.request.Sha256;
import io.slotkeeper.reservation.ReservationRequest;
import io.slotkeeper.wire.OutputFormat;
import io.slotkeeper.wire.RequestReader;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.avro.message.BinaryMessageDecoder;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Few participants, few slots, few kinds of steps, but every sequence of them up to a length: the program against the
 * oracle, and both against what must hold of the snapshots alone. Random histories choose; here nothing is left out
 * that is small enough. Longer sequences:
 *
 * <pre>mvn test -Dtest=SmallScopeTest -Dslotkeeper.depth=1</pre>
 *
 * <p>A sequence isn't continued where another one of at most its length has led to the same state: whatever follows was
 * or will be tried there. That loses nothing, because states are the same only if everything is that the next outputs
 * can depend on. Program and oracle are used by one thread and ask nothing but their records and their own objects
 * (ArchitectureTest sees to clocks and chance), so a state is all that can be reached from their fields: the bytes of
 * the program's stores, the index of deadlines and the places of the holds in memory, log time; all facts of the
 * oracle; and what the last snapshots said, for the invariants. {@link Anatomy} writes that down without leaving out
 * anything but what it names. No number is made relative and no name is exchanged for another: revisions, times and
 * causes are compared as they are. What makes states meet is only that all records have the same offset, which the
 * program copies into its outputs and {@link OracleTest} compares; and that a tick or a refusal mostly changes nothing.
 */
class SmallScopeTest {

    /** Added to what follows. */
    private static final int DEEPER = Integer.getInteger("slotkeeper.depth", 0);

    /** After the request that creates it: three agree, and one step before or between. A fifth takes too long here. */
    private static final int CONVERSATION_STEPS = 4;

    /** After the event type is defined: a hold is granted, closed and forgotten, its name used anew; one to spare. */
    private static final int RESERVATION_STEPS = 5;

    /** Of all records; see above. */
    private static final long OFFSET = 7;

    private static final Duration INSTANT = Duration.ofMillis(1);

    // What is tried

    /** When a step happens. A deadline that passed already is no reason to go back. */
    private enum When {
        NOW,
        JUST_BEFORE_THE_NEXT_DEADLINE,
        AT_THE_NEXT_DEADLINE
    }

    /** A record, and how the oracle is told of it. */
    private record Appended(LogRecord record, InputRecord seen) {
        static Appended of(LogRecord record) {
            return new Appended(record, record.seen(LogProgram.PARTITION, OFFSET));
        }

        /** Doesn't read the value again: that takes longer than to decide it. */
        Appended at(Instant time) {
            return new Appended(
                    record.at(time),
                    new InputRecord(
                            seen.topic(),
                            seen.partition(),
                            seen.offset(),
                            time.toEpochMilli(),
                            seen.key(),
                            seen.value(),
                            seen.replyPartition(),
                            seen.payload()));
        }
    }

    /** @param record at any time; empty: time passes, and the log doesn't hear of it before the next record */
    private record Action(When when, Optional<Appended> record) {}

    /**
     * What can be known from outside.
     *
     * @param snapshots the last of each key, unless a tombstone followed
     * @param bookings that were granted, with their windows
     */
    private record Known(Map<String, Map<String, Object>> snapshots, Map<String, Map<String, Object>> bookings) {
        private static final Known NOTHING = new Known(Map.of(), Map.of());
    }

    /** What must hold after each record, whatever the oracle says. */
    private interface Invariants {
        /** @param now log time after the record */
        void check(Known before, Instant now, List<Output> outputs, Known after);
    }

    private record Scope(
            String name,
            OracleSettings settings,
            String topic,
            LogRecord beginning,
            List<Action> actions,
            Invariants invariants) {}

    private static List<Action> actions(String topic, String key, Instant begin, List<Body> requests) {
        Appended tick = Appended.of(LogRecord.tick(topic, begin));
        List<Action> actions = new ArrayList<>();
        for (Body request : requests) {
            actions.add(new Action(When.NOW, Optional.of(Appended.of(LogRecord.of(topic, begin, key, request)))));
        }
        actions.add(new Action(When.JUST_BEFORE_THE_NEXT_DEADLINE, Optional.of(tick)));
        actions.add(new Action(When.AT_THE_NEXT_DEADLINE, Optional.of(tick)));
        // So that a request meets what ended without anybody having told.
        actions.add(new Action(When.AT_THE_NEXT_DEADLINE, Optional.empty()));
        return actions;
    }

    // Conversations

    private static final Instant MORNING = Instant.parse("2050-05-02T08:00:00Z");
    private static final int SLOT_MINUTES = 10;
    private static final int SLOTS = 3;
    private static final List<String> PEOPLE = List.of("@grace", "@karl", "@mary");

    /** The first slot starts before a selection of it expires, the others afterwards. */
    private static final int SELECTION_MINUTES = 15;

    @Test
    void every_short_history_of_a_conversation_comes_out_as_the_specification_says() {
        Instant first = slot(0);
        Instant end = slot(SLOTS);
        Body create = Body.of("create_conversation")
                .with(
                        "participants",
                        PEOPLE.stream().map(it -> Map.of("participant_id", it)).toList())
                .with("tzid", "Europe/Rome")
                .with("required_duration", Map.of("minutes", SLOT_MINUTES))
                .with("available_periods", List.of(Map.of("start", first.toString(), "end", end.toString())))
                .with("selection_expires_after", Map.of("minutes", SELECTION_MINUTES));
        List<Body> requests = new ArrayList<>();
        for (String person : PEOPLE) {
            for (int i = 0; i < SLOTS; i++) {
                requests.add(Body.of("select_slots")
                        .with("participant", person)
                        .with("selected_slots", List.of(Map.of("slot_id", "slt_" + slot(i).getEpochSecond()))));
            }
            requests.add(Body.of("withdraw_selection").with("participant", person));
        }
        requests.add(Body.of("cancel_conversation"));

        String key = RandomLog.keys("scv_", 1).get(0);
        exhaust(
                new Scope(
                        "conversation",
                        RandomLog.SETTINGS,
                        InputRecord.SELECTION_REQUESTS,
                        LogRecord.of(InputRecord.SELECTION_REQUESTS, MORNING, key, create),
                        actions(InputRecord.SELECTION_REQUESTS, key, MORNING, requests),
                        SmallScopeTest::checkConversations),
                CONVERSATION_STEPS + DEEPER);
    }

    private static Instant slot(int number) {
        return MORNING.plus(Duration.ofMinutes((long) SLOT_MINUTES * (number + 1)));
    }

    private static void checkConversations(Known before, Instant now, List<Output> outputs, Known after) {
        after.snapshots().values().forEach(it -> checkConversation(it, now));
    }

    private static void checkConversation(Map<String, Object> conversation, Instant now) {
        List<Map<String, Object>> selected = new ArrayList<>();
        for (Map<String, Object> person : maps(conversation.get("participants"))) {
            List<Map<String, Object>> own = maps(map(person, "slots").getOrDefault("selected", List.of()));
            assertThat(own.size()).as("selections of one participant").isLessThanOrEqualTo(1);
            selected.addAll(own);
        }
        boolean complete = text(conversation, "status").equals("complete");
        boolean agreed = selected.size() == PEOPLE.size()
                && selected.stream().map(it -> text(it, "slot_id")).distinct().count() == 1;
        assertThat(complete).as("complete").isEqualTo(agreed);
        assertThat(conversation.containsKey("chosen_slot")).as("chosen").isEqualTo(agreed);
        if (agreed) {
            assertThat(text(map(conversation, "chosen_slot"), "available_slot_id"))
                    .isEqualTo(text(selected.get(0), "slot_id"));
        }
        if (text(conversation, "status").equals("in_progress")) {
            assertThat(now).as("open after its last slot began").isBefore(slot(SLOTS - 1));
            for (Map<String, Object> slot : selected) {
                assertThat(now).as("selected after its start").isBefore(instant(slot, "start"));
                if (slot.containsKey("expires_at")) {
                    assertThat(now).as("selected after its time").isBefore(instant(slot, "expires_at"));
                }
            }
        }
    }

    // Reservations

    /** The first slot begins on one side of a border of four hours, the second beyond it. */
    private static final Instant NOON = Instant.parse("2050-09-05T11:58:00Z");

    private static final int MEETING_MINUTES = 20;

    /** They overlap. The first begins while a hold that was granted at once is live; the second never too early. */
    private static final List<Instant> STARTS = List.of(NOON.plusSeconds(60), NOON.plusSeconds(600));

    private static final List<String> HOLDERS = List.of("u0", "u1");

    /** A hold may be prolonged in its last moment once, but not twice; a closed name is soon forgotten. */
    private static final OracleSettings SHORT = new OracleSettings(
            LogProgram.PARTITIONS,
            Duration.ofMinutes(40),
            PEOPLE.size(),
            Duration.ofSeconds(90),
            Duration.ofMinutes(2),
            Duration.ofMinutes(3),
            Duration.ofSeconds(100),
            Duration.ofMinutes(7),
            false);

    @Test
    void every_short_history_of_two_holders_comes_out_as_the_specification_says() {
        List<Body> requests = new ArrayList<>();
        for (String holder : HOLDERS) {
            for (Instant start : STARTS) {
                requests.add(ofHold("reserve_slot", holder).with("slot_start", start));
                requests.add(ofHold("update_reservation", holder).with("slot_start", start));
                requests.add(booking(holder).with("slot_start", start));
            }
            requests.add(ofHold("release_reservation", holder));
            requests.add(booking(holder));
        }

        String key = RandomLog.keys("", 1).get(0);
        Body define = Body.of("define_event_type").with("length_minutes", MEETING_MINUTES);
        exhaust(
                new Scope(
                        "reservations",
                        SHORT,
                        InputRecord.RESERVATION_REQUESTS,
                        LogRecord.of(InputRecord.RESERVATION_REQUESTS, NOON, key, define),
                        actions(InputRecord.RESERVATION_REQUESTS, key, NOON, requests),
                        SmallScopeTest::checkReservations),
                RESERVATION_STEPS + DEEPER);
    }

    private static Body ofHold(String type, String holder) {
        return Body.of(type).with("reservation_uid", holder);
    }

    private static Body booking(String holder) {
        return ofHold("book_slot", holder).with("booking_uid", "b-" + holder);
    }

    private static void checkReservations(Known before, Instant now, List<Output> outputs, Known after) {
        var last = new HashMap<>(before.snapshots());
        for (Output output : outputs) {
            if (output.channel() == ExpectedChannel.SNAPSHOTS
                    && output.content().isPresent()) {
                checkReservation(
                        Optional.ofNullable(last.get(output.key().orElseThrow())),
                        now,
                        output.content().get());
                last.put(output.key().orElseThrow(), output.content().get());
            }
        }
        List<Map<String, Object>> taken = new ArrayList<>(after.bookings().values());
        for (Map<String, Object> hold : after.snapshots().values()) {
            if (text(hold, "status").equals("held")) {
                assertThat(now).as("held after its time").isBefore(instant(hold, "reservation_until"));
                taken.add(hold);
            }
        }
        for (int i = 0; i < taken.size(); i++) {
            for (Map<String, Object> other : taken.subList(i + 1, taken.size())) {
                assertThat(overlap(taken.get(i), other))
                        .as("%s and %s have the same time", taken.get(i), other)
                        .isFalse();
            }
        }
    }

    private static void checkReservation(
            Optional<Map<String, Object>> before, Instant now, Map<String, Object> snapshot) {
        Optional<Instant> until = before.map(it -> instant(it, "reservation_until"));
        switch (text(snapshot, "status")) {
            case "booked" -> assertThat(now).as("booked after its time").isBefore(until.orElseThrow());
            case "released" -> assertThat(now).as("released after its time").isBefore(until.orElseThrow());
            case "expired" -> assertThat(now).as("expired before its time").isAfterOrEqualTo(until.orElseThrow());
            default -> {
                if (text(map(snapshot, "cause"), "type").equals("update_reservation")) {
                    assertThat(now).as("updated after its time").isBefore(until.orElseThrow());
                }
                assertThat(now).as("held though it began").isBefore(instant(snapshot, "slot_start"));
            }
        }
    }

    private static boolean overlap(Map<String, Object> one, Map<String, Object> other) {
        return instant(one, "slot_start").isBefore(instant(other, "slot_end"))
                && instant(other, "slot_start").isBefore(instant(one, "slot_end"));
    }

    // All sequences

    /**
     * A state that was reached, and the first way to it.
     *
     * @param next the number of the state to which each action leads, as far as it was tried
     */
    private record Reached(
            Optional<Reached> from,
            Optional<Appended> by,
            Instant clock,
            Known known,
            String state,
            List<Integer> next) {

        List<LogRecord> log() {
            return way().stream().map(Appended::record).toList();
        }

        List<Appended> way() {
            List<Appended> way = new ArrayList<>();
            for (Optional<Reached> at = Optional.of(this);
                    at.isPresent();
                    at = at.get().from()) {
                at.get().by().ifPresent(way::add);
            }
            Collections.reverse(way);
            return way;
        }
    }

    /** The program and the oracle, side by side. */
    private static final class Both {
        private final Oracle oracle;
        private final OfflineProgram program;

        Both(OracleSettings settings) {
            oracle = new Oracle(settings);
            program = new OfflineProgram(settings, OutputFormat.JSON);
        }

        /** What was judged before. */
        void repeat(Appended appended) {
            oracle.next(appended.seen());
            program.emit(appended.record(), OFFSET);
        }

        List<Output> judge(Appended appended) {
            List<Output> expected = oracle.next(appended.seen());
            List<Output> came = program.emit(appended.record(), OFFSET).stream()
                    .map(OfflineProgram::output)
                    .toList();
            assertThat(Output.differences(expected, came)).isEmpty();
            return came;
        }

        Optional<Instant> nextDeadline(String topic) {
            return oracle.nextDeadline(topic, LogProgram.PARTITION);
        }
    }

    private static void exhaust(Scope scope, int steps) {
        new Exhaustion(scope).run(steps);
    }

    private static final class Exhaustion {
        private final Scope scope;
        private final Both both;
        private final Anatomy anatomy = new Anatomy();
        private final Map<String, Integer> numbers = new HashMap<>();
        private final List<Reached> states = new ArrayList<>();
        private long judged;

        Exhaustion(Scope scope) {
            this.scope = scope;
            this.both = new Both(scope.settings());
        }

        void run(int steps) {
            Instant begin = scope.beginning().at();
            reach(Optional.empty(), begin, Optional.of(Appended.of(scope.beginning())));
            var first = new Memento(anatomy, List.of(both.oracle, both.program));
            int from = 0;
            for (int step = 0; step < steps; step++) {
                int to = states.size();
                for (int number = from; number < to; number++) {
                    goOn(first, number);
                }
                from = to;
            }
            System.out.printf(
                    "%s: all %,d sequences of %d steps, by %,d steps from %,d states to %,d%n",
                    scope.name(), sequences(steps), steps, judged, from, states.size());
        }

        private void goOn(Memento first, int number) {
            Reached from = states.get(number);
            first.restore();
            from.way().stream().skip(1).forEach(both::repeat);
            assertAt(from);
            var here = new Memento(anatomy, List.of(both.oracle, both.program));
            for (Action action : scope.actions()) {
                Optional<Instant> clock = clock(from, action.when());
                if (clock.isPresent()) {
                    int to = reach(
                            Optional.of(from), clock.get(), action.record().map(it -> it.at(clock.get())));
                    from.next().add(to);
                    if (to != number) {
                        here.restore();
                    }
                }
            }
            assertAt(from);
        }

        private void assertAt(Reached state) {
            assertThat(state(state.clock(), state.known()))
                    .as("the same records lead to the same state, and what came after them was taken back")
                    .isEqualTo(state.state());
        }

        private String state(Instant clock, Known known) {
            return anatomy.of(List.of(both.oracle, both.program, clock, known));
        }

        private Optional<Instant> clock(Reached from, When when) {
            Optional<Instant> deadline = both.nextDeadline(scope.topic());
            return switch (when) {
                case NOW -> Optional.of(from.clock());
                case JUST_BEFORE_THE_NEXT_DEADLINE ->
                    deadline.map(it -> it.minus(INSTANT)).filter(it -> !it.isBefore(from.clock()));
                case AT_THE_NEXT_DEADLINE -> deadline.map(it -> it.isBefore(from.clock()) ? from.clock() : it);
            };
        }

        private int reach(Optional<Reached> from, Instant clock, Optional<Appended> by) {
            Known known = from.map(Reached::known).orElse(Known.NOTHING);
            if (by.isPresent()) {
                try {
                    known = judge(known, by.get());
                } catch (AssertionError | RuntimeException e) {
                    List<LogRecord> log = new ArrayList<>(from.map(Reached::log).orElse(List.of()));
                    log.add(by.get().record());
                    String shown = log.stream().map(it -> "\n    " + it).collect(Collectors.joining());
                    throw new AssertionError("After" + shown + "\n" + e.getMessage(), e);
                }
            }
            String state = state(clock, known);
            Integer number = numbers.putIfAbsent(state, states.size());
            if (number != null) {
                return number;
            }
            states.add(new Reached(from, by, clock, known, state, new ArrayList<>()));
            return states.size() - 1;
        }

        private Known judge(Known before, Appended appended) {
            Instant now = appended.record().at();
            boolean early =
                    both.nextDeadline(scope.topic()).filter(now::isBefore).isPresent();
            List<Output> outputs = both.judge(appended);
            judged++;
            if (early && appended.seen().value() instanceof InputRecord.TickInput) {
                assertThat(outputs).as("before the next deadline").isEmpty();
            }
            Known after = follow(before, outputs, now);
            scope.invariants().check(before, now, outputs, after);
            return after;
        }

        /** How many ways there are through the states: so many sequences were tried, most of them in parts. */
        private long sequences(int steps) {
            long[] ways = new long[states.size()];
            ways[0] = 1;
            for (int step = 0; step < steps; step++) {
                long[] next = new long[states.size()];
                for (int i = 0; i < ways.length; i++) {
                    for (int to : states.get(i).next()) {
                        next[to] += ways[i];
                    }
                }
                ways = next;
            }
            return Arrays.stream(ways).sum();
        }
    }

    /** Of any kind of snapshots: one life of a name has the revisions 1, 2, 3 and one end. */
    private static Known follow(Known before, List<Output> outputs, Instant now) {
        Map<String, Map<String, Object>> snapshots = new TreeMap<>(before.snapshots());
        Map<String, Map<String, Object>> bookings = new TreeMap<>(before.bookings());
        for (Output output : outputs) {
            assertThat(output.at()).isEqualTo(now);
            if (output.channel() == ExpectedChannel.SNAPSHOTS) {
                String key = output.key().orElseThrow();
                Map<String, Object> last = snapshots.remove(key);
                if (output.content().isPresent()) {
                    checkRevision(Optional.ofNullable(last), output.content().get());
                    snapshots.put(key, output.content().get());
                } else {
                    assertThat(last).as("forgotten: %s", key).isNotNull();
                }
            } else if (output.content().orElseThrow().get("booking") instanceof Map<?, ?> booking) {
                bookings.put(String.valueOf(booking.get("booking_uid")), fields(booking));
            }
        }
        return new Known(snapshots, bookings);
    }

    private static void checkRevision(Optional<Map<String, Object>> before, Map<String, Object> snapshot) {
        long expected = before.map(it -> (Long) Objects.requireNonNull(it.get("revision")) + 1)
                .orElse(1L);
        assertThat(snapshot.get("revision")).as("revision").isEqualTo(expected);
        if (before.isPresent()) {
            assertThat(text(before.get(), "status"))
                    .as("status of what goes on")
                    .isIn("held", "in_progress");
            assertThat(snapshot.get("created_at")).isEqualTo(before.get().get("created_at"));
        }
    }

    // Reading snapshots

    private static Map<String, Object> map(Map<String, Object> fields, String name) {
        return fields((Map<?, ?>) Objects.requireNonNull(fields.get(name)));
    }

    private static List<Map<String, Object>> maps(@Nullable Object list) {
        return ((List<?>) Objects.requireNonNull(list))
                .stream().map(it -> fields((Map<?, ?>) it)).toList();
    }

    private static Map<String, Object> fields(Map<?, ?> map) {
        var fields = new LinkedHashMap<String, Object>();
        map.forEach((name, value) -> fields.put((String) name, value));
        return fields;
    }

    private static String text(Map<String, Object> fields, String name) {
        return (String) Objects.requireNonNull(fields.get(name), name);
    }

    private static Instant instant(Map<String, Object> fields, String name) {
        return Instant.parse(text(fields, name));
    }

    /**
     * Writes down all that objects are made of: the values of their fields, and of the fields of these. Two that read
     * alike do alike. Texts have their length before them and lists their brackets, so that different things never read
     * alike; a set or map without an order is written in the order of its texts, since nobody may ask for another.
     */
    private static final class Anatomy {

        /** Read, encode or count and remember nothing that an output depends on. */
        private static final Set<Class<?>> MACHINERY = Set.of(
                RequestReader.class,
                BinaryMessageEncoder.class,
                BinaryMessageDecoder.class,
                OutputFormat.class,
                DecisionMeters.class);

        /** Made from the stored entries, which are written; what it looks like inside depends on what was there before. */
        private static final Set<String> DERIVED = Set.of("OccupancyIndex", "BucketCounts", "DefinitionCache");

        /** Of the oracle's model: what it lays out anew for each record before it reads it. */
        private static final Map<Class<?>, Set<String>> SCRATCH =
                Map.of(ReservationModel.class, Set.of("facts", "position", "now", "envelope", "emitted"));

        /** Records all the way down, made once and kept as they are: written once. */
        private static final Set<Class<?>> CONSTANT = Set.of(
                ConversationRequest.class, ReservationRequest.class, OracleSettings.class, DecisionSettings.class);

        private final Map<Class<?>, List<Field>> fields = new HashMap<>();
        private final IdentityHashMap<Object, String> written = new IdentityHashMap<>();
        private final Set<Object> within = Collections.newSetFromMap(new IdentityHashMap<>());

        /** Short, as long as SHA-256 has no two texts for one. */
        String of(Object root) {
            return Sha256.hex(text(root));
        }

        private String text(@Nullable Object it) {
            var text = new StringBuilder(1_024);
            write(it, text);
            return text.toString();
        }

        private void write(@Nullable Object it, StringBuilder to) {
            if (it == null) {
                to.append("null;");
            } else if (it instanceof byte[] bytes) {
                quote(it, new String(bytes, ISO_8859_1), to);
            } else if (it instanceof Bytes bytes) {
                quote(it, new String(bytes.get(), ISO_8859_1), to);
            } else if (it instanceof Instant instant) {
                quote(it, instant.getEpochSecond() + "." + instant.getNano(), to);
            } else if (isPlain(it)) {
                quote(it, it.toString(), to);
            } else if (it instanceof Optional<?> optional) {
                to.append('?');
                write(optional.orElse(null), to);
            } else if (!isMachinery(it) && !DERIVED.contains(it.getClass().getSimpleName())) {
                writeWhole(it, to);
            }
        }

        private void writeWhole(Object it, StringBuilder to) {
            String before = written.get(it);
            if (before != null) {
                to.append(before);
                return;
            }
            if (!within.add(it)) {
                throw new IllegalStateException("It contains itself: " + it.getClass());
            }
            int begin = to.length();
            writeParts(it, to);
            within.remove(it);
            if (CONSTANT.stream().anyMatch(kind -> kind.isInstance(it))) {
                written.put(it, to.substring(begin));
            }
        }

        static boolean isLeaf(Object it) {
            return it instanceof byte[] || it instanceof Bytes || it instanceof Instant || isPlain(it);
        }

        static void set(Field field, Object of, @Nullable Object value) {
            try {
                field.set(of, value);
            } catch (IllegalAccessException e) {
                throw new IllegalStateException(e);
            }
        }

        private static boolean isPlain(Object it) {
            return it instanceof String
                    || it instanceof Number
                    || it instanceof Boolean
                    || it instanceof Enum<?>
                    || it instanceof Duration
                    || it instanceof OptionalInt
                    || it instanceof OptionalLong;
        }

        private static void quote(Object it, String text, StringBuilder to) {
            to.append(it.getClass().getSimpleName())
                    .append(text.length())
                    .append(':')
                    .append(text)
                    .append(';');
        }

        private static boolean isMachinery(Object it) {
            return it.getClass().isHidden() // a method reference, whose object is reached by other ways too
                    || MACHINERY.stream().anyMatch(kind -> kind.isInstance(it));
        }

        private void writeParts(Object it, StringBuilder to) {
            to.append('(');
            if (it instanceof Map<?, ?> map) {
                boolean ordered = it instanceof SortedMap || it instanceof LinkedHashMap || it instanceof EnumMap;
                if (ordered) {
                    map.forEach((key, value) -> write(key, value, to));
                } else {
                    map.entrySet().stream()
                            .map(entry -> text(entry.getKey()) + text(entry.getValue()))
                            .sorted()
                            .forEach(to::append);
                }
            } else if (it instanceof Collection<?> all) {
                if (it instanceof List || it instanceof SortedSet || it instanceof LinkedHashSet) {
                    all.forEach(element -> write(element, to));
                } else {
                    all.stream().map(this::text).sorted().forEach(to::append);
                }
            } else {
                to.append(it.getClass().getName());
                fields(it).forEach(field -> write(value(field, it), to));
            }
            to.append(')');
        }

        private void write(@Nullable Object key, @Nullable Object value, StringBuilder to) {
            write(key, to);
            write(value, to);
        }

        /** Those of the project's own. */
        private List<Field> fields(Object it) {
            if (!it.getClass().getName().startsWith("io.slotkeeper.")) {
                throw new IllegalStateException("Nobody said what of this matters: " + it.getClass());
            }
            return fields.computeIfAbsent(it.getClass(), Anatomy::fieldsOf);
        }

        private static List<Field> fieldsOf(Class<?> type) {
            List<Field> found = new ArrayList<>();
            for (Class<?> at = type; at != null && at != Object.class; at = at.getSuperclass()) {
                Set<String> scratch = SCRATCH.getOrDefault(at, Set.of());
                for (Field field : at.getDeclaredFields()) {
                    if (!Modifier.isStatic(field.getModifiers()) && !scratch.contains(field.getName())) {
                        field.setAccessible(true);
                        found.add(field);
                    }
                }
            }
            return found;
        }

        private static @Nullable Object value(Field field, Object it) {
            try {
                return field.get(it);
            } catch (IllegalAccessException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /**
     * What objects were like, to make them so again: to open a program anew takes a hundred times as long as a step of
     * it. That nothing is forgotten shows whenever a state is reached again.
     */
    private static final class Memento {

        private static final Set<Class<?>> CHANGEABLE_MAPS =
                Set.of(HashMap.class, LinkedHashMap.class, ConcurrentHashMap.class, TreeMap.class, EnumMap.class);
        private static final Set<Class<?>> CHANGEABLE_COLLECTIONS =
                Set.of(ArrayList.class, TreeSet.class, HashSet.class);

        private final Anatomy anatomy;
        private final List<Runnable> restored = new ArrayList<>();
        private final Set<Object> known = Collections.newSetFromMap(new IdentityHashMap<>());

        Memento(Anatomy anatomy, List<Object> roots) {
            this.anatomy = anatomy;
            roots.forEach(this::keep);
        }

        void restore() {
            restored.forEach(Runnable::run);
        }

        private void keep(@Nullable Object it) {
            if (it instanceof Optional<?> optional) {
                optional.ifPresent(this::keep);
            } else if (it != null && !Anatomy.isLeaf(it) && !Anatomy.isMachinery(it) && known.add(it)) {
                keepParts(it);
            }
        }

        private void keepParts(Object it) {
            if (it.getClass().isArray()) {
                keepArray(it);
            } else if (it instanceof Map<?, ?> map) {
                keepMap(map);
            } else if (it instanceof Collection<?> all) {
                keepCollection(all);
            } else {
                for (Field field : anatomy.fields(it)) {
                    Object value = Anatomy.value(field, it);
                    if (!Modifier.isFinal(field.getModifiers())) {
                        restored.add(() -> Anatomy.set(field, it, value));
                    }
                    keep(value);
                }
            }
        }

        /** Of numbers: those that aren't zero, which most are. */
        private void keepArray(Object array) {
            if (array instanceof int[] numbers) {
                int[] used = IntStream.range(0, numbers.length)
                        .filter(i -> numbers[i] != 0)
                        .toArray();
                int[] kept = IntStream.of(used).map(i -> numbers[i]).toArray();
                restored.add(() -> {
                    Arrays.fill(numbers, 0);
                    IntStream.range(0, used.length).forEach(i -> numbers[used[i]] = kept[i]);
                });
            } else if (array instanceof long[] numbers) {
                long[] kept = numbers.clone();
                restored.add(() -> System.arraycopy(kept, 0, numbers, 0, kept.length));
            } else if (array instanceof Object[] parts) {
                Object[] kept = parts.clone();
                restored.add(() -> System.arraycopy(kept, 0, parts, 0, kept.length));
                Arrays.stream(parts).forEach(this::keep);
            } else {
                throw new IllegalStateException("Nobody said how to keep this: " + array.getClass());
            }
        }

        private <K, V> void keepMap(Map<K, V> map) {
            if (CHANGEABLE_MAPS.contains(map.getClass())) {
                var copy = new LinkedHashMap<>(map);
                restored.add(() -> {
                    map.clear();
                    map.putAll(copy);
                });
            }
            map.values().forEach(this::keep);
        }

        private <E> void keepCollection(Collection<E> all) {
            if (CHANGEABLE_COLLECTIONS.contains(all.getClass())) {
                List<E> copy = new ArrayList<>(all);
                restored.add(() -> {
                    all.clear();
                    all.addAll(copy);
                });
            }
            all.forEach(this::keep);
        }
    }
}
