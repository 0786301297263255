package io.slotkeeper.edge.log;

import io.slotkeeper.edge.http.EdgeMeters;
import io.slotkeeper.edge.log.PendingRequests.Place;
import io.slotkeeper.edge.log.PendingRequests.Waiter;
import io.slotkeeper.topics.KeyPartition;
import io.slotkeeper.topics.ReplyPartition;
import io.slotkeeper.topics.Topic;
import io.slotkeeper.topics.TopicNames;
import io.slotkeeper.topics.TraceContext;
import io.slotkeeper.wire.Json;
import io.slotkeeper.wire.OutputReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes requests to the input topics and hears of their committed outcomes: the way from HTTP to the log and back.
 *
 * <p>Outcomes come back in one partition of {@code edge-outcomes}, which is read from where it ends at the start; what
 * else is written to it, by an edge that shares it, is passed over. So the cost doesn't grow with the traffic of others.
 * One thread sends, so that what takes a request back stands behind it; one reads. No caller waits on a thread, and what
 * callers do with an outcome keeps neither of the two: it is done by the executor, in any order.
 */
public final class RequestLog implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RequestLog.class);

    private static final Duration LOOK = Duration.ofMillis(200);
    private static final Duration CLOSES_WITHIN = Duration.ofSeconds(2);

    private final TopicNames topics;
    private final Producer<byte[], byte[]> producer;
    private final Consumer<byte[], byte[]> consumer;
    private final byte[] replyPartition;
    private final Duration timeout;
    private final EdgeMeters meters;
    private final Executor executor;
    private final PendingRequests waiting = new PendingRequests();
    private final BlockingQueue<Outgoing> outgoing = new LinkedBlockingQueue<>();
    private final CompletableFuture<String> failed = new CompletableFuture<>();
    private final Thread sender = new Thread(this::send, "edge-sender");
    private final Thread reader = new Thread(this::read, "edge-reader");
    private volatile boolean closing;

    private RequestLog(
            TopicNames topics,
            Producer<byte[], byte[]> producer,
            Consumer<byte[], byte[]> consumer,
            int replyPartition,
            Duration timeout,
            EdgeMeters meters,
            Executor executor) {
        this.topics = topics;
        this.producer = producer;
        this.consumer = consumer;
        this.replyPartition = Integer.toString(replyPartition).getBytes(StandardCharsets.US_ASCII);
        this.timeout = timeout;
        this.meters = meters;
        this.executor = executor;
    }

    /**
     * Stands at the end of its partition of outcomes when it returns, so it misses none.
     *
     * @param instance the name of this instance, which chooses the partition
     * @param partitions of each topic
     * @param producer idempotent; closed here, as is {@code consumer}
     * @param consumer of what is committed, without a group
     * @param timeout how long a request waits for its outcome
     * @param executor completes what {@link #ask} gives; to be ended after this. What it refuses completes exceptionally,
     *     on the thread that had the outcome.
     * @throws KafkaException when the cluster doesn't answer
     */
    public static RequestLog open(
            TopicNames topics,
            String instance,
            int partitions,
            Producer<byte[], byte[]> producer,
            Consumer<byte[], byte[]> consumer,
            Duration timeout,
            EdgeMeters meters,
            Executor executor) {
        int own = KeyPartition.of(instance, partitions);
        var replies = new TopicPartition(topics.name(Topic.EDGE_OUTCOMES), own);
        consumer.assign(List.of(replies));
        consumer.seekToEnd(List.of(replies));
        // Seeking alone does nothing before the next poll, which would be after the first request was sent.
        consumer.position(replies);
        Topic.inputs().forEach(input -> producer.partitionsFor(topics.name(input)));
        meters.replyPartition(own);
        var log = new RequestLog(topics, producer, consumer, own, timeout, meters, executor);
        log.sender.start();
        log.reader.start();
        return log;
    }

    /** Completes with the reason when outcomes can't be read any longer; the process should end then. */
    public CompletableFuture<String> failed() {
        return failed;
    }

    /** A record on its way to the producer, as bytes: what waits takes no more memory than it has on the log. */
    private static final class Outgoing {
        private final Topic input;
        private final String key;
        private final TraceContext trace;
        private final Optional<Waiter> waiter;
        private final AtomicReference<byte @Nullable []> request;

        Outgoing(RequestToLog ask, Json.Obj request, Optional<Waiter> waiter) {
            this.input = ask.input();
            this.key = ask.key();
            this.trace = ask.trace();
            this.waiter = waiter;
            this.request = new AtomicReference<>(request.bytes());
        }

        /** Once: by the sender, or by the waiter who gave up before. Nothing is kept of it then. */
        Optional<byte[]> take() {
            return Optional.ofNullable(request.getAndSet(null));
        }
    }

    /**
     * Completes with the committed outcome of this very request, or exceptionally with {@link
     * java.util.concurrent.TimeoutException} when there is none in time, and then the request may have been decided or
     * be decided later. If it says what takes it back, that is queued behind it.
     */
    public CompletableFuture<CommittedOutcome> ask(RequestToLog ask) {
        Waiter waiter = waiting.enter(ask.requestId());
        var first = new Outgoing(ask, ask.request(), Optional.of(waiter));
        Optional<Outgoing> undo = ask.undo().map(taken -> new Outgoing(ask, taken, Optional.empty()));
        outgoing.add(first);
        return waiter.answer()
                .orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((decided, failure) -> {
                    waiter.leave();
                    boolean wasSent = first.take().isEmpty();
                    if (failure != null && wasSent) {
                        undo.ifPresent(this::undo);
                    }
                })
                .whenCompleteAsync((decided, failure) -> {}, executor);
    }

    private void undo(Outgoing undo) {
        meters.undone();
        outgoing.add(undo);
    }

    private void send() {
        while (!closing || !outgoing.isEmpty()) {
            try {
                Outgoing next = outgoing.poll(LOOK.toMillis(), TimeUnit.MILLISECONDS);
                if (next != null) {
                    next.take().ifPresent(request -> send(next, request));
                }
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the callback is told what the future is
    private void send(Outgoing next, byte[] request) {
        var record =
                new ProducerRecord<>(topics.name(next.input), next.key.getBytes(StandardCharsets.US_ASCII), request);
        record.headers().add(ReplyPartition.HEADER, replyPartition);
        next.trace.addTo(record.headers());
        try {
            producer.send(record, (metadata, failure) -> sent(next, metadata, failure));
        } catch (InterruptException e) {
            throw e;
        } catch (KafkaException | IllegalStateException e) {
            sent(next, null, e);
        }
    }

    /** A failure says nothing about whether the record is in the log: whoever waits goes on doing so, in vain. */
    private void sent(Outgoing sent, @Nullable RecordMetadata metadata, @Nullable Exception failure) {
        if (failure != null) {
            meters.notSent();
            LOG.warn("a request could not be written to {}: {}", sent.input.logicalName(), failure.toString());
        } else if (metadata != null) {
            var place = new Place(sent.input.logicalName(), metadata.partition(), metadata.offset());
            sent.waiter.ifPresent(waiter -> waiter.placed(place));
        }
    }

    private void read() {
        try {
            while (!closing) {
                consumer.poll(LOOK).forEach(this::read);
            }
        } catch (WakeupException e) {
            LOG.debug("closing");
        } catch (RuntimeException e) {
            LOG.error("outcomes can't be read any longer", e);
            failed.complete("outcomes can't be read any longer: " + e);
        }
    }

    /** Whatever somebody has written to the topic: what is no outcome of ours is counted and passed over. */
    private void read(ConsumerRecord<byte[], byte[]> record) {
        try {
            Optional<Json.Obj> outcome = Optional.ofNullable(record.value()).flatMap(OutputReader::tree);
            outcome.ifPresentOrElse(this::decided, meters::outcomeUnreadable);
        } catch (RuntimeException e) {
            meters.outcomeUnreadable();
            LOG.debug("no outcome at {}", record.offset(), e);
        }
    }

    private void decided(Json.Obj outcome) {
        boolean own = outcome.text("request_id")
                .filter(id -> waiting.decided(id, place(outcome), new CommittedOutcome(outcome)))
                .isPresent();
        meters.outcomeRead(own);
    }

    private static Place place(Json.Obj outcome) {
        Json.Obj source = outcome.object("source").orElseGet(() -> Json.object().build());
        return new Place(
                source.text("topic").orElse(""),
                source.integer("partition").orElse(-1L),
                source.integer("offset").orElse(-1L));
    }

    /** What was asked before is sent, for a short time. */
    @Override
    public void close() {
        closing = true;
        consumer.wakeup();
        join(sender);
        join(reader);
        producer.close(CLOSES_WITHIN);
        consumer.close();
    }

    private static void join(Thread thread) {
        try {
            thread.join(CLOSES_WITHIN.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
