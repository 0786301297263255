package io.slotkeeper.store.calendar;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.slotkeeper.logtime.Due;
import io.slotkeeper.logtime.OverflowInMemory;
import io.slotkeeper.request.RequestInfo;
import io.slotkeeper.request.Source;
import io.slotkeeper.reservation.ReservationMachine;
import io.slotkeeper.reservation.ReservationRequest;
import io.slotkeeper.reservation.ReservationSettings;
import io.slotkeeper.reservation.calendar.CalendarDocument;
import io.slotkeeper.reservation.calendar.EventTypeKey;
import io.slotkeeper.reservation.view.ReservationChanges;
import io.slotkeeper.store.KeyValueTable;
import io.slotkeeper.wire.ParsedRecord.ParsedRequest;
import io.slotkeeper.wire.RequestReaders;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** State that a former version stored in documents goes on as if each entry had had its own record all along. */
class FormerDocumentsTest {

    private static final ReservationMachine MACHINE = new ReservationMachine(new ReservationSettings(
            Duration.ofMinutes(5),
            Duration.ofHours(24),
            Duration.ofHours(48),
            Duration.ofMinutes(20),
            Duration.ofHours(2)));
    private static final List<String> KEYS = List.of("1", "2", "cal:a");

    /** The state of one version. */
    private static final class State {
        private final KeyValueTable entries;
        private final KeyValueTable eventTypes = KeyValueTable.inMemory();
        private final KeyValueTable bookingPlaces = KeyValueTable.inMemory();
        private final ReservationStore store;

        State() {
            this.entries = KeyValueTable.inMemory();
            this.store = opened();
        }

        /** What the former version had in the place of {@code now}. */
        State(State now) {
            this.entries = OldDocuments.table(StoredEntries.of(now.entries));
            now.eventTypes.forEach(eventTypes::put);
            now.bookingPlaces.forEach(bookingPlaces::put);
            this.store = opened();
        }

        private ReservationStore opened() {
            var opened = new ReservationStore(entries, eventTypes, bookingPlaces, OverflowInMemory::new, MACHINE);
            assertThat(opened.rebuild()).isZero();
            return opened;
        }

        /** The verdict and the events, and those of what is due before. */
        String ask(String key, String json, Instant now, long offset) {
            var source = new Source("reservation-requests", 0, offset);
            List<Object> said = new ArrayList<>();
            while (store.due().isDue(now)) {
                var announced = new ReservationChanges(store);
                MACHINE.announce(
                        announced,
                        ReservationStore.entryOf(store.due().iterator().next()),
                        now,
                        source);
                store.encode(announced).write();
                said.add(announced.events());
            }
            var request = (ParsedRequest<ReservationRequest>)
                    RequestReaders.reservations().read(json.replace('\'', '"').getBytes(UTF_8));
            var info = new RequestInfo(
                    request.requestId(),
                    request.requestedBy(),
                    request.anonymousParty(),
                    request.fingerprint(),
                    source);
            var decision = MACHINE.decide(store, new EventTypeKey(key), request.request(), info, now);
            store.encode(decision.changes()).write();
            said.add(decision.verdict());
            said.add(decision.changes().events());
            return said.toString();
        }

        List<String> content() {
            List<String> content = new ArrayList<>();
            StoredEntries.of(entries)
                    .forEach((part, document) -> lines(document).forEach(it -> content.add(part + it)));
            bookingPlaces.forEach((key, value) -> content.add(HexFormat.of().formatHex(key)));
            content.sort(null);
            return content;
        }

        private static Stream<String> lines(CalendarDocument document) {
            return Stream.of(document.holds(), document.bookings(), document.closed(), document.cancellations())
                    .flatMap(List::stream)
                    .map(Object::toString);
        }

        List<Due> deadlines() {
            List<Due> all = new ArrayList<>();
            store.due().iterator().forEachRemaining(all::add);
            return all;
        }

        long documents() {
            var count = new TreeSet<String>();
            entries.forEach((key, value) -> {
                if (EntryKey.isOfDocument(key, EntryKey.part(key).orElseThrow())) {
                    count.add(HexFormat.of().formatHex(key));
                }
            });
            return count.size();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void decisions_and_entries_are_the_same_and_documents_vanish_as_their_parts_change(long seed) {
        var random = new Random(seed);
        var now = new State();
        Instant at = Instant.parse("2050-09-05T00:00:00Z");
        long offset = 0;
        for (String key : KEYS.subList(0, 2)) {
            now.ask(
                    key,
                    "{'type':'define_event_type','length_minutes':45,'lengths_minutes':[15,45,150],"
                            + "'seats_per_time_slot':2}",
                    at,
                    offset++);
        }
        for (int step = 0; step < 150; step++) {
            at = at.plusMillis(random.nextInt(240_000));
            now.ask(KEYS.get(random.nextInt(3)), ReservationStoreTest.request(random, at), at, offset++);
        }

        var former = new State(now);
        assertThat(former.documents()).isGreaterThan(5);
        for (int step = 0; step < 250; step++) {
            assertThat(former.content()).isEqualTo(now.content());
            assertThat(former.deadlines()).isEqualTo(now.deadlines());
            at = at.plusMillis(random.nextInt(240_000));
            String key = KEYS.get(random.nextInt(3));
            String request = ReservationStoreTest.request(random, at);
            assertThat(former.ask(key, request, at, offset)).as(request).isEqualTo(now.ask(key, request, at, offset));
            offset++;
        }
        at = at.plus(Duration.ofDays(60));
        former.ask("cal:a", "{'type':'release_reservation','reservation_uid':'x'}", at, offset);
        assertThat(former.content()).isEmpty();
        assertThat(former.documents()).isZero();
    }
}
