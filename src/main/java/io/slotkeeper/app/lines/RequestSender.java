package io.slotkeeper.app.lines;

import io.slotkeeper.app.config.Config;
import io.slotkeeper.app.console.CommandFailure;
import io.slotkeeper.app.console.Console;
import io.slotkeeper.app.run.KafkaClients;
import io.slotkeeper.topics.Topic;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/** Sends lines in order and settles them in the same order, with or without waiting for their answers. */
final class RequestSender implements AutoCloseable {

    /** How long to wait for the answer to a line. */
    private static final Duration ANSWERED_WITHIN = Duration.ofSeconds(30);

    /**
     * Maximum number of unsettled lines, unless somebody wants fewer; at 20,000 requests a second the last of them
     * waits for a quarter of a second.
     */
    static final int MOST_UNSETTLED = 5_000;

    /** Number of lines between two polls for answers: a poll costs as much as a few lines. */
    private static final int POLL_EVERY = 500;

    private static final Duration POLL_TIMEOUT = Duration.ofMillis(100);

    private record Sent(int line, Future<RecordMetadata> written, long nanos) {}

    private final KafkaProducer<byte[], byte[]> producer;
    private final String topic;
    private final Optional<AnswerReader> answers;
    private final int mostUnsettled;
    private final Console console;
    private final Deque<Sent> unsettled = new ArrayDeque<>();
    private int sent;
    private int failures;

    private RequestSender(
            KafkaProducer<byte[], byte[]> producer,
            String topic,
            Optional<AnswerReader> answers,
            int mostUnsettled,
            Console console) {
        this.producer = producer;
        this.topic = topic;
        this.answers = answers;
        this.mostUnsettled = mostUnsettled;
        this.console = console;
    }

    /**
     * @param wait for the answer to each line, and print it
     * @param mostUnsettled how many lines may be without an answer, or unwritten, at a time
     */
    static RequestSender open(Config config, Topic topic, boolean wait, int mostUnsettled, Console console) {
        // Before anything is sent, so that no answer is missed.
        Optional<AnswerReader> answers = wait ? Optional.of(AnswerReader.open(config, topic)) : Optional.empty();
        return new RequestSender(
                KafkaClients.producer(config.cluster()), config.topics().name(topic), answers, mostUnsettled, console);
    }

    /** Sends a line. Waits while too many lines are unsettled. */
    void send(int number, SendLine line) {
        SendLine filled =
                answers.isPresent() ? line.withRequestId(UUID.randomUUID().toString()) : line;
        var written = producer.send(new ProducerRecord<>(topic, filled.keyBytes(), filled.valueBytes()));
        unsettled.add(new Sent(number, written, System.nanoTime()));
        sent++;
        if (sent % POLL_EVERY == 0) {
            answers.ifPresent(a -> a.poll(Duration.ZERO));
            showProgress();
        }
        while (unsettled.size() >= mostUnsettled) {
            settle(unsettled.remove());
        }
    }

    /**
     * Settles every line sent so far.
     *
     * @return whether all were written, and none was refused or left unanswered
     */
    boolean finish() {
        producer.flush();
        while (!unsettled.isEmpty()) {
            settle(unsettled.remove());
        }
        answers.ifPresent(AnswerReader::forget);
        endProgress();
        return failures == 0;
    }

    private void settle(Sent line) {
        Optional<RecordMetadata> written = written(line);
        if (written.isPresent() && answers.isPresent()) {
            var place = new AnswerReader.RequestPosition(
                    written.get().partition(), written.get().offset());
            answer(line, place, answers.get());
        }
    }

    private Optional<RecordMetadata> written(Sent line) {
        try {
            return Optional.of(line.written().get());
        } catch (ExecutionException e) {
            failures++;
            String why = "not sent: " + KafkaClients.reason(e);
            console.message("slotkeeper: line " + line.line() + " was " + why);
            answers.ifPresent(a -> console.data(JsonLine.unanswered(line.line(), why)));
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure("interrupted while sending line " + line.line(), e);
        }
    }

    private void answer(Sent line, AnswerReader.RequestPosition place, AnswerReader from) {
        Optional<AnswerReader.RequestAnswer> answer = from.take(place);
        while (answer.isEmpty() && System.nanoTime() - line.nanos() < ANSWERED_WITHIN.toNanos()) {
            from.poll(POLL_TIMEOUT);
            answer = from.take(place);
        }
        if (answer.isEmpty() || answer.get().refused()) {
            failures++;
        }
        console.data(answer.map(AnswerReader.RequestAnswer::line)
                .orElseGet(() ->
                        JsonLine.unanswered(line.line(), "no answer within " + ANSWERED_WITHIN.toSeconds() + " s")));
    }

    private void showProgress() {
        if (console.terminal()) {
            console.err().print("\r" + sent + " lines sent, " + (sent - unsettled.size()) + " settled");
        }
    }

    private void endProgress() {
        if (console.terminal() && sent >= POLL_EVERY) {
            console.err().println("\r" + sent + " lines sent, all settled      ");
        }
    }

    @Override
    public void close() {
        producer.close(Duration.ofMillis(KafkaClients.TIMEOUT_MS));
        answers.ifPresent(AnswerReader::close);
    }
}
