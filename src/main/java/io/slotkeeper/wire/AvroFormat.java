package io.slotkeeper.wire;

import io.slotkeeper.conversation.Conversation;
import io.slotkeeper.conversation.Conversation.ParticipantStatus;
import io.slotkeeper.conversation.Ending;
import io.slotkeeper.conversation.Participant;
import io.slotkeeper.conversation.Period;
import io.slotkeeper.conversation.Slot;
import io.slotkeeper.request.Cause;
import io.slotkeeper.request.FieldErrors;
import io.slotkeeper.request.FieldErrors.FieldError;
import io.slotkeeper.request.Principal;
import io.slotkeeper.request.Refusal;
import io.slotkeeper.request.RequestId;
import io.slotkeeper.request.Source;
import io.slotkeeper.request.Verdict;
import io.slotkeeper.reservation.calendar.Booking;
import io.slotkeeper.reservation.calendar.BookingUid;
import io.slotkeeper.reservation.calendar.Hold;
import io.slotkeeper.reservation.view.ReservationEvent;
import io.slotkeeper.wire.Outcome.Subject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Outputs in Avro's single-object encoding. Which fields there are, and what they hold, is decided here for both formats;
 * what JSON writes differently the schemas say (see {@link AvroReader}).
 *
 * <p>Each record of {@code schemas/outputs} is one method, with the fields in the schema's order. Avro's own writer goes
 * through objects of the generated classes by reflection, because of their instants: that took four times as long. A test
 * compares what both write.
 */
public final class AvroFormat implements OutputFormat {

    private static final byte[] CONVERSATION = AvroWriter.header(io.slotkeeper.ConversationSnapshot.getClassSchema());
    private static final byte[] RESERVATION = AvroWriter.header(io.slotkeeper.ReservationSnapshot.getClassSchema());
    private static final byte[] OUTCOME = AvroWriter.header(io.slotkeeper.RequestOutcome.getClassSchema());
    private static final byte[] REFUSED = AvroWriter.header(io.slotkeeper.RefusedRecord.getClassSchema());

    /** Places in the union that a snapshot in an outcome is. */
    private static final int NO_SNAPSHOT = 0;

    private static final int CONVERSATION_SNAPSHOT = 1;
    private static final int RESERVATION_SNAPSHOT = 2;

    @Override
    public byte[] conversation(Conversation conversation) {
        var out = new AvroWriter(CONVERSATION);
        write(out, conversation);
        return out.toBytes();
    }

    @Override
    public byte[] reservation(ReservationEvent.Snapshot reservation) {
        var out = new AvroWriter(RESERVATION);
        write(out, reservation);
        return out.toBytes();
    }

    @Override
    public byte[] outcome(Outcome outcome) {
        var out = new AvroWriter(OUTCOME);
        write(out, outcome);
        return out.toBytes();
    }

    @Override
    public byte[] refused(RefusedRecord refused) {
        var out = new AvroWriter(REFUSED);
        out.text(refused.code().text());
        write(out, refused.source());
        out.number(refused.valueLength()).text(refused.valueSha256()).instant(refused.at());
        return out.toBytes();
    }

    private static void write(AvroWriter out, Conversation conversation) {
        out.text(conversation.id().value())
                .array(
                        conversation.participants(),
                        (to, participant) -> writeParticipant(to, conversation, participant))
                .text(conversation.tzid())
                .optional(conversation.subject(), AvroWriter::text)
                .optional(conversation.event(), AvroWriter::text);
        writeMinutes(out, conversation.requiredDuration());
        out.optional(conversation.startInterval(), AvroFormat::writeMinutes)
                .array(conversation.availablePeriods(), AvroFormat::write)
                .optional(conversation.selectionExpiresAfter(), AvroFormat::writeMinutes)
                .optional(conversation.chosenSlot(), AvroFormat::write)
                .text(OutputNames.of(conversation.status()))
                .optional(conversation.ending().flatMap(Ending::cancelReason), AvroWriter::text)
                .instant(conversation.createdAt())
                .number(conversation.revision())
                .instant(conversation.updatedAt());
        write(out, conversation.cause());
    }

