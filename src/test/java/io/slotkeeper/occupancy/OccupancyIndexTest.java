package io.slotkeeper.occupancy;

import static org.assertj.core.api.Assertions.assertThat;

import io.slotkeeper.request.Cause;
import io.slotkeeper.request.CauseType;
import io.slotkeeper.request.Fingerprint;
import io.slotkeeper.request.RememberedRequests;
import io.slotkeeper.request.Source;
import io.slotkeeper.reservation.calendar.Booking;
import io.slotkeeper.reservation.calendar.BookingStatus;
import io.slotkeeper.reservation.calendar.BookingUid;
import io.slotkeeper.reservation.calendar.DocumentKey;
import io.slotkeeper.reservation.calendar.EventTypeKey;
import io.slotkeeper.reservation.calendar.Hold;
import io.slotkeeper.reservation.calendar.ReservationUid;
import io.slotkeeper.reservation.calendar.Window;
import io.slotkeeper.reservation.view.Claim;
import io.slotkeeper.reservation.view.WindowState;
import io.slotkeeper.reservation.view.WindowUse;
import io.slotkeeper.testing.RandomHistories;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is derived from entries says the same as a look at each of them. */
class OccupancyIndexTest {

    private static final Instant T = Instant.parse("2050-09-05T11:00:00Z");
    private static final List<EventTypeKey> TYPES = List.of(new EventTypeKey("1"), new EventTypeKey("cal:a"));
    private static final Fingerprint CONTENT = new Fingerprint(1, 2, 3, 4);

    /** Within a part, across a border, of a day, of a month, and so long that they are stored in wide parts. */
    private static final List<Duration> LENGTHS = List.of(
            Duration.ofMinutes(30),
            Duration.ofMinutes(30),
            Duration.ofMinutes(90),
            Duration.ofHours(24),
            Duration.ofDays(31),
            Duration.ofDays(200));

    private static final List<Duration> GAPS =
            List.of(Duration.ofMinutes(10), Duration.ofMinutes(30), Duration.ofHours(8));

    /** An entry that is added or, if it is there, removed. */
    private record Step(EventTypeKey type, Optional<Hold> hold, Optional<Booking> booking) {}

    private static Hold hold(String uid, Window window, Instant until) {
        return new Hold(
                new ReservationUid(uid),
                window,
                Duration.ofMinutes(5),
                until,
                Optional.empty(),
                CONTENT,
                T,
                T,
                1,
                new Cause(CauseType.RESERVE_SLOT, Optional.empty(), new Source("reservation-requests", 0, 1)),
                RememberedRequests.NONE,
                Optional.empty(),
                Optional.empty());
    }

    private static List<Step> steps(RandomGenerator random) {
        return Stream.generate(() -> step(random)).limit(120).toList();
    }

    private static Step step(RandomGenerator random) {
        EventTypeKey type = TYPES.get(random.nextInt(TYPES.size()));
        Instant start = T.plus(Duration.ofMinutes(30L * random.nextInt(8)));
        boolean booking = random.nextInt(4) == 0;
        Window window = Window.of(start, LENGTHS.get(random.nextInt(booking ? 6 : 4)));
        if (booking) {
            return new Step(
                    type,
                    Optional.empty(),
                    Optional.of(new Booking(
                            new BookingUid("b" + random.nextInt(10)),
                            window,
                            BookingStatus.ACCEPTED,
                            1 + random.nextInt(3),
                            OptionalLong.empty(),
                            CONTENT,
                            T)));
        }
        Instant until = T.plusSeconds(random.nextInt(6));
        return new Step(type, Optional.of(hold("h" + random.nextInt(40), window, until)), Optional.empty());
    }

    @Test
    void it_says_what_a_list_of_all_entries_says() {
        RandomHistories.of(150, OccupancyIndexTest::steps, OccupancyIndexTest::compareWithList)
                .run();
    }

    private static void compareWithList(List<Step> steps) {
        var index = new OccupancyIndex();
        List<Step> there = new ArrayList<>();
        for (Step step : steps) {
            EventTypeName name = EventTypeName.of(step.type());
            if (there.remove(step)) {
                step.hold().ifPresent(hold -> index.remove(name, hold));
                step.booking().ifPresent(booking -> index.remove(name, booking));
            } else {
                there.add(step);
                step.hold().ifPresent(hold -> index.add(name, hold));
                step.booking().ifPresent(booking -> index.add(name, booking));
            }
            assertThat(index.size()).isEqualTo(there.size());
            Window window = step.hold()
                    .map(Hold::window)
                    .or(() -> step.booking().map(Booking::window))
                    .orElseThrow();
            for (int second = -1; second < 6; second += 2) {
                Instant now = T.plusSeconds(second);
                for (Duration gap : List.of(Duration.ZERO, GAPS.get(there.size() % GAPS.size()))) {
                    var claim = new Claim(window, gap);
                    assertThat(index.window(name, claim, Optional.empty(), now))
                            .isEqualTo(state(there, step.type(), claim, Optional.empty(), now));
                    Optional<Hold> own = step.hold().filter(hold -> there.contains(step) && hold.isLive(now));
                    assertThat(index.window(name, claim, own, now))
                            .isEqualTo(state(there, step.type(), claim, own, now));
                }
            }
            assertThat(index.holds(name, window)).isEqualTo((int) there.stream()
                    .filter(it -> it.type().equals(step.type()))
                    .flatMap(it -> it.hold().stream())
                    .filter(hold -> hold.window().overlaps(window))
                    .count());
            step.hold()
                    .ifPresent(hold -> assertThat(parts(index, step.type(), hold))
                            .containsExactlyInAnyOrderElementsOf(parts(there, step.type(), hold)));
        }
        for (Step step : List.copyOf(there)) {
            step.hold().ifPresent(hold -> index.remove(EventTypeName.of(step.type()), hold));
            step.booking().ifPresent(booking -> index.remove(EventTypeName.of(step.type()), booking));
        }
        assertThat(index.size()).isZero();
    }

