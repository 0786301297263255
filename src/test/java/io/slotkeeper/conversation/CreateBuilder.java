package io.slotkeeper.conversation;

import io.slotkeeper.conversation.ConversationRequest.Create;
import io.slotkeeper.conversation.ConversationRequest.Minutes;
import io.slotkeeper.conversation.ConversationRequest.ParticipantDraft;
import io.slotkeeper.conversation.ConversationRequest.PeriodDraft;
import io.slotkeeper.conversation.ConversationRequest.SlotsDraft;
import io.slotkeeper.request.Given;
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

    private Given<List<Given<ParticipantDraft>>> participants =
            Given.of(List.of(Given.of(manual("@grace")), Given.of(manual("@karl"))));
    private Given<String> tzid = Given.of("America/Chicago");
    private Given<String> subject = Given.absent();
    private Given<String> event = Given.absent();
    private Given<Minutes> requiredDuration = minutes(60);
    private Given<Minutes> startInterval = Given.absent();
    private Given<List<Given<PeriodDraft>>> availablePeriods = Given.of(List.of(period(NINE, NOON)));
    private Given<Minutes> selectionExpiresAfter = Given.absent();

    static CreateBuilder aCreate() {
        return new CreateBuilder();
    }

    /** With no method given, which means manual. */
    static ParticipantDraft manual(String id) {
        return participant(id, Given.absent());
    }

    static ParticipantDraft auto(String id) {
        return participant(id, Given.of("auto"));
    }

    static ParticipantDraft participant(String id, Given<String> method) {
        return new ParticipantDraft(
                Given.of(id),
                Given.absent(),
                Given.absent(),
                Given.absent(),
                Given.absent(),
                Given.of(new SlotsDraft(method)));
    }

    static ParticipantDraft identified(Given<String> participantId, Given<String> sub, Given<String> email) {
        return new ParticipantDraft(participantId, sub, email, Given.absent(), Given.absent(), Given.absent());
    }

    static Given<Minutes> minutes(long count) {
        return Given.of(new Minutes(Given.of(count)));
    }

    static Given<PeriodDraft> period(Instant start, Instant end) {
        return Given.of(new PeriodDraft(Given.of(start), Given.of(end)));
    }

    CreateBuilder participants(ParticipantDraft... drafts) {
        return participants(Arrays.stream(drafts).map(Given::of).toList());
    }

    CreateBuilder participants(List<Given<ParticipantDraft>> drafts) {
        return participants(Given.of(drafts));
    }

    CreateBuilder participants(Given<List<Given<ParticipantDraft>>> given) {
        participants = given;
        return this;
    }

    CreateBuilder tzid(Given<String> given) {
        tzid = given;
        return this;
    }

    CreateBuilder subject(Given<String> given) {
        subject = given;
        return this;
    }

    CreateBuilder event(Given<String> given) {
        event = given;
        return this;
    }

    CreateBuilder requiredDuration(Given<Minutes> given) {
        requiredDuration = given;
        return this;
    }

    CreateBuilder startInterval(Given<Minutes> given) {
        startInterval = given;
        return this;
    }

    CreateBuilder periods(List<Given<PeriodDraft>> drafts) {
        return periods(Given.of(drafts));
    }

    CreateBuilder period(Given<Instant> start, Given<Instant> end) {
        return periods(List.of(Given.of(new PeriodDraft(start, end))));
    }

    CreateBuilder periods(Given<List<Given<PeriodDraft>>> given) {
        availablePeriods = given;
        return this;
    }

    CreateBuilder selectionExpiresAfter(Given<Minutes> given) {
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
