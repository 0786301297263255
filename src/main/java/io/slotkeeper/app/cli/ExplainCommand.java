package io.slotkeeper.app.cli;

import io.slotkeeper.app.config.Config;
import io.slotkeeper.app.console.CommandContext;
import io.slotkeeper.app.console.CommandFailure;
import io.slotkeeper.app.console.ExitStatus;
import io.slotkeeper.app.console.UsageError;
import io.slotkeeper.app.run.KafkaClients;
import io.slotkeeper.app.run.RecordedSettings;
import io.slotkeeper.conversation.ConversationId;
import io.slotkeeper.replay.KeyHistory;
import io.slotkeeper.replay.ReplayLimit;
import io.slotkeeper.replay.TruncatedLogException;
import io.slotkeeper.request.Principal;
import io.slotkeeper.request.field.IsoInstant;
import io.slotkeeper.reservation.calendar.EventTypeKey;
import io.slotkeeper.wire.Json;
import io.slotkeeper.wire.explain.AskedSlot;
import io.slotkeeper.wire.explain.ExplainedJson;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code explain} (docs/spec/cli.md). */
@Command(
        name = "explain",
        description = {
            "Why a slot can be had now, or can't: one JSON line, with every reason. Decides the log of its key once more",
            "without Streams, so it needs no instance, and tells of any earlier time as well (exit status 1: it can't be had)."
        })
public final class ExplainCommand implements Callable<Integer> {

    @Parameters(index = "0", paramLabel = "KEY", description = "An event type's key, or a conversation's id.")
    private String key = "";

    @Option(names = "--start", paramLabel = "TIME", description = "Of the slot of an event type.")
    private @Nullable String start;

    @Option(names = "--duration", paramLabel = "MINUTES", description = "Of that slot (default: the event type's).")
    private @Nullable Long minutes;

    @Option(
            names = "--as",
            paramLabel = "PRINCIPAL",
            description = "Who asks; anonymous for no credentials (default: a trusted service).")
    private @Nullable String principal;

    @Option(names = "--participant", paramLabel = "NAME", description = "Of a conversation.")
    private @Nullable String participant;

    @Option(names = "--slot", paramLabel = "ID", description = "That the participant would select.")
    private @Nullable String slot;

    @Option(
            names = "--until",
            paramLabel = "TIME|OFFSET",
            description = "As it was then; an offset is that of the key's partition (default: now).")
    private @Nullable String until;

    @Mixin
    private final ClusterOptions cluster = new ClusterOptions();

    private final CommandContext context;

    public ExplainCommand(CommandContext context) {
        this.context = context;
    }

    /** Answers from the log; empty: there is nothing to tell of. */
    private interface LogQuestion {
        Optional<Json.Obj> ask(KeyHistory history, ReplayLimit until, UnaryOperator<Instant> now);
    }

    @Override
    public Integer call() {
        ReplayLimit end = until == null ? new ReplayLimit.End() : Untils.parse(until);
        LogQuestion question = question();
        Config config = cluster.read(context.environment());
        KafkaClients.reach(config.cluster()).close();
        CompletableFuture<String> stop = context.stop().requested();
        var history = new KeyHistory(
                () -> KafkaClients.consumer(config.cluster()),
                config.topics(),
                RecordedSettings.of(config),
                stop::isDone);
        try {
            Json.Obj answer = question.ask(history, end, now(end))
                    .orElseThrow(
                            () -> new CommandFailure("there is no conversation " + key + " with that participant"));
            if (stop.isDone()) {
                throw new CommandFailure("stopped before the end");
            }
            context.console().data(answer.compact());
            return answer.get("available").filter(Json.of(true)::equals).isPresent()
                    ? ExitStatus.GOOD
                    : ExitStatus.FAILED;
        } catch (TruncatedLogException e) {
            throw new CommandFailure(String.valueOf(e.getMessage()), e);
        }
    }

    /** Log time at which it is asked, from that of the last record. */
    private static UnaryOperator<Instant> now(ReplayLimit end) {
        if (end instanceof ReplayLimit.Time time) {
            return logTime -> time.instant();
        }
        return end instanceof ReplayLimit.Offset
                ? UnaryOperator.identity()
                : logTime -> Stream.of(Instant.now(), logTime)
                        .max(Comparator.naturalOrder())
                        .orElseThrow();
    }

    private LogQuestion question() {
        if (start != null) {
            if (participant != null || slot != null) {
                throw new UsageError("--start is an event type's, --participant and --slot are a conversation's");
            }
            return ofSlot(start);
        }
        if (participant == null || slot == null) {
            throw new UsageError("needs --start for an event type, or --participant and --slot for a conversation");
        }
        if (minutes != null || principal != null) {
            throw new UsageError("--duration and --as go with --start");
        }
        if (!ConversationId.isValid(key)) {
            throw new UsageError("'" + key + "' is no conversation's id");
        }
        String name = participant;
        String slotId = slot;
        return (history, end, now) ->
                history.explain(new ConversationId(key), name, slotId, end, now).map(ExplainedJson::of);
    }

    private LogQuestion ofSlot(String slotStart) {
        if (!EventTypeKey.isCanonical(key)) {
            throw new UsageError("'" + key + "' is no event type's key");
        }
        if (IsoInstant.parse(slotStart).value().isEmpty()) {
            throw new UsageError("--start is '" + slotStart + "', expected a time such as 2050-09-05T10:00:00Z");
        }
        if (principal != null && !Principal.isValid(principal)) {
            throw new UsageError("--as is '" + principal + "', which is no principal");
        }
        AskedSlot asked = AskedSlot.of(AskedSlot.begin()
                .put("slot_start", slotStart)
                .put("slot_duration_minutes", Optional.ofNullable(minutes).map(Json::of))
                .put("requested_by", Optional.ofNullable(principal).map(Json::of))
                .build());
        return (history, end, now) ->
                Optional.of(ExplainedJson.of(history.explain(new EventTypeKey(key), asked, end, now)));
    }
}
