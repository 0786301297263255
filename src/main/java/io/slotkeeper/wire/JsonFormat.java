package io.slotkeeper.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.slotkeeper.conversation.Conversation;
import io.slotkeeper.conversation.Ending;
import io.slotkeeper.conversation.Participant;
import io.slotkeeper.conversation.Period;
import io.slotkeeper.conversation.Slot;
import io.slotkeeper.request.Cause;
import io.slotkeeper.request.FieldErrors;
import io.slotkeeper.request.FieldErrors.FieldError;
import io.slotkeeper.request.IsoInstant;
import io.slotkeeper.request.Principal;
import io.slotkeeper.request.RequestId;
import io.slotkeeper.request.Source;
import io.slotkeeper.request.Verdict;
import io.slotkeeper.reservation.Booking;
import io.slotkeeper.reservation.Hold;
import io.slotkeeper.reservation.ReservationEvent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Outputs as JSON, fields in the order of conversations.md and topics.md. Slot times of conversations have seconds, as
 * in the seed; all other times have milliseconds.
 */
public final class JsonFormat implements OutputFormat {

    private static final JsonFactory FACTORY = new JsonFactory();

    private interface Content {
        void writeTo(JsonGenerator json) throws IOException;
    }

    @Override
    public byte[] conversation(Conversation conversation) {
        return write(json -> writeConversation(json, conversation));
    }

    @Override
    public byte[] reservation(ReservationEvent.Snapshot reservation) {
        return write(json -> writeReservation(json, reservation));
    }

    @Override
    public byte[] outcome(Outcome outcome) {
        return write(json -> writeOutcome(json, outcome));
    }

    @Override
    public byte[] refused(RefusedRecord refused) {
        return write(json -> {
            json.writeStartObject();
            json.writeStringField("code", refused.code().text());
            writeSource(json, refused.source());
            json.writeNumberField("value_length", refused.valueLength());
            json.writeStringField("value_sha256", refused.valueSha256());
            json.writeStringField("at", IsoInstant.withMillis(refused.at()));
            json.writeEndObject();
        });
    }

