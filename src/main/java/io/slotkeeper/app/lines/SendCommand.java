package io.slotkeeper.app.lines;

import io.slotkeeper.app.cli.ClusterOptions;
import io.slotkeeper.app.config.Config;
import io.slotkeeper.app.console.CommandContext;
import io.slotkeeper.app.console.CommandFailure;
import io.slotkeeper.app.console.ExitStatus;
import io.slotkeeper.app.console.UsageError;
import io.slotkeeper.app.run.KafkaClients;
import io.slotkeeper.stream.cluster.TopicAdmin;
import io.slotkeeper.topics.Topic;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code send} (docs/spec/cli.md#commands). */
@Command(
        name = "send",
        description = {
            "Sends JSON lines {\"key\":\"…\",\"value\":{…}} to an input topic, keyed and partitioned as the Java client does.",
            "Exit status 1 if a line could not be sent or, with --wait, was refused or not answered; 2 at a line that"
                    + " can't be read, after what stands before it was sent."
        })
public final class SendCommand implements Callable<Integer> {

    @Parameters(
            index = "0",
            paramLabel = "TOPIC",
            description = "selection-requests or reservation-requests, without prefix.")
    private String topic = "";

    @Parameters(index = "1", arity = "0..1", paramLabel = "FILE", description = "Standard input if there is none.")
    private @Nullable Path file;

    @Option(
            names = "--wait",
            description = "Fill in a request_id where none is, and print the outcome or refused record of each line.")
    private boolean wait;

    @Option(
            names = "--unanswered",
            paramLabel = "N",
            description = "With --wait: how many lines may be without an answer at a time (default: "
                    + RequestSender.MOST_UNSETTLED + "). Few of them leave room for other clients.")
    private int unanswered = RequestSender.MOST_UNSETTLED;

    @Mixin
    private final ClusterOptions cluster = new ClusterOptions();

    private final CommandContext context;

    public SendCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        Topic input = input();
        if (unanswered < 1) {
            throw new UsageError("--unanswered is " + unanswered + ", expected 1 or more");
        }
        if (!wait && unanswered != RequestSender.MOST_UNSETTLED) {
            throw new UsageError("--unanswered goes with --wait");
        }
        Config config = cluster.read(context.environment());
        try (BufferedReader lines = lines()) {
            requireTopic(config, input);
            try (RequestSender sending = RequestSender.open(config, input, wait, unanswered, context.console())) {
                return sendAll(lines, sending) ? ExitStatus.GOOD : ExitStatus.FAILED;
            }
        } catch (IOException e) {
            throw new CommandFailure("the input can't be read: " + e, e);
        }
    }

    private Topic input() {
        return Topic.byLogicalName(topic)
                .filter(t -> t.role() == Topic.Role.INPUT)
                .orElseThrow(() -> new UsageError("TOPIC is '" + topic + "', expected "
                        + Topic.inputs().stream().map(Topic::logicalName).collect(Collectors.joining(" or "))));
    }

    private BufferedReader lines() {
        // This decoder reports what isn't UTF-8; that of the usual reader would silently replace it.
        return new BufferedReader(new InputStreamReader(open(), StandardCharsets.UTF_8.newDecoder()));
    }

    private InputStream open() {
        try {
            return file == null ? context.console().in() : Files.newInputStream(file);
        } catch (IOException e) {
            throw new UsageError("FILE " + file + " can't be read", e);
        }
    }

    private static void requireTopic(Config config, Topic topic) {
        try (Admin admin = KafkaClients.reach(config.cluster())) {
            new TopicAdmin(admin, config.topics(), config.cluster().bootstrap())
                    .missing(topic)
                    .ifPresent(problem -> {
                        throw new CommandFailure(problem.toString());
                    });
        }
    }

    private static boolean sendAll(BufferedReader lines, RequestSender sending) throws IOException {
        int number = 0;
        Optional<String> text = next(lines, number, sending);
        while (text.isPresent()) {
            number++;
            if (!text.get().isBlank()) {
                sending.send(number, parse(text.get(), number, sending));
            }
            text = next(lines, number, sending);
        }
        return sending.finish();
    }

    private static Optional<String> next(BufferedReader lines, int before, RequestSender sending) throws IOException {
        try {
            Optional<String> line = Optional.ofNullable(lines.readLine());
            return before > 0 ? line : line.map(SendCommand::withoutMark);
        } catch (CharacterCodingException e) {
            sending.finish();
            throw new UsageError("line " + (before + 1) + ", or one soon after it, is not UTF-8", e);
        }
    }

    /** Without the mark by which some programs begin a file in UTF-8. */
    private static String withoutMark(String first) {
        return first.startsWith("\ufeff") ? first.substring(1) : first;
    }

    private static SendLine parse(String text, int number, RequestSender sending) {
        try {
            return SendLine.parse(text);
        } catch (SendLine.MalformedLineException e) {
            sending.finish();
            throw new UsageError("line " + number + ": " + e.getMessage(), e);
        }
    }
}
