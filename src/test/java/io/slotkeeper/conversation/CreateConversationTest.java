package io.slotkeeper.conversation;

import static io.slotkeeper.conversation.ConversationRequests.said;
import static io.slotkeeper.conversation.CreateBuilder.ELEVEN;
import static io.slotkeeper.conversation.CreateBuilder.MORNING;
import static io.slotkeeper.conversation.CreateBuilder.NINE;
import static io.slotkeeper.conversation.CreateBuilder.NOON;
import static io.slotkeeper.conversation.CreateBuilder.TEN;
import static io.slotkeeper.conversation.CreateBuilder.aCreate;
import static io.slotkeeper.conversation.CreateBuilder.auto;
import static io.slotkeeper.conversation.CreateBuilder.identified;
import static io.slotkeeper.conversation.CreateBuilder.manual;
import static io.slotkeeper.conversation.CreateBuilder.minutes;
import static io.slotkeeper.conversation.CreateBuilder.participant;
import static io.slotkeeper.conversation.CreateBuilder.period;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.slotkeeper.conversation.Conversation.ParticipantStatus;
import io.slotkeeper.conversation.Conversation.Status;
import io.slotkeeper.conversation.ConversationRequest.Create;
import io.slotkeeper.conversation.ConversationRequest.Minutes;
import io.slotkeeper.conversation.ConversationRequest.ParticipantFields;
import io.slotkeeper.conversation.ConversationRequest.PeriodFields;
import io.slotkeeper.conversation.ConversationRequest.SlotsFields;
import io.slotkeeper.request.Cause;
import io.slotkeeper.request.CauseType;
import io.slotkeeper.request.Code;
import io.slotkeeper.request.RequestId;
import io.slotkeeper.request.Verdict;
import io.slotkeeper.request.field.FieldValue;
import io.slotkeeper.request.field.FieldValue.Fault;
import io.slotkeeper.testing.RequestIds;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** docs/spec/conversations.md#create_conversation. */
class CreateConversationTest {

    private static final String LONG_ID = "a".repeat(128);
    private static final String FACE = "\uD83D\uDE00";
    private static final String HALF_A_FACE = "\uD83D";

    private final ConversationDesk desk = new ConversationDesk(MORNING);