    private static byte[] write(Content content) {
        var bytes = new ByteArrayOutputStream(1_024);
        try (JsonGenerator json = FACTORY.createGenerator(bytes)) {
            content.writeTo(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void writeConversation(JsonGenerator json, Conversation conversation) throws IOException {
        json.writeStartObject();
        json.writeStringField("scheduling_conversation_id", conversation.id().value());
        json.writeArrayFieldStart("participants");
        for (Participant participant : conversation.participants()) {
            writeParticipant(json, conversation, participant);
        }
        json.writeEndArray();
        json.writeStringField("tzid", conversation.tzid());
        writeOptional(json, "subject", conversation.subject());
        if (conversation.event().isPresent()) {
            json.writeFieldName("event");
            json.writeRawValue(conversation.event().get());
        }
        writeMinutes(json, "required_duration", Optional.of(conversation.requiredDuration()));
        writeMinutes(json, "start_interval", conversation.startInterval());
        writePeriods(json, conversation.availablePeriods());
        writeMinutes(json, "selection_expires_after", conversation.selectionExpiresAfter());
        if (conversation.chosenSlot().isPresent()) {
            json.writeObjectFieldStart("chosen_slot");
            writeSlot(json, "available_slot_id", conversation.chosenSlot().get());
            json.writeEndObject();
        }
        json.writeStringField("status", OutputNames.of(conversation.status()));
        writeOptional(json, "cancel_reason", conversation.ending().flatMap(Ending::cancelReason));
        writeRevision(
                json,
                conversation.createdAt(),
                conversation.revision(),
                conversation.updatedAt(),
                conversation.cause());
        json.writeEndObject();
    }

    private static void writeParticipant(JsonGenerator json, Conversation conversation, Participant participant)
            throws IOException {
        json.writeStartObject();
        writeOptional(json, "participant_id", participant.participantId());
        writeOptional(json, "sub", participant.sub());
        writeOptional(json, "email", participant.email());
        writeOptional(json, "common_name", participant.commonName());
        if (participant.managedAvailability().isPresent()) {
            json.writeBooleanField(
                    "managed_availability", participant.managedAvailability().get());
        }
        json.writeObjectFieldStart("slots");
        json.writeStringField("selection_method", participant.method().text());
        Optional<Slot> selected = conversation.selectedBy(participant);
        if (selected.isPresent()) {
            json.writeArrayFieldStart("selected");
            json.writeStartObject();
            writeSlot(json, "slot_id", selected.get());
            writeOptional(
                    json, "expires_at", conversation.earlyExpiryOf(participant).map(IsoInstant::withMillis));
            json.writeEndObject();
            json.writeEndArray();
        }
        json.writeEndObject();
        Conversation.ParticipantStatus status = conversation.statusOf(participant);
        json.writeStringField("status", OutputNames.of(status));
        json.writeArrayFieldStart("possible_actions");
        for (String action : OutputNames.possibleActions(status)) {
            json.writeString(action);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void writeSlot(JsonGenerator json, String idField, Slot slot) throws IOException {
        json.writeStringField(idField, slot.id());
        json.writeStringField("start", IsoInstant.withSeconds(slot.start()));
        json.writeStringField("end", IsoInstant.withSeconds(slot.end()));
    }

    private static void writePeriods(JsonGenerator json, List<Period> periods) throws IOException {
        json.writeArrayFieldStart("available_periods");
        for (Period period : periods) {
            json.writeStartObject();
            json.writeStringField("start", IsoInstant.withSeconds(period.start()));
            json.writeStringField("end", IsoInstant.withSeconds(period.end()));
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void writeMinutes(JsonGenerator json, String name, Optional<Duration> duration) throws IOException {
        if (duration.isPresent()) {
            json.writeObjectFieldStart(name);
            json.writeNumberField("minutes", duration.get().toMinutes());
            json.writeEndObject();
        }
    }

    private static void writeReservation(JsonGenerator json, ReservationEvent.Snapshot snapshot) throws IOException {
        Hold hold = snapshot.hold();
        json.writeStartObject();
        json.writeStringField("reservation_uid", hold.uid().value());
        json.writeStringField("event_type", snapshot.eventType().value());
        json.writeStringField("slot_start", IsoInstant.withMillis(hold.window().start()));
        json.writeStringField("slot_end", IsoInstant.withMillis(hold.window().end()));
        json.writeNumberField("reservation_duration_minutes", hold.duration().toMinutes());
        json.writeStringField("reservation_until", IsoInstant.withMillis(hold.until()));
        json.writeStringField("requested_by", orNull(hold.requestedBy().map(Principal::value)));
        json.writeStringField("status", snapshot.status().text());
        if (snapshot.booking().isPresent()) {
            json.writeStringField("booking_uid", snapshot.booking().get().value());
        }
        writeRevision(json, hold.createdAt(), hold.revision(), hold.updatedAt(), hold.cause());
        json.writeEndObject();
    }

    private static void writeOutcome(JsonGenerator json, Outcome outcome) throws IOException {
        json.writeStartObject();
        json.writeStringField("request_id", outcome.requestId());
        json.writeStringField("request_type", outcome.requestType());
        json.writeStringField("key", outcome.key());
        json.writeObjectFieldStart("source");
        writeSource(json, outcome.source());
        json.writeEndObject();
        writeVerdict(json, outcome.verdict());
        OptionalLong revision = outcome.revision();
        if (revision.isPresent()) {
            json.writeNumberField("revision", revision.getAsLong());
        } else {
            json.writeNullField("revision");
        }
        json.writeStringField("at", IsoInstant.withMillis(outcome.at()));
        json.writeFieldName("snapshot");
        writeSubject(json, outcome.subject());
        if (outcome.booking().isPresent()) {
            writeBooking(json, outcome.booking().get());
        }
        json.writeEndObject();
    }

    private static void writeVerdict(JsonGenerator json, Verdict verdict) throws IOException {
        json.writeStringField("status", OutputNames.status(verdict));
        json.writeStringField("code", orNull(OutputNames.code(verdict)));
        if (verdict instanceof Verdict.Refused refused) {
            json.writeStringField("message", refused.refusal().message());
            writeErrors(json, refused.refusal().errors());
        } else {
            json.writeNullField("message");
            json.writeNullField("errors");
        }
    }

    private static void writeErrors(JsonGenerator json, List<FieldError> errors) throws IOException {
        json.writeObjectFieldStart("errors");
        for (Map.Entry<String, Set<FieldError>> entry :
                FieldErrors.byPath(errors).entrySet()) {
            json.writeArrayFieldStart(entry.getKey());
            for (FieldError error : entry.getValue()) {
                json.writeStartObject();
                json.writeStringField("key", error.code().key());
                json.writeStringField("description", error.description());
                json.writeEndObject();
            }
            json.writeEndArray();
        }
        json.writeEndObject();
    }

    private static void writeSubject(JsonGenerator json, Optional<Outcome.Subject> subject) throws IOException {
        if (subject.isEmpty()) {
            json.writeNull();
        } else if (subject.get() instanceof Outcome.Subject.OfConversation of) {
            writeConversation(json, of.conversation());
        } else if (subject.get() instanceof Outcome.Subject.OfReservation of) {
            writeReservation(json, of.reservation());
        }
    }

    private static void writeBooking(JsonGenerator json, Booking booking) throws IOException {
        json.writeObjectFieldStart("booking");
        json.writeStringField("booking_uid", booking.uid().value());
        json.writeStringField(
                "slot_start", IsoInstant.withMillis(booking.window().start()));
        json.writeStringField("slot_end", IsoInstant.withMillis(booking.window().end()));
        json.writeEndObject();
    }

    private static void writeRevision(
            JsonGenerator json, Instant createdAt, long revision, Instant updatedAt, Cause cause) throws IOException {
        json.writeStringField("created_at", IsoInstant.withMillis(createdAt));
        json.writeNumberField("revision", revision);
        json.writeStringField("updated_at", IsoInstant.withMillis(updatedAt));
        json.writeObjectFieldStart("cause");
        json.writeStringField("type", cause.type().text());
        json.writeStringField("request_id", orNull(cause.requestId().map(RequestId::value)));
        writeSource(json, cause.source());
        json.writeEndObject();
    }

    private static void writeSource(JsonGenerator json, Source source) throws IOException {
        json.writeStringField("topic", source.topic());
        json.writeNumberField("partition", source.partition());
        json.writeNumberField("offset", source.offset());
    }

    private static void writeOptional(JsonGenerator json, String name, Optional<String> value) throws IOException {
        if (value.isPresent()) {
            json.writeStringField(name, value.get());
        }
    }

    private static @Nullable String orNull(Optional<String> value) {
        return value.orElse(null);
    }
}
