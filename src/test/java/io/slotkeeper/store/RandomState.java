package io.slotkeeper.store;

import io.slotkeeper.conversation.Conversation;
import io.slotkeeper.conversation.ConversationId;
import io.slotkeeper.conversation.Ending;
import io.slotkeeper.conversation.Participant;
import io.slotkeeper.conversation.Period;
import io.slotkeeper.conversation.Selection;
import io.slotkeeper.conversation.SelectionMethod;
import io.slotkeeper.conversation.Slot;
import io.slotkeeper.request.Cause;
import io.slotkeeper.request.CauseType;
import io.slotkeeper.request.Fingerprint;
import io.slotkeeper.request.Party;
import io.slotkeeper.request.Principal;
import io.slotkeeper.request.RememberedRequests;
import io.slotkeeper.request.RequestId;
import io.slotkeeper.request.Source;
import io.slotkeeper.request.field.Limits;
import io.slotkeeper.reservation.calendar.Booking;
import io.slotkeeper.reservation.calendar.BookingStatus;
import io.slotkeeper.reservation.calendar.BookingUid;
import io.slotkeeper.reservation.calendar.ClosedMarker;
import io.slotkeeper.reservation.calendar.EarlyCancellation;
import io.slotkeeper.reservation.calendar.EventType;
import io.slotkeeper.reservation.calendar.Hold;
import io.slotkeeper.reservation.calendar.HoldCaps;
import io.slotkeeper.reservation.calendar.PartyHolds;
import io.slotkeeper.reservation.calendar.ReservationUid;
import io.slotkeeper.reservation.calendar.Schedule;
import io.slotkeeper.reservation.calendar.SlotRules;
import io.slotkeeper.reservation.calendar.Window;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Stored values, the same for the same seed. How much of what may be left out is there: everything, nothing, or as it
 * comes.
 */
final class RandomState {

    enum Presence {
        EVERYTHING,
        NOTHING,
        AS_IT_COMES
    }

    private static final long LAST_SECOND = 253_402_300_799L;

    private final Random random;
    private final Presence presence;

    RandomState(long seed, Presence presence) {
        this.random = new Random(seed);
        this.presence = presence;
    }

    private boolean present() {
        return switch (presence) {
            case EVERYTHING -> true;
            case NOTHING -> false;
            case AS_IT_COMES -> random.nextBoolean();
        };
    }

    private <T> Optional<T> maybe(Supplier<T> value) {
        return present() ? Optional.of(value.get()) : Optional.empty();
    }

    private <T> List<T> list(int max, Supplier<T> element) {
        List<T> list = new ArrayList<>();
        int size = switch (presence) {
            case EVERYTHING -> max;
            case NOTHING -> 0;
            case AS_IT_COMES -> random.nextInt(max + 1);
        };
        for (int i = 0; i < size; i++) {
            list.add(element.get());
        }
        return list;
    }

    private OptionalLong version() {
        return present() ? OptionalLong.of(random.nextLong(Long.MAX_VALUE)) : OptionalLong.empty();
    }

    private String id() {
        return random.ints(1 + random.nextInt(128), '!', '~' + 1)
                .mapToObj(c -> c == '/' ? "_" : Character.toString(c))
                .collect(java.util.stream.Collectors.joining());
    }

