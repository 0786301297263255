package io.slotkeeper.conversation;

import io.slotkeeper.conversation.ConversationRequest.Cancel;
import io.slotkeeper.conversation.ConversationRequest.Create;
import io.slotkeeper.conversation.ConversationRequest.Minutes;
import io.slotkeeper.conversation.ConversationRequest.ParticipantFields;
import io.slotkeeper.conversation.ConversationRequest.PeriodFields;
import io.slotkeeper.conversation.ConversationRequest.Select;
import io.slotkeeper.conversation.ConversationRequest.SlotChoice;
import io.slotkeeper.conversation.ConversationRequest.Withdraw;
import io.slotkeeper.oracle.ConversationModel;
import io.slotkeeper.oracle.ExpectedSnapshot;
import io.slotkeeper.oracle.InputRecord;
import io.slotkeeper.oracle.LogPosition;
import io.slotkeeper.oracle.OracleSettings;
import io.slotkeeper.request.Fingerprint;
import io.slotkeeper.request.RequestId;
import io.slotkeeper.request.RequestInfo;
import io.slotkeeper.request.Source;
import io.slotkeeper.request.field.FieldValue;
import io.slotkeeper.request.field.FieldValue.Fault;
import io.slotkeeper.testing.RequestIds;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Makes random histories of one conversation that aim at the edges: few participants, few slots, times that are exactly
 * a deadline or a millisecond beside it, requests that were sent before. It runs the oracle's model along to know where the
 * edges are; the steps themselves are plain values.
 */
final class ConversationHistories {

    /** Short, so that a history outlives several conversations of one name. */
    static final ConversationSettings SETTINGS = new ConversationSettings(Duration.ofMinutes(40), 3);

    /** Those of reservations don't matter. */
    static final OracleSettings ORACLE_SETTINGS = new OracleSettings(
            8,
            SETTINGS.retention(),
            SETTINGS.maxParticipants(),
            Duration.ZERO,
            Duration.ZERO,
            Duration.ZERO,
            Duration.ZERO,
            Duration.ZERO,
            false);

    static final Instant BEGIN = CreateBuilder.MORNING;
    private static final int STEPS = 40;
    private static final Fingerprint TICK = RequestIds.fingerprint("tick");

    /**
     * A record of the log.
     *
     * @param request empty for a record that only moves time
     * @param fingerprint of the request, computed once: the text of a record is slow to come by
     */
    record Step(
            Instant at, Optional<ConversationRequest> request, Optional<RequestId> requestId, Fingerprint fingerprint) {

        static Step tick(Instant at) {
            return new Step(at, Optional.empty(), Optional.empty(), TICK);
        }

        static Step ask(Instant at, ConversationRequest request, Optional<RequestId> requestId) {
            return new Step(at, Optional.of(request), requestId, RequestIds.fingerprint(request));
        }

        Step at(Instant later) {
            return new Step(later, request, requestId, fingerprint);
        }

        /** As the oracle is told of it. */
        InputRecord.InputValue seen() {
            ConversationRequest asked = request.orElseThrow();
            return new InputRecord.ConversationInput(
                    new InputRecord.Envelope(
                            ConversationRequests.type(asked),
                            requestId,
                            Optional.empty(),
                            Optional.empty(),
                            false,
                            false,
                            List.of()),
                    asked);
        }

        LogPosition moment(long offset) {
            Source source = RequestIds.source(offset);
            return new LogPosition(at, source.topic(), source.partition(), offset);
        }

        RequestInfo info(long offset) {
            return new RequestInfo(
                    requestId, Optional.empty(), Optional.empty(), fingerprint, RequestIds.source(offset));
        }

        @Override
        public String toString() {
            return at + " "
                    + requestId.map(id -> "(" + id.value() + ") ").orElse("")
                    + request.map(it -> it.toString()
                                    .replace("Present[content=", "[")
                                    .replace("Absent[]", "-"))
                            .orElse("tick");
        }
    }

    private final RandomGenerator random;
    /** Whether one participant changes its mind all the time: otherwise few have more requests than are remembered. */
    private final boolean restless;

    private final ConversationModel model = new ConversationModel(ORACLE_SETTINGS);
    private final List<Step> steps = new ArrayList<>();
    private final List<Step> applied = new ArrayList<>();
    private List<Instant> slots = List.of();
    private Instant now = BEGIN;