    static Stream<Arguments> wrongParticipants() {
        return Stream.of(
                arguments("none", aCreate().participants(FieldValue.absent()), "participants REQUIRED"),
                arguments("an empty list", aCreate().participants(List.of()), "participants REQUIRED"),
                arguments(
                        "not a list",
                        aCreate().participants(FieldValue.malformed(Fault.TYPE)),
                        "participants INVALID_FORMAT"),
                arguments("21", aCreate().participants(many(21)), "participants TOO_MANY"),
                arguments(
                        "not an object",
                        aCreate()
                                .participants(
                                        List.of(FieldValue.of(manual("@grace")), FieldValue.malformed(Fault.TYPE))),
                        "participants[1] INVALID_FORMAT"),
                arguments(
                        "no identity",
                        aCreate().participants(manual("@grace"), noIdentity()),
                        "participants[1].participant_id REQUIRED"),
                arguments(
                        "empty id",
                        aCreate().participants(manual("")),
                        "participants[0].participant_id INVALID_FORMAT"),
                arguments(
                        "id with a space",
                        aCreate().participants(manual("karl c")),
                        "participants[0].participant_id INVALID_FORMAT"),
                arguments(
                        "id with a slash",
                        aCreate().participants(manual("karl/c")),
                        "participants[0].participant_id INVALID_FORMAT"),
                arguments(
                        "id of 129 characters",
                        aCreate().participants(manual(LONG_ID + "a")),
                        "participants[0].participant_id INVALID_FORMAT"),
                arguments(
                        "id that is no text",
                        aCreate()
                                .participants(identified(
                                        FieldValue.malformed(Fault.TYPE), FieldValue.absent(), FieldValue.absent())),
                        "participants[0].participant_id INVALID_FORMAT"),
                arguments(
                        "sub outside ASCII",
                        aCreate()
                                .participants(identified(
                                        FieldValue.absent(), FieldValue.of("k\u00e4rl"), FieldValue.absent())),
                        "participants[0].sub INVALID_FORMAT"),
                arguments(
                        "e-mail address without @",
                        aCreate()
                                .participants(
                                        identified(FieldValue.absent(), FieldValue.absent(), FieldValue.of("karl"))),
                        "participants[0].email INVALID_FORMAT"),
                arguments(
                        "e-mail address of 255 characters",
                        aCreate()
                                .participants(identified(
                                        FieldValue.absent(),
                                        FieldValue.absent(),
                                        FieldValue.of("k@" + "a".repeat(253)))),
                        "participants[0].email INVALID_FORMAT"),
                arguments(
                        "a wrong e-mail address beside a good id",
                        aCreate()
                                .participants(identified(
                                        FieldValue.of("@karl"), FieldValue.absent(), FieldValue.of("karl c@x"))),
                        "participants[0].email INVALID_FORMAT"),
                arguments(
                        "one id twice",
                        aCreate().participants(manual("@karl"), manual("@grace"), auto("@karl")),
                        "participants[2].participant_id DUPLICATE"),
                arguments(
                        "a sub that is another's id",
                        aCreate()
                                .participants(
                                        manual("karl"),
                                        identified(
                                                FieldValue.absent(),
                                                FieldValue.of("karl"),
                                                FieldValue.of("k@example.com"))),
                        "participants[1].sub DUPLICATE"),
                arguments(
                        "one e-mail address twice and nothing else",
                        aCreate().participants(onlyEmail(), onlyEmail()),
                        "participants[1].email DUPLICATE"),
                arguments(
                        "name of 256 characters",
                        aCreate().participants(named(FieldValue.of("a".repeat(256)))),
                        "participants[0].common_name INVALID_FORMAT"),
                arguments(
                        "name with half a character",
                        aCreate().participants(named(FieldValue.of(HALF_A_FACE))),
                        "participants[0].common_name INVALID_FORMAT"),
                arguments(
                        "managed_availability that is no boolean",
                        aCreate()
                                .participants(new ParticipantFields(
                                        FieldValue.of("@karl"),
                                        FieldValue.absent(),
                                        FieldValue.absent(),
                                        FieldValue.absent(),
                                        FieldValue.malformed(Fault.TYPE),
                                        FieldValue.absent())),
                        "participants[0].managed_availability INVALID_FORMAT"),
                arguments(
                        "slots that are no object",
                        aCreate().participants(slots(FieldValue.malformed(Fault.TYPE))),
                        "participants[0].slots INVALID_FORMAT"),
                arguments(
                        "unknown selection method",
                        aCreate().participants(participant("@karl", FieldValue.of("Auto"))),
                        "participants[0].slots.selection_method NOT_RECOGNIZED"),
                arguments(
                        "selection method that is no text",
                        aCreate().participants(participant("@karl", FieldValue.malformed(Fault.TYPE))),
                        "participants[0].slots.selection_method INVALID_FORMAT"));
    }

    static Stream<Arguments> wrongTexts() {
        return Stream.of(
                arguments("no time zone", aCreate().tzid(FieldValue.absent()), "tzid REQUIRED"),
                arguments(
                        "time zone of another type",
                        aCreate().tzid(FieldValue.malformed(Fault.TYPE)),
                        "tzid INVALID_FORMAT"),
                arguments("unknown time zone", aCreate().tzid(FieldValue.of("Moon/Base")), "tzid TZID_UNRECOGNIZED"),
                arguments("offset as time zone", aCreate().tzid(FieldValue.of("+02:00")), "tzid TZID_UNRECOGNIZED"),
                arguments(
                        "time zone in lower case",
                        aCreate().tzid(FieldValue.of("europe/rome")),
                        "tzid TZID_UNRECOGNIZED"),
                arguments(
                        "subject of 256 characters",
                        aCreate().subject(FieldValue.of("a".repeat(256))),
                        "subject INVALID_FORMAT"),
                arguments(
                        "subject of another type",
                        aCreate().subject(FieldValue.malformed(Fault.TYPE)),
                        "subject INVALID_FORMAT"),
                arguments(
                        "event that is no object",
                        aCreate().event(FieldValue.malformed(Fault.TYPE)),
                        "event INVALID_FORMAT"),
                arguments(
                        "event of more than 4 KiB in UTF-8",
                        aCreate().event(FieldValue.of(FACE.repeat(1024) + "a")),
                        "event INVALID_FORMAT"));
    }