    /** Of all planes, with control characters. */
    private String text() {
        return random.ints(random.nextInt(256), 0, Character.MAX_CODE_POINT + 1)
                .filter(c -> c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private Instant second() {
        return Instant.ofEpochSecond(random.nextLong(LAST_SECOND));
    }

    private Instant millisecond() {
        return second().plusMillis(random.nextInt(1_000));
    }

    private Duration minutes() {
        return Duration.ofMinutes(1 + random.nextInt(1_440));
    }

    private Fingerprint fingerprint() {
        return new Fingerprint(random.nextLong(), random.nextLong(), random.nextLong(), random.nextLong());
    }

    private RequestId requestId() {
        String id = id();
        return new RequestId(id.substring(0, Math.min(id.length(), Limits.MAX_REQUEST_ID_LENGTH)));
    }

    private Principal principal() {
        return new Principal(id());
    }

    private RememberedRequests remembered() {
        return new RememberedRequests(
                list(Limits.MAX_REMEMBERED_REQUESTS, () -> new RememberedRequests.Applied(requestId(), fingerprint())));
    }

    private <T> T oneOf(T[] values) {
        return values[random.nextInt(values.length)];
    }

    private Cause cause(String topic) {
        return new Cause(
                oneOf(CauseType.values()),
                maybe(this::requestId),
                new Source(topic, random.nextInt(1_000), random.nextLong(Long.MAX_VALUE)));
    }

    private Slot slot(Duration length) {
        Instant start = second();
        return new Slot(start, start.plus(length));
    }

    Conversation conversation() {
        Duration length = minutes();
        List<Participant> participants = list(20, () -> participant(length));
        return new Conversation(
                new ConversationId(id()),
                participants,
                text(),
                maybe(this::text),
                maybe(this::text),
                length,
                maybe(this::minutes),
                list(100, this::period),
                maybe(this::minutes),
                maybe(() -> ending(length)),
                fingerprint(),
                millisecond(),
                millisecond(),
                1 + random.nextLong(Long.MAX_VALUE - 1),
                cause("selection-requests"));
    }

    private Participant participant(Duration length) {
        return new Participant(
                maybe(this::id),
                maybe(this::id),
                maybe(this::text),
                maybe(this::text),
                maybe(random::nextBoolean),
                oneOf(SelectionMethod.values()),
                maybe(() -> new Selection(slot(length), millisecond())),
                remembered());
    }

    private Period period() {
        Instant start = second();
        return new Period(start, start.plusSeconds(1 + random.nextInt(1_000_000)));
    }

    private Ending ending(Duration length) {
        return switch (random.nextInt(3)) {
            case 0 -> new Ending.Completed(slot(length), millisecond());
            case 1 -> new Ending.Cancelled(maybe(this::text), millisecond());
            default -> new Ending.Expired(millisecond());
        };
    }

    private Window window() {
        return Window.of(millisecond(), Duration.ofMillis(1 + random.nextInt(100_000_000)));
    }

    Hold hold() {
        return new Hold(
                new ReservationUid(id()),
                window(),
                minutes(),
                millisecond(),
                maybe(this::principal),
                fingerprint(),
                millisecond(),
                millisecond(),
                1 + random.nextLong(Long.MAX_VALUE - 1),
                cause("reservation-requests"),
                remembered(),
                maybe(this::millisecond),
                maybe(() -> new Party(text())));
    }

    Booking booking() {
        return new Booking(
                new BookingUid(id()),
                window(),
                oneOf(BookingStatus.values()),
                1 + random.nextInt(1_000),
                version(),
                fingerprint(),
                millisecond());
    }

    EarlyCancellation cancellation() {
        return new EarlyCancellation(new BookingUid(id()), random.nextLong(Long.MAX_VALUE), millisecond());
    }

    ClosedMarker marker() {
        return new ClosedMarker(new ReservationUid(id()), window(), millisecond());
    }

    EventType eventType() {
        return new EventType(
                maybe(this::text),
                minutes(),
                list(20, this::minutes),
                limit(),
                maybe(this::principal),
                list(100, this::principal),
                maybe(() -> new Schedule(text(), list(100, this::rule))),
                new HoldCaps(limit(), limit(), maybe(this::minutes)),
                new SlotRules(
                        maybe(this::minutes).orElse(Duration.ZERO),
                        maybe(this::minutes).orElse(Duration.ZERO),
                        maybe(this::minutes)),
                version(),
                random.nextBoolean());
    }

    private OptionalInt limit() {
        return present() ? OptionalInt.of(1 + random.nextInt(1_000)) : OptionalInt.empty();
    }

    PartyHolds partyHolds() {
        return new PartyHolds(list(30, () -> new PartyHolds.Entry(new ReservationUid(id()), millisecond())));
    }

    private Schedule.OpeningRule rule() {
        int start = random.nextInt(1_440);
        return new Schedule.OpeningRule(
                Set.copyOf(list(7, () -> oneOf(DayOfWeek.values()))), start, start + 1 + random.nextInt(1_440 - start));
    }

    int part() {
        return random.nextInt(10_000_000);
    }

    Meta meta() {
        var settings = new TreeMap<String, String>();
        list(7, this::id).forEach(name -> settings.put(name, minutes().toString()));
        return new Meta(1, 1 + random.nextInt(100), settings);
    }
}