    private ConversationHistories(RandomGenerator random) {
        this.random = random;
        this.restless = chance(15);
    }

    static List<Step> history(RandomGenerator random) {
        return new ConversationHistories(random).steps();
    }

    private List<Step> steps() {
        for (int i = 0; i < STEPS; i++) {
            now = nextTime();
            Step step = nextStep();
            while (model.nextDeadline().filter(due -> !due.isAfter(now)).isPresent()) {
                model.announceNext(step.moment(i));
            }
            step.request().ifPresent(request -> ask(step, request));
            steps.add(step);
        }
        return steps;
    }

    private void ask(Step step, ConversationRequest request) {
        List<ExpectedSnapshot> told = new ArrayList<>();
        model.decide(ConversationDesk.ID.value(), step.seen(), step.moment(0), told);
        if (told.isEmpty()) {
            return;
        }
        applied.add(step);
        if (request instanceof Create create) {
            slots = firstSlots(create);
        }
    }

    private boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    private <T> T oneOf(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    private Instant nextTime() {
        int dice = random.nextInt(100);
        if (dice < (restless ? 85 : 45)) {
            return now;
        }
        if (dice < 60) {
            return now.plusSeconds(60L * (1 + random.nextInt(20)));
        }
        Instant edge = model.nextDeadline().orElse(now);
        if (dice >= 85 && !slots.isEmpty()) {
            edge = oneOf(slots);
        }
        Instant beside = edge.plusMillis(dice % 3 == 0 ? random.nextInt(-1, 2) : 0);
        if (dice == 99) {
            beside = now.plus(Duration.ofHours(8));
        }
        return beside.isBefore(now) ? now : beside;
    }

    private Step nextStep() {
        if (chance(5)) {
            return Step.tick(now);
        }
        List<Step> earlier = chance(50) ? steps : applied;
        if (!earlier.isEmpty() && chance(20)) {
            return oneOf(earlier.subList(Math.max(0, earlier.size() - 7), earlier.size()))
                    .at(now);
        }
        boolean beginning = model.conversations().isEmpty() && chance(80);
        return Step.ask(now, beginning ? create() : request(), requestId());
    }

    private Optional<RequestId> requestId() {
        boolean without = chance(restless ? 10 : 50);
        return without ? Optional.empty() : Optional.of(new RequestId("r" + random.nextInt(12)));
    }

    private ConversationRequest request() {
        int dice = random.nextInt(100);
        if (restless && dice >= 7) {
            FieldValue<String> first = FieldValue.of("@p0");
            return chance(45)
                    ? new Withdraw(first, FieldValue.absent())
                    : new Select(first, FieldValue.absent(), choices());
        }
        if (dice < 4) {
            return create();
        }
        if (dice < 7) {
            return new Cancel(chance(50) ? FieldValue.absent() : FieldValue.of("no longer needed"));
        }
        FieldValue<String> name = FieldValue.of(chance(4) ? "@nobody" : "@p" + random.nextInt(3));
        FieldValue<Long> index = FieldValue.absent();
        if (chance(20)) {
            index = FieldValue.of(random.nextLong(4));
            name = chance(80) ? FieldValue.absent() : name;
        }
        return dice < 25 ? new Withdraw(name, index) : new Select(name, index, choices());
    }

    private FieldValue<List<FieldValue<SlotChoice>>> choices() {
        return switch (random.nextInt(40)) {
            case 0 -> FieldValue.absent();
            case 1 -> FieldValue.malformed(Fault.TYPE);
            case 2 -> FieldValue.of(List.of());
            case 3 -> FieldValue.of(List.of(choice(slotId()), choice(slotId())));
            case 4 -> FieldValue.of(List.of(choice(FieldValue.absent())));
            case 5 -> FieldValue.of(List.of(choice(FieldValue.malformed(Fault.TYPE))));
            case 6 ->
                FieldValue.of(
                        List.of(choice(FieldValue.of(oneOf(List.of("slt_", "slt_0", "slt_2535094801", "nine"))))));
            default -> FieldValue.of(List.of(choice(slotId())));
        };
    }

    private static FieldValue<SlotChoice> choice(FieldValue<String> slotId) {
        return FieldValue.of(new SlotChoice(slotId));
    }

    private FieldValue<String> slotId() {
        Instant start = slots.isEmpty() ? CreateBuilder.NINE : slots.get(Math.min(random.nextInt(4), slots.size() - 1));
        return FieldValue.of("slt_" + start.getEpochSecond());
    }

    /** The starts that were hinted at when the conversation was made; some may be none of its slots. */
    private static List<Instant> firstSlots(Create create) {
        var starts = new ArrayList<Instant>();
        long step = minutes(create.startInterval())
                .or(() -> minutes(create.requiredDuration()))
                .orElse(60L);
        for (FieldValue<PeriodFields> period : create.availablePeriods().value().orElse(List.of())) {
            Instant start = period.value().flatMap(it -> it.start().value()).orElse(BEGIN);
            starts.add(start);
            starts.add(start.plusSeconds(60 * step));
            starts.add(start.plusSeconds(120 * step));
        }
        return List.copyOf(starts);
    }

    private static Optional<Long> minutes(FieldValue<Minutes> given) {
        return given.value().flatMap(it -> it.minutes().value());
    }

    private Create create() {
        Instant hour = Instant.ofEpochSecond((now.getEpochSecond() / 3600 + 1) * 3600);
        CreateBuilder builder = CreateBuilder.aCreate()
                .participants(participants())
                .tzid(FieldValue.of("Europe/Rome"))
                .requiredDuration(CreateBuilder.minutes(oneOf(List.of(30, 60))))
                .startInterval(chance(60) ? FieldValue.absent() : CreateBuilder.minutes(oneOf(List.of(15, 30, 60))))
                .periods(periods(hour))
                .selectionExpiresAfter(
                        chance(40) ? FieldValue.absent() : CreateBuilder.minutes(oneOf(List.of(5, 20, 60))));
        while (chance(25)) {
            spoil(builder, hour);
        }
        return builder.build();
    }

    private List<FieldValue<ParticipantFields>> participants() {
        var drafts = new ArrayList<FieldValue<ParticipantFields>>();
        int count = oneOf(List.of(1, 2, 2, 3, 3, 3));
        boolean allAuto = chance(5);
        for (int i = 0; i < count; i++) {
            drafts.add(FieldValue.of(
                    allAuto || chance(15) ? CreateBuilder.auto("@p" + i) : CreateBuilder.manual("@p" + i)));
        }
        return drafts;
    }

    private List<FieldValue<PeriodFields>> periods(Instant hour) {
        Instant second = hour.plusSeconds(3600L * random.nextInt(3));
        var both = List.of(
                CreateBuilder.period(second, second.plusSeconds(60L * oneOf(List.of(60, 75, 90)))),
                CreateBuilder.period(hour, hour.plusSeconds(60L * oneOf(List.of(60, 105, 120)))));
        return chance(50) ? both : both.subList(1, 2);
    }

    private void spoil(CreateBuilder builder, Instant hour) {
        ParticipantFields nobody =
                CreateBuilder.identified(FieldValue.absent(), FieldValue.absent(), FieldValue.absent());
        switch (random.nextInt(11)) {
            case 0 -> builder.participants(List.of());
            case 1 ->
                builder.participants(
                        CreateBuilder.manual("a"),
                        CreateBuilder.manual("b"),
                        CreateBuilder.manual("c"),
                        CreateBuilder.manual("d"));
            case 2 -> builder.participants(CreateBuilder.manual("@p0"), nobody, CreateBuilder.auto("@p0"));
            case 3 -> builder.participants(CreateBuilder.participant("@p0", FieldValue.of("by hand")));
            case 4 -> builder.tzid(FieldValue.absent());
            case 5 -> builder.tzid(FieldValue.of("Moon/Base"));
            case 6 -> builder.requiredDuration(CreateBuilder.minutes(-random.nextInt(2)));
            case 7 -> builder.startInterval(CreateBuilder.minutes(0));
            case 8 -> builder.periods(List.of(CreateBuilder.period(hour, hour), CreateBuilder.period(hour, BEGIN)));
            case 9 ->
                builder.periods(List.of(CreateBuilder.period(hour.minusSeconds(10_800), hour.minusSeconds(3600))));
            default -> builder.selectionExpiresAfter(CreateBuilder.minutes(0));
        }
    }
}
