package io.slotkeeper.wire;

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
import io.slotkeeper.request.Code;
import io.slotkeeper.request.FieldErrors.FieldError;
import io.slotkeeper.request.Fingerprint;
import io.slotkeeper.request.Principal;
import io.slotkeeper.request.Refusal;
import io.slotkeeper.request.RememberedRequests;
import io.slotkeeper.request.RequestId;
import io.slotkeeper.request.Source;
import io.slotkeeper.request.Verdict;
import io.slotkeeper.reservation.calendar.Booking;
import io.slotkeeper.reservation.calendar.BookingStatus;
import io.slotkeeper.reservation.calendar.BookingUid;
import io.slotkeeper.reservation.calendar.EventTypeKey;
import io.slotkeeper.reservation.calendar.Hold;
import io.slotkeeper.reservation.calendar.ReservationStatus;
import io.slotkeeper.reservation.calendar.ReservationUid;
import io.slotkeeper.reservation.calendar.Window;
import io.slotkeeper.reservation.view.ReservationEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * What is written, the same for the same seed: each field that may be left out is there in half of the values, numbers are of
 * every length, texts of all planes and with halves of surrogate pairs, which a message may quote.
 */
final class RandomOutputs {

    private static final Fingerprint FINGERPRINT = new Fingerprint(1, 2, 3, 4);

    private final Random random;

    RandomOutputs(long seed) {
        random = new Random(seed);
    }

    private <T> Optional<T> maybe(Supplier<T> value) {
        return random.nextBoolean() ? Optional.of(value.get()) : Optional.empty();
    }

    private <T> List<T> list(int max, Supplier<T> element) {
        return Stream.generate(element).limit(random.nextInt(max + 1)).toList();
    }

    private <T> T oneOf(T[] values) {
        return values[random.nextInt(values.length)];
    }

    private long number() {
        return random.nextLong() >> random.nextInt(Long.SIZE);
    }

    private int smallNumber() {
        return random.nextInt() >> random.nextInt(Integer.SIZE);
    }

    private String id() {
        return random.ints(1 + random.nextInt(64), '0', '9' + 1)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private String text() {
        int highest = random.nextBoolean() ? 0x7f : Character.MAX_CODE_POINT;
        return random.ints(random.nextInt(random.nextBoolean() ? 10 : 300), 0, highest + 1)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private Instant instant() {
        return Instant.ofEpochMilli(number() >> 10);
    }

    private Duration minutes() {
        return Duration.ofMinutes(random.nextInt(100_000));
    }

    private Source source() {
        return new Source(text(), smallNumber(), number());
    }

    private Cause cause() {
        return new Cause(oneOf(CauseType.values()), maybe(() -> new RequestId(id())), source());
    }

    private Slot slot() {
        Instant start = instant();
        return new Slot(start, start.plus(minutes()));
    }

    Conversation conversation() {
        return new Conversation(
                new ConversationId(id()),
                list(5, this::participant),
                text(),
                maybe(this::text),
                maybe(this::text),
                minutes(),
                maybe(this::minutes),
                list(5, this::period),
                maybe(this::minutes),
                maybe(this::ending),
                FINGERPRINT,
                instant(),
                instant(),
                number(),
                cause());
    }

    private Period period() {
        Instant start = instant();
        return new Period(start, start.plusMillis(1 + random.nextInt(100_000_000)));
    }

    private Participant participant() {
        return new Participant(
                maybe(this::text),
                maybe(this::text),
                maybe(this::text),
                maybe(this::text),
                maybe(random::nextBoolean),
                oneOf(SelectionMethod.values()),
                maybe(() -> new Selection(slot(), instant())),
                RememberedRequests.NONE);
    }

    private Ending ending() {
        return switch (random.nextInt(3)) {
            case 0 -> new Ending.Completed(slot(), instant());
            case 1 -> new Ending.Cancelled(maybe(this::text), instant());
            default -> new Ending.Expired(instant());
        };
    }

    private Window window() {
        return Window.of(instant(), Duration.ofMillis(1 + random.nextInt(100_000_000)));
    }

    ReservationEvent.Snapshot reservation() {
        var hold = new Hold(
                new ReservationUid(id()),
                window(),
                minutes(),
                instant(),
                maybe(() -> new Principal(id())),
                FINGERPRINT,
                instant(),
                instant(),
                number(),
                cause(),
                RememberedRequests.NONE,
                Optional.empty(),
                Optional.empty());
        return new ReservationEvent.Snapshot(
                new EventTypeKey(Integer.toString(random.nextInt(1_000_000))),
                hold,
                oneOf(ReservationStatus.values()),
                maybe(() -> new BookingUid(id())));
    }

    Outcome outcome() {
        return new Outcome(
                text(),
                text(),
                text(),
                source(),
                verdict(),
                random.nextBoolean() ? OptionalLong.of(number()) : OptionalLong.empty(),
                instant(),
                maybe(this::subject),
                maybe(this::booking),
                random.nextBoolean());
    }

    private Verdict verdict() {
        return switch (random.nextInt(4)) {
            case 0 -> Verdict.ACCEPTED;
            case 1 -> Verdict.REPEATED;
            default -> Verdict.refused(refusal());
        };
    }

    private Refusal refusal() {
        String[] paths = {"a", "b", text()};
        List<FieldError> errors = Stream.concat(Stream.of(error(text())), list(6, () -> error(oneOf(paths))).stream())
                .toList();
        return new Refusal(oneOf(Code.values()), text(), errors, maybe(this::instant));
    }

    private FieldError error(String path) {
        return new FieldError(path, oneOf(Code.values()), Optional.empty(), random.nextBoolean() ? "same" : text());
    }

    private Outcome.Subject subject() {
        return random.nextBoolean()
                ? new Outcome.Subject.OfConversation(conversation())
                : new Outcome.Subject.OfReservation(reservation());
    }

    private Booking booking() {
        return new Booking(
                new BookingUid(id()),
                window(),
                BookingStatus.ACCEPTED,
                1,
                OptionalLong.empty(),
                FINGERPRINT,
                instant());
    }

    RefusedRecord refused() {
        return new RefusedRecord(oneOf(RefusedCode.values()), source(), smallNumber(), text(), instant());
    }
}