    private static void writeParticipant(AvroWriter out, Conversation conversation, Participant participant) {
        ParticipantStatus status = conversation.statusOf(participant);
        out.optional(participant.participantId(), AvroWriter::text)
                .optional(participant.sub(), AvroWriter::text)
                .optional(participant.email(), AvroWriter::text)
                .optional(participant.commonName(), AvroWriter::text)
                .optional(participant.managedAvailability(), AvroWriter::flag);
        writeSlots(out, conversation, participant);
        out.text(OutputNames.of(status)).array(OutputNames.possibleActions(status), AvroWriter::text);
    }

    private static void writeSlots(AvroWriter out, Conversation conversation, Participant participant) {
        out.text(participant.method().text())
                .optional(
                        conversation.selectedBy(participant).map(List::of),
                        (to, selected) -> to.array(selected, (element, slot) -> {
                            write(element, slot);
                            element.optional(conversation.earlyExpiryOf(participant), AvroWriter::instant);
                        }));
    }

    private static void write(AvroWriter out, Slot slot) {
        out.text(slot.id()).instant(slot.start()).instant(slot.end());
    }

    private static void write(AvroWriter out, Period period) {
        out.instant(period.start()).instant(period.end());
    }

    private static void writeMinutes(AvroWriter out, Duration duration) {
        out.number(duration.toMinutes());
    }

    private static void write(AvroWriter out, ReservationEvent.Snapshot snapshot) {
        Hold hold = snapshot.hold();
        out.text(hold.uid().value())
                .text(snapshot.eventType().value())
                .instant(hold.window().start())
                .instant(hold.window().end())
                .number(hold.duration().toMinutes())
                .instant(hold.until())
                .optional(hold.requestedBy().map(Principal::value), AvroWriter::text)
                .text(snapshot.status().text())
                .optional(snapshot.booking().map(BookingUid::value), AvroWriter::text)
                .instant(hold.createdAt())
                .number(hold.revision())
                .instant(hold.updatedAt());
        write(out, hold.cause());
    }

    private static void write(AvroWriter out, Outcome outcome) {
        Verdict verdict = outcome.verdict();
        Optional<Refusal> refusal =
                verdict instanceof Verdict.Refused refused ? Optional.of(refused.refusal()) : Optional.empty();
        out.text(outcome.requestId()).text(outcome.requestType()).text(outcome.key());
        write(out, outcome.source());
        out.text(OutputNames.status(verdict))
                .optional(OutputNames.code(verdict), AvroWriter::text)
                .optional(refusal.map(Refusal::message), AvroWriter::text)
                .optional(refusal.map(Refusal::errors), AvroFormat::writeErrors);
        if (outcome.revision().isPresent()) {
            out.branch(1).number(outcome.revision().getAsLong());
        } else {
            out.branch(0);
        }
        out.instant(outcome.at());
        writeSnapshot(out, outcome.subject());
        out.optional(outcome.booking(), AvroFormat::write)
                .optional(refusal.flatMap(Refusal::availableAt), AvroWriter::instant)
                .optional(outcome.dryRun() ? Optional.of(true) : Optional.empty(), AvroWriter::flag);
    }

    private static void writeErrors(AvroWriter out, List<FieldError> errors) {
        out.array(
                FieldErrors.byPath(errors).entrySet(),
                (to, path) -> to.text(path.getKey()).array(path.getValue(), AvroFormat::write));
    }

    private static void write(AvroWriter out, FieldError error) {
        out.text(error.code().key()).text(error.description());
    }

    private static void writeSnapshot(AvroWriter out, Optional<Subject> subject) {
        if (subject.isEmpty()) {
            out.branch(NO_SNAPSHOT);
        } else if (subject.get() instanceof Subject.OfConversation of) {
            write(out.branch(CONVERSATION_SNAPSHOT), of.conversation());
        } else {
            write(out.branch(RESERVATION_SNAPSHOT), ((Subject.OfReservation) subject.get()).reservation());
        }
    }

    private static void write(AvroWriter out, Booking booking) {
        out.text(booking.uid().value())
                .instant(booking.window().start())
                .instant(booking.window().end());
    }

    private static void write(AvroWriter out, Cause cause) {
        out.text(cause.type().text()).optional(cause.requestId().map(RequestId::value), AvroWriter::text);
        write(out, cause.source());
    }

    private static void write(AvroWriter out, Source source) {
        out.text(source.topic()).number(source.partition()).number(source.offset());
    }
}