    /** More than there are in a page, or in the first buckets; rows that were freed are taken again. */
    @Test
    void it_says_the_same_of_thousands_while_it_grows_and_shrinks() {
        EventTypeKey type = TYPES.get(0);
        EventTypeName name = EventTypeName.of(type);
        List<Hold> holds = IntStream.range(0, 6_000)
                .mapToObj(i -> hold("h" + i, Window.of(T.plus(Duration.ofHours(i / 2)), Duration.ofHours(1)), T))
                .toList();
        var index = new OccupancyIndex();
        for (int round = 0; round < 2; round++) {
            holds.forEach(hold -> index.add(name, hold));
            holds.forEach(hold -> assertThat(parts(index, type, hold)).hasSize(1));
            assertThat(index.window(
                                    name,
                                    new Claim(holds.get(0).window(), Duration.ZERO),
                                    Optional.empty(),
                                    T.minusSeconds(1))
                            .use()
                            .holds())
                    .isEqualTo(2);
            for (int i = 0; i < holds.size(); i += 2) {
                index.remove(name, holds.get(i));
            }
            assertThat(index.size()).isEqualTo(holds.size() / 2);
            for (int i = 0; i < holds.size(); i++) {
                assertThat(parts(index, type, holds.get(i))).hasSize(i % 2);
            }
            for (int i = 1; i < holds.size(); i += 2) {
                index.remove(name, holds.get(i));
            }
            assertThat(index.size()).isZero();
        }
    }

    private static List<Integer> parts(OccupancyIndex index, EventTypeKey type, Hold hold) {
        List<Integer> parts = new ArrayList<>();
        index.findHold(EventTypeName.of(type), hold.uid(), part -> !parts.add(part));
        return parts;
    }

    private static List<Integer> parts(List<Step> there, EventTypeKey type, Hold hold) {
        return there.stream()
                .filter(it -> it.type().equals(type))
                .flatMap(it -> it.hold().stream())
                .filter(it -> it.uid().equals(hold.uid()))
                .map(it -> DocumentKey.firstOf(type, it.window()).part())
                .toList();
    }

    private static WindowState state(
            List<Step> there, EventTypeKey type, Claim claim, Optional<Hold> own, Instant now) {
        Window window = claim.window();
        List<Hold> holds = new ArrayList<>();
        List<Booking> bookings = new ArrayList<>();
        for (Step step : there) {
            if (step.type().equals(type)) {
                step.hold()
                        .filter(it -> it.isLive(now) && it.window().overlaps(claim.reach()))
                        .ifPresent(holds::add);
                step.booking().filter(it -> it.window().overlaps(claim.reach())).ifPresent(bookings::add);
            }
        }
        own.ifPresent(holds::remove);
        long same = holds.stream().filter(it -> it.window().equals(window)).count();
        List<Booking> ofWindow =
                bookings.stream().filter(it -> it.window().equals(window)).toList();
        return new WindowState(
                new WindowUse(
                        ofWindow.stream().mapToLong(Booking::attendees).sum(),
                        bookings.size() - ofWindow.size(),
                        same,
                        holds.size() - same),
                holds.stream().map(Hold::until).max(Instant::compareTo),
                false);
    }

    /** docs/reference/sizing.md. A hold alone in its window takes a row of each table. */
    @Test
    void tens_of_thousands_of_holds_come_and_go_in_the_same_rows() {
        var index = new OccupancyIndex();
        EventTypeName name = EventTypeName.of(TYPES.get(0));
        for (int round = 0; round < 3; round++) {
            List<Hold> holds = new ArrayList<>();
            for (int i = 0; i < 20_000; i++) {
                Window window = Window.of(T.plus(Duration.ofMinutes(30L * (i / 2))), Duration.ofMinutes(30));
                holds.add(hold("u" + i, window, T.plusSeconds(i % 7)));
                index.add(name, holds.get(i));
            }
            assertThat(index.size()).isEqualTo(20_000);
            holds.forEach(hold -> index.remove(name, hold));
            assertThat(index.size()).isZero();
        }
    }
}
