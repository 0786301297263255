package io.slotkeeper.store.calendar;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slotkeeper.logtime.Due;
import io.slotkeeper.logtime.DueIndex;
import io.slotkeeper.logtime.OverflowInMemory;
import io.slotkeeper.request.Principal;
import io.slotkeeper.request.RequestId;
import io.slotkeeper.request.RequestInfo;
import io.slotkeeper.request.Source;
import io.slotkeeper.request.Verdict;
import io.slotkeeper.reservation.ReservationDecision;
import io.slotkeeper.reservation.ReservationMachine;
import io.slotkeeper.reservation.ReservationRequest;
import io.slotkeeper.reservation.ReservationSettings;
import io.slotkeeper.reservation.calendar.BookingUid;
import io.slotkeeper.reservation.calendar.CalendarDocument;
import io.slotkeeper.reservation.calendar.DocumentKey;
import io.slotkeeper.reservation.calendar.EntryName;
import io.slotkeeper.reservation.calendar.EventTypeKey;
import io.slotkeeper.reservation.calendar.Hold;
import io.slotkeeper.reservation.calendar.ReservationUid;
import io.slotkeeper.reservation.calendar.Window;
import io.slotkeeper.reservation.view.ReservationChanges;
import io.slotkeeper.store.InMemory;
import io.slotkeeper.store.StoreFailedException;
import io.slotkeeper.store.StoreNames;
import io.slotkeeper.stream.StateStores;
import io.slotkeeper.wire.ParsedRecord.ParsedRequest;
import io.slotkeeper.wire.RequestReaders;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.streams.state.KeyValueStore;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReservationStoreTest {

    private static final Instant START = Instant.parse("2050-09-05T00:00:00Z");
    private static final ReservationSettings SETTINGS = new ReservationSettings(
            Duration.ofMinutes(5),
            Duration.ofHours(24),
            Duration.ofHours(48),
            Duration.ofMinutes(20),
            Duration.ofHours(2));

    private final ReservationMachine machine = new ReservationMachine(SETTINGS);
    private final KeyValueStore<byte[], byte[]> documents = InMemory.store(StoreNames.CALENDAR_DOCUMENTS);
    private final KeyValueStore<byte[], byte[]> eventTypes = InMemory.store(StoreNames.EVENT_TYPES);
    private final KeyValueStore<byte[], byte[]> bookingPlaces = InMemory.store(StoreNames.BOOKING_PLACES);
    private final ReservationStore store = opened();

    private Instant now = START;
    private long offset;

    private ReservationStore opened() {
        var opened = new ReservationStore(
                StateStores.table(documents),
                StateStores.table(eventTypes),
                StateStores.table(bookingPlaces),
                OverflowInMemory::new,
                machine);
        opened.rebuild();
        return opened;
    }

    private Verdict ask(String key, String json) {
        var reading = RequestReaders.reservations().read(json.replace('\'', '"').getBytes(UTF_8));
        assertThat(reading).isInstanceOf(ParsedRequest.class);
        var request = (ParsedRequest<ReservationRequest>) reading;
        var info = new RequestInfo(
                request.requestId().map(RequestId::value).map(RequestId::new),
                request.requestedBy().map(Principal::value).map(Principal::new),
                request.anonymousParty(),
                request.fingerprint(),
                source());
        ReservationDecision decision = machine.decide(store, new EventTypeKey(key), request.request(), info, now);
        store.encode(decision.changes()).write();
        return decision.verdict();
    }

    private Source source() {
        return new Source("reservation-requests", 0, offset++);
    }

    private void announceDue(int limit) {
        for (int i = 0; i < limit && store.due().isDue(now); i++) {
            var changes = new ReservationChanges(store);
            EntryName entry = ReservationStore.entryOf(store.due().iterator().next());
            machine.announce(changes, entry, now, source());
            store.encode(changes).write();
        }
    }

    private static String reserve(String uid, String start, int minutes) {
        return "{'type':'reserve_slot','reservation_uid':'" + uid + "','slot_start':'" + start
                + "','slot_duration_minutes':" + minutes + "}";
    }

    private static List<Due> inOrder(DueIndex index) {
        List<Due> all = new ArrayList<>();
        index.iterator().forEachRemaining(all::add);
        return all;
    }

    private Map<DocumentKey, CalendarDocument> stored() {
        return StoredEntries.of(StateStores.table(documents));
    }

    /** What the index must be, without any of the code that keeps it. */
    private List<Due> scanned() {
        List<Due> all = new ArrayList<>();
        stored().forEach((part, entries) -> {
            EventTypeKey key = part.eventType();
            entries.holds().stream()
                    .filter(hold -> part.owns(hold.window()))
                    .forEach(hold -> all.add(ReservationStore.due(EntryName.of(key, hold), hold.deadline())));
            entries.closed().stream()
                    .filter(marker -> part.owns(marker.window()))
                    .forEach(it -> all.add(ReservationStore.due(EntryName.of(key, it), machine.deadlineOf(it))));
            entries.bookings().stream()
                    .filter(booking -> part.owns(booking.window()))
                    .forEach(it -> all.add(ReservationStore.due(EntryName.of(key, it), machine.deadlineOf(it))));
            entries.cancellations()
                    .forEach(it -> all.add(ReservationStore.due(EntryName.of(key, it), machine.deadlineOf(it))));
        });
        all.sort(null);
        return all;
    }

    private static long holds(ReservationStore store) {
        return store.entries();
    }

    // Keys.

    /** 2050-09-05T10:00Z is in the 176,726th four hours since 1970. */
    @Test
    void a_hold_is_stored_under_its_event_type_the_number_of_its_four_hours_its_kind_and_its_uid() {
        ask("17", "{'type':'define_event_type','length_minutes':60}");
        ask("17", reserve("u", "2050-09-05T10:00:00Z", 60).replace(",'slot_duration_minutes':60", ""));
        int part = Math.toIntExact(Instant.parse("2050-09-05T08:00:00Z").toEpochMilli()
                / Duration.ofHours(4).toMillis());
        assertThat(InMemory.keys(documents))
                .containsExactly(HexFormat.of().formatHex("17/".getBytes(US_ASCII))
                        + "%08x".formatted(part)
                        + HexFormat.of().formatHex("1u".getBytes(US_ASCII)));
        assertThat(InMemory.keys(eventTypes)).containsExactly(HexFormat.of().formatHex("17".getBytes(US_ASCII)));
        assertThat(store.hold(new EventTypeKey("17"), new ReservationUid("u"))).isPresent();
    }

    @Test
    void a_bookings_place_stands_under_its_event_type_and_uid() {
        ask(
                "cal:a",
                "{'type':'record_booking','booking_uid':'b','start':'2050-09-05T10:00:00Z',"
                        + "'end':'2050-09-05T10:30:00Z','status':'accepted'}");
        assertThat(InMemory.keys(bookingPlaces))
                .containsExactly(HexFormat.of().formatHex("cal:a/b".getBytes(US_ASCII)));
        assertThat(store.known(new EventTypeKey("cal:a"), new BookingUid("b"))).isPresent();
        now = Instant.parse("2050-09-05T12:30:00Z");
        announceDue(1);
        assertThat(InMemory.keys(bookingPlaces)).isEmpty();
        assertThat(InMemory.keys(documents)).isEmpty();
    }

    /** The four bytes of the number may hold a slash, 2F, and look like the end of a key. */
    @ParameterizedTest
    @ValueSource(strings = {"0", "9007199254740991", "cal:a", "cal:~!@", "cal:1"})
    void keys_are_read_as_they_were_written(String key) {
        now = Instant.EPOCH;
        long fourHours = Duration.ofHours(4).toMillis();
        List<Integer> parts = List.of(0, 1, 0x2f, 0xff, 0x100, 0x2f2f, 0x1_0000, 0x2_2f2f);
        if (!key.startsWith("cal:")) {
            ask(key, "{'type':'define_event_type','length_minutes':30,'lengths_minutes':[30]}");
        }
        for (int part : parts) {
            Instant start = Instant.ofEpochMilli(part * fourHours).plus(Duration.ofMinutes(1));
            assertThat(ask(key, reserve("u" + part, start.toString(), 30))).isEqualTo(Verdict.ACCEPTED);
        }
        ReservationStore rebuilt = opened();
        var eventType = new EventTypeKey(key);
        assertThat(inOrder(rebuilt.due()))
                .extracting(ReservationStore::entryOf)
                .containsExactly(parts.stream()
                        .map(part -> new EntryName(new DocumentKey(eventType, part), "u" + part, EntryName.Kind.HOLD))
                        .toArray(EntryName[]::new));
        for (int part : parts) {
            assertThat(rebuilt.hold(eventType, new ReservationUid("u" + part))).isPresent();
            assertThat(stored().get(new DocumentKey(eventType, part)))
                    .extracting(CalendarDocument::holds, InstanceOfAssertFactories.list(Hold.class))
                    .singleElement()
                    .satisfies(hold -> assertThat(hold.uid().value()).isEqualTo("u" + part));
        }
    }

    // Derived data.

    @Test
    void a_hold_across_a_border_is_stored_twice_and_due_once() {
        ask("cal:a", reserve("u", "2050-09-05T03:30:00Z", 60));
        assertThat(InMemory.keys(documents)).hasSize(2);
        ReservationStore rebuilt = opened();
        assertThat(inOrder(rebuilt.due())).hasSize(1).isEqualTo(inOrder(store.due()));
        assertThat(holds(rebuilt)).isEqualTo(1).isEqualTo(holds(store));
        now = now.plus(SETTINGS.defaultHold());
        announceDue(1);
        assertThat(holds(store)).isZero();
        assertThat(holds(opened())).isZero();
        now = now.plus(SETTINGS.closedRetention());
        announceDue(1);
        assertThat(InMemory.keys(documents)).isEmpty();
        assertThat(inOrder(store.due())).isEmpty();
    }

    /** Kafka's iterators leave out what stands behind a block that they can't read, and say nothing. */
    @Test
    void holds_that_a_scan_leaves_out_are_a_failure_of_the_store() {
        var key = new EventTypeKey("cal:a");
        Window day = Window.of(START, Duration.ofHours(24));
        ask("cal:a", reserve("u", "2050-09-05T10:00:00Z", 60));
        ask("cal:a", reserve("v", "2050-09-05T03:30:00Z", 60));
        assertThat(store.holds(key, day)).hasSize(2);
        List<byte[]> keys = new ArrayList<>();
        StateStores.table(documents).forEach((entry, value) -> keys.add(entry));
        documents.delete(keys.get(keys.size() - 1));
        assertThatThrownBy(() -> store.holds(key, day))
                .isInstanceOf(StoreFailedException.class)
                .hasMessage("the store calendar-documents has 1 of 2 holds");
    }

    @Test
    void nothing_is_written_before_it_is_asked() {
        ask("cal:a", reserve("u", "2050-09-05T10:00:00Z", 60));
        var changes = new ReservationChanges(store);
        now = now.plus(SETTINGS.defaultHold());
        machine.announce(
                changes, ReservationStore.entryOf(store.due().iterator().next()), now, source());
        ReservationStore.EncodedReservations encoded = store.encode(changes);
        var key = new EventTypeKey("cal:a");
        assertThat(holds(store)).isEqualTo(1);
        assertThat(store.hold(key, new ReservationUid("u"))).isPresent();
        encoded.write();
        assertThat(holds(store)).isZero();
        assertThat(store.hold(key, new ReservationUid("u"))).isEmpty();
    }

    /** docs/spec/log-time.md: "index = what a scan would give"; the same for where holds stand. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void derived_data_is_what_a_scan_gives_after_any_requests(long seed) {
        var random = new Random(seed);
        ask(
                "1",
                "{'type':'define_event_type','length_minutes':45,'lengths_minutes':[15,45,150],'seats_per_time_slot':2}");
        ask("2", "{'type':'define_event_type','length_minutes':45,'lengths_minutes':[15,45,150]}");
        int accepted = 0;
        int most = 0;
        for (int step = 0; step < 600; step++) {
            now = now.plusMillis(random.nextInt(240_000));
            announceDue(random.nextInt(4));
            if (ask(List.of("1", "2", "cal:a").get(random.nextInt(3)), request(random, now))
                    .equals(Verdict.ACCEPTED)) {
                accepted++;
            }
            most = Math.max(most, inOrder(store.due()).size());
            assertThat(inOrder(store.due())).isEqualTo(scanned());
            if (step % 20 == 0) {
                ReservationStore rebuilt = opened();
                assertThat(inOrder(rebuilt.due())).isEqualTo(inOrder(store.due()));
                assertThat(holds(rebuilt)).isEqualTo(holds(store));
            }
        }
        assertThat(accepted).isGreaterThan(150);
        assertThat(most).isGreaterThan(5);
        now = now.plus(Duration.ofDays(60));
        announceDue(Integer.MAX_VALUE);
        assertThat(InMemory.keys(documents)).isEmpty();
        assertThat(InMemory.keys(bookingPlaces)).isEmpty();
        assertThat(holds(store)).isZero();
    }

    static String request(Random random, Instant now) {
        String uid = "u" + random.nextInt(25);
        String booking = "b" + random.nextInt(15);
        Instant start =
                now.truncatedTo(java.time.temporal.ChronoUnit.HOURS).plus(Duration.ofMinutes(15L * random.nextInt(40)));
        int minutes = new int[] {15, 45, 150}[random.nextInt(3)];
        String slot = ",'slot_start':'" + start + "','slot_duration_minutes':" + minutes;
        return switch (random.nextInt(9)) {
            case 0, 1, 2 ->
                "{'type':'reserve_slot','reservation_uid':'" + uid + "'" + slot + ",'reservation_duration_minutes':"
                        + (1 + random.nextInt(60)) + "}";
            case 3 ->
                "{'type':'update_reservation','reservation_uid':'" + uid + "'" + (random.nextBoolean() ? slot : "")
                        + ",'reservation_duration_minutes':" + (1 + random.nextInt(60)) + "}";
            case 4 -> "{'type':'release_reservation','reservation_uid':'" + uid + "'}";
            case 5 ->
                "{'type':'book_slot','booking_uid':'" + booking + "'"
                        + (random.nextBoolean() ? ",'reservation_uid':'" + uid + "'" : slot) + "}";
            case 6, 7 ->
                "{'type':'record_booking','booking_uid':'" + booking + "','start':'" + start + "','end':'"
                        + start.plus(Duration.ofMinutes(minutes)) + "','status':'"
                        + (random.nextBoolean() ? "accepted" : "cancelled") + "'}";
            default -> "{'type':'cancel_booking','booking_uid':'" + booking + "'}";
        };
    }
}