    static Stream<Arguments> wrongMinutes() {
        var cases = Stream.<Arguments>builder();
        for (String field : List.of("required_duration", "start_interval", "selection_expires_after")) {
            for (long count : new long[] {0, -1, Long.MIN_VALUE}) {
                cases.add(arguments(
                        field + " " + count,
                        withMinutes(field, minutes(count)),
                        field + ".minutes MUST_BE_INTEGER_GREATER_THAN_ZERO"));
            }
            cases.add(arguments(
                    field + " not an integer",
                    withMinutes(field, FieldValue.of(new Minutes(FieldValue.malformed(Fault.TYPE)))),
                    field + ".minutes MUST_BE_INTEGER_GREATER_THAN_ZERO"));
            cases.add(arguments(
                    field + " empty",
                    withMinutes(field, FieldValue.of(new Minutes(FieldValue.absent()))),
                    field + ".minutes REQUIRED"));
            cases.add(arguments(
                    field + " not an object",
                    withMinutes(field, FieldValue.malformed(Fault.TYPE)),
                    field + " INVALID_FORMAT"));
            cases.add(arguments(
                    field + " without end", withMinutes(field, minutes(Long.MAX_VALUE)), field + ".minutes TOO_LONG"));
        }
        cases.add(arguments(
                "no duration", aCreate().requiredDuration(FieldValue.absent()), "required_duration REQUIRED"));
        cases.add(arguments(
                "more than a day",
                aCreate().requiredDuration(minutes(24 * 60 + 1)),
                "required_duration.minutes TOO_LONG"));
        return cases.build();
    }

    static Stream<Arguments> wrongPeriods() {
        Instant inAHundredYears = Instant.parse("2150-05-02T08:00:00Z");
        return Stream.of(
                arguments("none", aCreate().periods(FieldValue.absent()), "available_periods REQUIRED"),
                arguments("an empty list", aCreate().periods(List.of()), "available_periods REQUIRED"),
                arguments(
                        "not a list",
                        aCreate().periods(FieldValue.malformed(Fault.TYPE)),
                        "available_periods INVALID_FORMAT"),
                arguments("101", aCreate().periods(hours(101)), "available_periods TOO_MANY"),
                arguments(
                        "not an object",
                        aCreate().periods(List.of(FieldValue.<PeriodFields>malformed(Fault.TYPE))),
                        "available_periods[0] INVALID_FORMAT"),
                arguments(
                        "no start",
                        aCreate().period(FieldValue.absent(), FieldValue.of(NOON)),
                        "available_periods[0].start REQUIRED"),
                arguments(
                        "no end",
                        aCreate().period(FieldValue.of(NINE), FieldValue.absent()),
                        "available_periods[0].end REQUIRED"),
                arguments(
                        "neither",
                        aCreate().period(FieldValue.absent(), FieldValue.absent()),
                        "available_periods[0].start REQUIRED, available_periods[0].end REQUIRED"),
                arguments(
                        "an end that is no instant",
                        aCreate().period(FieldValue.of(NINE), FieldValue.malformed(Fault.FORMAT)),
                        "available_periods[0].end INVALID_FORMAT"),
                arguments(
                        "a start with milliseconds",
                        aCreate().period(FieldValue.of(NINE.plusMillis(1)), FieldValue.of(NOON)),
                        "available_periods[0].start INVALID_FORMAT"),
                arguments(
                        "an end at the start",
                        aCreate().periods(List.of(period(NINE, NOON), period(NOON, NOON))),
                        "available_periods[1] INVALID_TIME_PAIR"),
                arguments(
                        "an end before the start",
                        aCreate().periods(List.of(period(NOON, NINE))),
                        "available_periods[0] INVALID_TIME_PAIR"),
                arguments(
                        "an end in more than a hundred years",
                        aCreate()
                                .periods(List.of(
                                        period(inAHundredYears.minusSeconds(7200), inAHundredYears.plusSeconds(1)))),
                        "available_periods[0].end TOO_FAR"),
                arguments(
                        "shorter than a slot",
                        aCreate()
                                .periods(List.of(period(NINE, TEN.minusSeconds(1)), period(NOON, NOON.plusSeconds(5)))),
                        "available_periods NO_SLOTS"),
                arguments(
                        "past, the last slot starts now",
                        aCreate().periods(List.of(period(MORNING.minusSeconds(3600), NINE))),
                        "available_periods NO_SLOTS"),
                arguments(
                        "1,001 slots",
                        aCreate()
                                .requiredDuration(minutes(1))
                                .periods(List.of(period(NINE, NINE.plus(1001, ChronoUnit.MINUTES)))),
                        "available_periods TOO_MANY"));
    }

