package io.slotkeeper.wire;

import io.slotkeeper.BookedSlot;
import io.slotkeeper.Cause;
import io.slotkeeper.ChosenSlot;
import io.slotkeeper.ConversationSnapshot;
import io.slotkeeper.Duration;
import io.slotkeeper.FieldError;
import io.slotkeeper.Participant;
import io.slotkeeper.ParticipantSlots;
import io.slotkeeper.Period;
import io.slotkeeper.RequestOutcome;
import io.slotkeeper.ReservationSnapshot;
import io.slotkeeper.SelectedSlot;
import io.slotkeeper.Source;
import io.slotkeeper.conversation.Conversation;
import io.slotkeeper.conversation.Ending;
import io.slotkeeper.request.FieldErrors;
import io.slotkeeper.request.Principal;
import io.slotkeeper.request.Refusal;
import io.slotkeeper.request.RequestId;
import io.slotkeeper.request.Verdict;
import io.slotkeeper.reservation.calendar.Booking;
import io.slotkeeper.reservation.calendar.BookingUid;
import io.slotkeeper.reservation.calendar.Hold;
import io.slotkeeper.reservation.view.ReservationEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import org.apache.avro.data.TimeConversions.TimestampMillisConversion;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecordBase;
import org.jspecify.annotations.Nullable;

/** Outputs as Avro itself writes them, from objects of the generated classes: what {@link AvroFormat} has to equal. */
final class GeneratedClassesFormat implements OutputFormat {

    private final BinaryMessageEncoder<ConversationSnapshot> conversations =
            encoder(ConversationSnapshot.getClassSchema());
    private final BinaryMessageEncoder<ReservationSnapshot> reservations =
            encoder(ReservationSnapshot.getClassSchema());
    private final BinaryMessageEncoder<RequestOutcome> outcomes = encoder(RequestOutcome.getClassSchema());
    private final BinaryMessageEncoder<io.slotkeeper.RefusedRecord> refusedRecords =
            encoder(io.slotkeeper.RefusedRecord.getClassSchema());

    private static <T extends SpecificRecordBase> BinaryMessageEncoder<T> encoder(org.apache.avro.Schema schema) {
        var model = new SpecificData(GeneratedClassesFormat.class.getClassLoader());
        model.addLogicalTypeConversion(new TimestampMillisConversion());
        model.setCustomCoders(true);
        return new BinaryMessageEncoder<>(model, schema);
    }

    @Override
    public byte[] conversation(Conversation conversation) {
        return encode(conversations, toAvro(conversation));
    }

    @Override
    public byte[] reservation(ReservationEvent.Snapshot reservation) {
        return encode(reservations, toAvro(reservation));
    }

    @Override
    public byte[] outcome(Outcome outcome) {
        return encode(outcomes, toAvro(outcome));
    }

    @Override
    public byte[] refused(RefusedRecord refused) {
        return encode(
                refusedRecords,
                new io.slotkeeper.RefusedRecord(
                        refused.code().text(),
                        refused.source().topic(),
                        refused.source().partition(),
                        refused.source().offset(),
                        refused.valueLength(),
                        refused.valueSha256(),
                        refused.at()));
    }

