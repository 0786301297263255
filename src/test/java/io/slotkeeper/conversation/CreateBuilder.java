package io.slotkeeper.conversation;

import io.slotkeeper.conversation.ConversationRequest.Create;
import io.slotkeeper.conversation.ConversationRequest.Minutes;
import io.slotkeeper.conversation.ConversationRequest.ParticipantFields;
import io.slotkeeper.conversation.ConversationRequest.PeriodFields;
import io.slotkeeper.conversation.ConversationRequest.SlotsFields;
import io.slotkeeper.request.field.FieldValue;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/** A create request: two manual participants and three slots of an hour, unless told otherwise. */
final class CreateBuilder {

    /** A time before every slot of the default request. */
    static final Instant MORNING = Instant.parse("2050-05-02T08:00:00Z");

    static final Instant NINE = Instant.parse("2050-05-02T09:00:00Z");
    static final Instant TEN = Instant.parse("2050-05-02T10:00:00Z");
    static final Instant ELEVEN = Instant.parse("2050-05-02T11:00:00Z");
    static final Instant NOON = Instant.parse("2050-05-02T12:00:00Z");

    private FieldValue<List<FieldValue<ParticipantFields>>> participants =
            FieldValue.of(List.of(FieldValue.of(manual("@grace")), FieldValue.of(manual("@karl"))));
    private FieldValue<String> tzid = FieldValue.of("America/Chicago");
    private FieldValue<String> subject = FieldValue.absent();
    private FieldValue<String> event = FieldValue.absent();
    private FieldValue<Minutes> requiredDuration = minutes(60);
    private FieldValue<Minutes> startInterval = FieldValue.absent();
    private FieldValue<List<FieldValue<PeriodFields>>> availablePeriods = FieldValue.of(List.of(period(NINE, NOON)));
    private FieldValue<Minutes> selectionExpiresAfter = FieldValue.absent();

    static CreateBuilder aCreate() {
        return new CreateBuilder();
    }

    /** With no method given, which means manual. */
    static ParticipantFields manual(String id) {
        return participant(id, FieldValue.absent());
    }

    static ParticipantFields auto(String id) {
        return participant(id, FieldValue.of("auto"));
    }

    static ParticipantFields participant(String id, FieldValue<String> method) {
        return new ParticipantFields(
                FieldValue.of(id),
                FieldValue.absent(),
                FieldValue.absent(),
                FieldValue.absent(),
                FieldValue.absent(),
                FieldValue.of(new SlotsFields(method)));
    }

    static ParticipantFields identified(
            FieldValue<String> participantId, FieldValue<String> sub, FieldValue<String> email) {
        return new ParticipantFields(
                participantId, sub, email, FieldValue.absent(), FieldValue.absent(), FieldValue.absent());
    }

    static FieldValue<Minutes> minutes(long count) {
        return FieldValue.of(new Minutes(FieldValue.of(count)));
    }

    static FieldValue<PeriodFields> period(Instant start, Instant end) {
        return FieldValue.of(new PeriodFields(FieldValue.of(start), FieldValue.of(end)));
    }

    CreateBuilder participants(ParticipantFields... drafts) {
        return participants(Arrays.stream(drafts).map(FieldValue::of).toList());
    }

    CreateBuilder participants(List<FieldValue<ParticipantFields>> drafts) {
        return participants(FieldValue.of(drafts));
    }

    CreateBuilder participants(FieldValue<List<FieldValue<ParticipantFields>>> given) {
        participants = given;
        return this;
    }

    CreateBuilder tzid(FieldValue<String> given) {
        tzid = given;
        return this;
    }

    CreateBuilder subject(FieldValue<String> given) {
        subject = given;
        return this;
    }

    CreateBuilder event(FieldValue<String> given) {
        event = given;
        return this;
    }

    CreateBuilder requiredDuration(FieldValue<Minutes> given) {
        requiredDuration = given;
        return this;
    }

    CreateBuilder startInterval(FieldValue<Minutes> given) {
        startInterval = given;
        return this;
    }

    CreateBuilder periods(List<FieldValue<PeriodFields>> drafts) {
        return periods(FieldValue.of(drafts));
    }

    CreateBuilder period(FieldValue<Instant> start, FieldValue<Instant> end) {
        return periods(List.of(FieldValue.of(new PeriodFields(start, end))));
    }

    CreateBuilder periods(FieldValue<List<FieldValue<PeriodFields>>> given) {
        availablePeriods = given;
        return this;
    }

    CreateBuilder selectionExpiresAfter(FieldValue<Minutes> given) {
        selectionExpiresAfter = given;
        return this;
    }

    Create build() {
        return new Create(
                participants,
                tzid,
                subject,
                event,
                requiredDuration,
                startInterval,
                availablePeriods,
                selectionExpiresAfter);
    }
}