    @ParameterizedTest(name = "participants: {0}")
    @MethodSource("wrongParticipants")
    void refuses_wrong_participants(String what, CreateBuilder request, String errors) {
        refuses(request.build(), errors);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrongTexts")
    void refuses_wrong_texts(String what, CreateBuilder request, String errors) {
        refuses(request.build(), errors);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrongMinutes")
    void refuses_wrong_minutes(String what, CreateBuilder request, String errors) {
        refuses(request.build(), errors);
    }

    @ParameterizedTest(name = "periods: {0}")
    @MethodSource("wrongPeriods")
    void refuses_wrong_periods(String what, CreateBuilder request, String errors) {
        refuses(request.build(), errors);
    }

    private void refuses(Create request, String errors) {
        assertThat(said(desk.ask(request))).isEqualTo("refused: " + errors);
        assertThat(desk.state()).isEmpty();
    }

    static Stream<Arguments> rightAtTheLimit() {
        Instant inAHundredYears = Instant.parse("2150-05-02T08:00:00Z");
        return Stream.of(
                arguments("20 participants", aCreate().participants(many(20))),
                arguments("one participant", aCreate().participants(manual("@grace"))),
                arguments("id of 128 characters", aCreate().participants(manual(LONG_ID))),
                arguments("ids that differ in case", aCreate().participants(manual("@Karl"), manual("@karl"))),
                arguments(
                        "e-mail address of 254 characters",
                        aCreate()
                                .participants(identified(
                                        FieldValue.absent(),
                                        FieldValue.absent(),
                                        FieldValue.of("k@" + "a".repeat(252))))),
                arguments(
                        "two with one e-mail address but other ids",
                        aCreate()
                                .participants(
                                        identified(
                                                FieldValue.of("1"),
                                                FieldValue.absent(),
                                                FieldValue.of("k@example.com")),
                                        identified(
                                                FieldValue.of("2"),
                                                FieldValue.absent(),
                                                FieldValue.of("k@example.com")))),
                arguments("name of 255 characters", aCreate().participants(named(FieldValue.of(FACE.repeat(255))))),
                arguments("no slots object", aCreate().participants(slots(FieldValue.absent()))),
                arguments("method manual", aCreate().participants(participant("@karl", FieldValue.of("manual")))),
                arguments("subject of 255 characters", aCreate().subject(FieldValue.of(FACE.repeat(255)))),
                arguments("event of 4 KiB", aCreate().event(FieldValue.of(FACE.repeat(1024)))),
                arguments(
                        "a slot of a day",
                        aCreate()
                                .requiredDuration(minutes(24 * 60))
                                .periods(List.of(period(NINE, NINE.plusSeconds(86_400))))),
                arguments("100 periods", aCreate().periods(hours(100))),
                arguments(
                        "1,000 slots",
                        aCreate()
                                .requiredDuration(minutes(1))
                                .periods(List.of(period(NINE, NINE.plus(1000, ChronoUnit.MINUTES))))),
                arguments(
                        "a period that ends in a hundred years",
                        aCreate().periods(List.of(period(inAHundredYears.minusSeconds(3600), inAHundredYears)))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rightAtTheLimit")
    void accepts_what_is_just_allowed(String what, CreateBuilder request) {
        assertThat(said(desk.ask(request.build()))).isEqualTo("accepted");
    }

    @Test
    void one_slot_that_starts_in_a_millisecond_is_enough() {
        var request = aCreate().periods(List.of(period(MORNING.minusSeconds(7200), NINE)));

        desk.at(MORNING.minusMillis(1));

        assertThat(said(desk.ask(request.build()))).isEqualTo("accepted");
        assertThat(desk.nextDeadline()).contains(MORNING);
    }

    @Test
    void names_all_errors_at_once_in_the_order_of_the_fields() {
        var decision = desk.ask(aCreate()
                .participants(manual("@karl"), noIdentity(), participant("@karl", FieldValue.of("dice")), manual("a b"))
                .selectionExpiresAfter(minutes(0))
                .periods(List.of(period(NOON, NINE), period(NINE, NOON), period(NINE.plusMillis(5), NOON)))
                .startInterval(minutes(-5))
                .requiredDuration(FieldValue.absent())
                .event(FieldValue.malformed(Fault.TYPE))
                .subject(FieldValue.malformed(Fault.TYPE))
                .tzid(FieldValue.absent())
                .build());

        assertThat(said(decision))
                .isEqualTo("refused: participants[1].participant_id REQUIRED"
                        + ", participants[2].participant_id DUPLICATE"
                        + ", participants[2].slots.selection_method NOT_RECOGNIZED"
                        + ", participants[3].participant_id INVALID_FORMAT"
                        + ", tzid REQUIRED"
                        + ", subject INVALID_FORMAT"
                        + ", event INVALID_FORMAT"
                        + ", required_duration REQUIRED"
                        + ", start_interval.minutes MUST_BE_INTEGER_GREATER_THAN_ZERO"
                        + ", available_periods[0] INVALID_TIME_PAIR"
                        + ", available_periods[2].start INVALID_FORMAT"
                        + ", selection_expires_after.minutes MUST_BE_INTEGER_GREATER_THAN_ZERO");
        assertThat(((Verdict.Refused) decision.verdict()).refusal().code()).isEqualTo(Code.INVALID_REQUEST);
    }

    @Test
    void the_code_of_a_single_error_is_that_errors_code() {
        var decision = desk.ask(aCreate().tzid(FieldValue.absent()).build());

        assertThat(((Verdict.Refused) decision.verdict()).refusal().code()).isEqualTo(Code.REQUIRED);
    }

    @ParameterizedTest
    @CsvSource({"0", "-1"})
    void does_not_look_for_slots_when_the_interval_is_wrong(long interval) {
        var past = aCreate().periods(List.of(period(MORNING.minusSeconds(3600), NINE.minusSeconds(1))));

        refuses(
                past.startInterval(minutes(interval)).build(),
                "start_interval.minutes MUST_BE_INTEGER_GREATER_THAN_ZERO");
    }

    @Test
    void does_not_look_for_slots_when_a_period_is_wrong() {
        refuses(
                aCreate()
                        .periods(List.of(period(MORNING.minusSeconds(3600), NINE), period(NOON, TEN)))
                        .build(),
                "available_periods[1] INVALID_TIME_PAIR");
    }

    @Test
    void keeps_what_was_given() {
        var grace = new ParticipantFields(
                FieldValue.of("@grace"),
                FieldValue.of("acc_5ba2"),
                FieldValue.of("grace@company.com"),
                FieldValue.of("Grace Devlin"),
                FieldValue.of(true),
                FieldValue.of(new SlotsFields(FieldValue.of("auto"))));
        var request = aCreate()
                .participants(grace, manual("@karl"))
                .subject(FieldValue.of("Project Titan review"))
                .event(FieldValue.of("{\"location\":1}"))
                .startInterval(minutes(30))
                .periods(List.of(period(TEN, NOON), period(NINE, TEN)))
                .selectionExpiresAfter(minutes(5))
                .build();

        desk.ask(request, "r1");

        Conversation made = desk.conversation();
        assertThat(made.id()).isEqualTo(ConversationDesk.ID);
        assertThat(made.participants()).extracting(Participant::identity).containsExactly("@grace", "@karl");
        Participant first = made.participants().get(0);
        assertThat(first.sub()).contains("acc_5ba2");
        assertThat(first.email()).contains("grace@company.com");
        assertThat(first.commonName()).contains("Grace Devlin");
        assertThat(first.managedAvailability()).contains(true);
        assertThat(first.method()).isEqualTo(SelectionMethod.AUTO);
        assertThat(made.participants().get(1).method()).isEqualTo(SelectionMethod.MANUAL);
        assertThat(made.tzid()).isEqualTo("America/Chicago");
        assertThat(made.subject()).contains("Project Titan review");
        assertThat(made.event()).contains("{\"location\":1}");
        assertThat(made.requiredDuration()).isEqualTo(Duration.ofHours(1));
        assertThat(made.startInterval()).contains(Duration.ofMinutes(30));
        assertThat(made.availablePeriods()).containsExactly(new Period(TEN, NOON), new Period(NINE, TEN));
        assertThat(made.selectionExpiresAfter()).contains(Duration.ofMinutes(5));
        assertThat(made.slots().count()).isEqualTo(5);
        assertThat(made.createdAt()).isEqualTo(MORNING);
        assertThat(made.updatedAt()).isEqualTo(MORNING);
        assertThat(made.revision()).isEqualTo(1);
        assertThat(made.cause())
                .isEqualTo(new Cause(
                        CauseType.CREATE_CONVERSATION,
                        Optional.of(new RequestId("r1")),
                        RequestIds.source(desk.offset())));
        assertThat(made.fingerprint()).isEqualTo(RequestIds.fingerprint(request));
    }

    @Test
    void manual_participants_need_action_and_auto_ones_wait() {
        desk.ask(aCreate().participants(manual("@grace"), auto("@karl")).build());

        assertThat(desk.conversation().status()).isEqualTo(Status.IN_PROGRESS);
        assertThat(desk.statusOf("@grace")).isEqualTo(ParticipantStatus.NEEDS_ACTION);
        assertThat(desk.statusOf("@karl")).isEqualTo(ParticipantStatus.WAITING);
        assertThat(desk.selectedBy("@karl")).isEmpty();
    }

    @Test
    void is_complete_at_once_with_the_earliest_available_slot_when_nobody_selects() {
        desk.at(NINE);

        desk.ask(aCreate().participants(auto("@grace"), auto("@karl")).build());

        assertThat(desk.conversation().status()).isEqualTo(Status.COMPLETE);
        assertThat(desk.conversation().chosenSlot()).contains(new Slot(TEN, ELEVEN));
        assertThat(desk.selectedBy("@grace")).contains(ConversationRequests.slotId(TEN));
        assertThat(desk.statusOf("@karl")).isEqualTo(ParticipantStatus.COMPLETE);
        assertThat(desk.conversation().revision()).isEqualTo(1);
        assertThat(desk.lastCause()).isEqualTo(CauseType.CREATE_CONVERSATION);
        assertThat(desk.nextDeadline()).contains(NINE.plus(ConversationSettings.DEFAULT.retention()));
    }

    @Test
    void the_same_request_again_is_a_repeat_in_any_state_even_when_it_would_be_refused_now() {
        var request = aCreate().build();
        desk.ask(request);
        desk.at(NOON);

        assertThat(desk.conversation().status()).isEqualTo(Status.EXPIRED);
        assertThat(said(desk.ask(request, "r2"))).isEqualTo("repeated, nothing changed");
    }

    @Test
    void other_content_under_the_same_name_is_refused_before_it_is_looked_at() {
        desk.ask(aCreate().build());

        assertThat(said(desk.ask(aCreate().tzid(FieldValue.absent()).build())))
                .isEqualTo("refused: base ALREADY_EXISTS");
        assertThat(desk.conversation().revision()).isEqualTo(1);
    }

    private static List<FieldValue<ParticipantFields>> many(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> FieldValue.of(manual("p" + i)))
                .toList();
    }

    private static List<FieldValue<PeriodFields>> hours(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> period(NINE.plusSeconds(3600L * i), NINE.plusSeconds(3600L * (i + 1))))
                .toList();
    }

    private static ParticipantFields noIdentity() {
        return identified(FieldValue.absent(), FieldValue.absent(), FieldValue.absent());
    }

    private static ParticipantFields onlyEmail() {
        return identified(FieldValue.absent(), FieldValue.absent(), FieldValue.of("k@example.com"));
    }

    private static ParticipantFields named(FieldValue<String> name) {
        return new ParticipantFields(
                FieldValue.of("@karl"),
                FieldValue.absent(),
                FieldValue.absent(),
                name,
                FieldValue.absent(),
                FieldValue.absent());
    }

    private static ParticipantFields slots(FieldValue<SlotsFields> slots) {
        return new ParticipantFields(
                FieldValue.of("@karl"),
                FieldValue.absent(),
                FieldValue.absent(),
                FieldValue.absent(),
                FieldValue.absent(),
                slots);
    }

    private static CreateBuilder withMinutes(String field, FieldValue<Minutes> given) {
        return switch (field) {
            case "required_duration" -> aCreate().requiredDuration(given);
            case "start_interval" -> aCreate().startInterval(given);
            default -> aCreate().selectionExpiresAfter(given);
        };
    }
}