    private static <T extends SpecificRecordBase> byte[] encode(BinaryMessageEncoder<T> encoder, T value) {
        try {
            return encoder.encode(value).array();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ConversationSnapshot toAvro(Conversation conversation) {
        return new ConversationSnapshot(
                conversation.id().value(),
                conversation.participants().stream()
                        .map(participant -> toAvro(conversation, participant))
                        .toList(),
                conversation.tzid(),
                orNull(conversation.subject()),
                orNull(conversation.event()),
                minutes(conversation.requiredDuration()),
                orNull(conversation.startInterval().map(GeneratedClassesFormat::minutes)),
                conversation.availablePeriods().stream()
                        .map(period -> new Period(period.start(), period.end()))
                        .toList(),
                orNull(conversation.selectionExpiresAfter().map(GeneratedClassesFormat::minutes)),
                orNull(conversation.chosenSlot().map(slot -> new ChosenSlot(slot.id(), slot.start(), slot.end()))),
                OutputNames.of(conversation.status()),
                orNull(conversation.ending().flatMap(Ending::cancelReason)),
                conversation.createdAt(),
                conversation.revision(),
                conversation.updatedAt(),
                toAvro(conversation.cause()));
    }

    private static Participant toAvro(Conversation conversation, io.slotkeeper.conversation.Participant participant) {
        Conversation.ParticipantStatus status = conversation.statusOf(participant);
        Optional<List<SelectedSlot>> selected = conversation
                .selectedBy(participant)
                .map(slot -> List.of(new SelectedSlot(
                        slot.id(), slot.start(), slot.end(), orNull(conversation.earlyExpiryOf(participant)))));
        return new Participant(
                orNull(participant.participantId()),
                orNull(participant.sub()),
                orNull(participant.email()),
                orNull(participant.commonName()),
                orNull(participant.managedAvailability()),
                new ParticipantSlots(participant.method().text(), orNull(selected)),
                OutputNames.of(status),
                OutputNames.possibleActions(status));
    }

    private static Duration minutes(java.time.Duration duration) {
        return new Duration(duration.toMinutes());
    }

    private static ReservationSnapshot toAvro(ReservationEvent.Snapshot snapshot) {
        Hold hold = snapshot.hold();
        return new ReservationSnapshot(
                hold.uid().value(),
                snapshot.eventType().value(),
                hold.window().start(),
                hold.window().end(),
                hold.duration().toMinutes(),
                hold.until(),
                orNull(hold.requestedBy().map(Principal::value)),
                snapshot.status().text(),
                orNull(snapshot.booking().map(BookingUid::value)),
                hold.createdAt(),
                hold.revision(),
                hold.updatedAt(),
                toAvro(hold.cause()));
    }

    private static RequestOutcome toAvro(Outcome outcome) {
        Verdict verdict = outcome.verdict();
        Optional<Refusal> refusal =
                verdict instanceof Verdict.Refused refused ? Optional.of(refused.refusal()) : Optional.empty();
        return new RequestOutcome(
                outcome.requestId(),
                outcome.requestType(),
                outcome.key(),
                new Source(
                        outcome.source().topic(),
                        outcome.source().partition(),
                        outcome.source().offset()),
                OutputNames.status(verdict),
                orNull(OutputNames.code(verdict)),
                orNull(refusal.map(Refusal::message)),
                orNull(refusal.map(Refusal::errors).map(GeneratedClassesFormat::toAvro)),
                outcome.revision().isPresent() ? outcome.revision().getAsLong() : null,
                outcome.at(),
                orNull(outcome.subject().map(GeneratedClassesFormat::toAvro)),
                orNull(outcome.booking().map(GeneratedClassesFormat::toAvro)),
                orNull(refusal.flatMap(Refusal::availableAt)),
                outcome.dryRun() ? true : null);
    }

    private static List<io.slotkeeper.FieldErrors> toAvro(List<FieldErrors.FieldError> errors) {
        return FieldErrors.byPath(errors).entrySet().stream()
                .map(path -> new io.slotkeeper.FieldErrors(
                        path.getKey(),
                        path.getValue().stream()
                                .map(error -> new FieldError(error.code().key(), error.description()))
                                .toList()))
                .toList();
    }

    private static Object toAvro(Outcome.Subject subject) {
        return subject instanceof Outcome.Subject.OfConversation of
                ? toAvro(of.conversation())
                : toAvro(((Outcome.Subject.OfReservation) subject).reservation());
    }

    private static BookedSlot toAvro(Booking booking) {
        return new BookedSlot(
                booking.uid().value(),
                booking.window().start(),
                booking.window().end());
    }

    private static Cause toAvro(io.slotkeeper.request.Cause cause) {
        return new Cause(
                cause.type().text(),
                orNull(cause.requestId().map(RequestId::value)),
                cause.source().topic(),
                cause.source().partition(),
                cause.source().offset());
    }

    private static <T> @Nullable T orNull(Optional<T> value) {
        return value.orElse(null);
    }
}
