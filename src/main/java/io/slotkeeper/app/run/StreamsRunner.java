package io.slotkeeper.app.run;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import io.slotkeeper.app.config.Config;
import io.slotkeeper.app.console.CommandFailure;
import io.slotkeeper.store.StateMismatchException;
import io.slotkeeper.stream.ObservedClients;
import io.slotkeeper.stream.RocksDbLibrary;
import io.slotkeeper.stream.SlotkeeperTopology;
import io.slotkeeper.stream.StreamMeters;
import io.slotkeeper.stream.Ticks;
import io.slotkeeper.stream.cluster.TopicReport;
import io.slotkeeper.stream.query.OpenPartitions;
import io.slotkeeper.stream.query.OwnedState;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaClientSupplier;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.apache.kafka.streams.state.HostInfo;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The running topology: starts it, replaces stream threads that died up to a limit, reports readiness, and closes it.
 */
public final class StreamsRunner implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(StreamsRunner.class);

    /**
     * The program ends within 30 s of a signal (docs/spec/cli.md#output-and-exit-status); what follows the streams
     * takes a second or two.
     */
    private static final Duration CLOSES_WITHIN = Duration.ofSeconds(25);

    /** A broker clock that is this far ahead makes holds expire that should not (docs/spec/log-time.md#log-time). */
    private static final Duration UNREADY_LEAD = Duration.ofSeconds(60);

    private final KafkaStreams streams;
    private final OpenPartitions open;
    private final KafkaStreamsMetrics metrics;
    private final StreamMeters meters;
    private final RestoreProgress restored = new RestoreProgress();
    private final ThreadDeaths deaths = new ThreadDeaths();
    private final CompletableFuture<String> failed = new CompletableFuture<>();

    private final FolderLock state;

    private StreamsRunner(KafkaStreams streams, OpenPartitions open, StreamMeters meters, FolderLock state) {
        this.streams = streams;
        this.open = open;
        this.meters = meters;
        this.state = state;
        this.metrics = new KafkaStreamsMetrics(streams);
    }

    /**
     * Starts without waiting; {@link #unready()} reports when it is ready.
     *
     * @param topics report without problems
     * @param clients those of Streams, if empty
     * @param address by which other instances query the state of this one; empty: none do
     * @throws CommandFailure if another process uses the state folder, RocksDB's library can't be unpacked, or Streams
     *     doesn't accept its configuration
     */
    public static StreamsRunner start(
            Config config,
            TopicReport topics,
            Ticks ticks,
            Optional<KafkaClientSupplier> clients,
            Optional<HostInfo> address,
            MeterRegistry registry) {
        // Streams locks the folder of the application too, but without a clear message.
        Path folder = config.instance().stateDir().resolve(config.topics().applicationId());
        FolderLock state = FolderLock.of(folder);
        try {
            RocksDbLibrary.load(folder);
            var meters = new StreamMeters(registry);
            var open = new OpenPartitions();
            var topology = SlotkeeperTopology.create(
                    config.topology(topics.partitions()),
                    config.topics(),
                    config.instance().output(),
                    ticks,
                    meters,
                    open);
            Properties settings = config.streams(topics.replication());
            address.ifPresent(it -> settings.put(StreamsConfig.APPLICATION_SERVER_CONFIG, it.host() + ":" + it.port()));
            var streams = new KafkaStreams(
                    topology,
                    settings,
                    clients.orElseGet(() -> new ObservedClients(() -> open.ran(System.nanoTime()))));
            var processor = new StreamsRunner(streams, open, meters, state);
            processor.metrics.bindTo(registry);
            processor.streams.setGlobalStateRestoreListener(processor.restored);
            processor.streams.setUncaughtExceptionHandler(processor::onDeath);
            processor.streams.start();
            return processor;
        } catch (IOException e) {
            state.close();
            throw new CommandFailure("the processor doesn't start: " + e.getMessage(), e);
        } catch (KafkaException e) {
            state.close();
            throw new CommandFailure("the processor doesn't start: " + KafkaClients.reason(e), e);
        }
    }

    private StreamThreadExceptionResponse onDeath(Throwable cause) {
        Optional<StateMismatchException> mismatch = StateMismatchException.in(cause);
        if (mismatch.isPresent()) {
            failed.complete(mismatch(String.valueOf(mismatch.get().getMessage())));
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        }
        LOG.error("a stream thread died: {}", KafkaClients.reason(cause), cause);
        if (deaths.isFinal(cause, System.nanoTime())) {
            failed.complete("stream threads don't live, the last one died of: " + KafkaClients.reason(cause));
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        }
        return StreamThreadExceptionResponse.REPLACE_THREAD;
    }

    /** The operator has to put the difference right: another attempt would find the same. */
    static String mismatch(String objections) {
        return objections + "; to mend: go on with what the state was made with, or begin anew under another prefix";
    }

    /**
     * The state of the partitions that this instance owns.
     *
     * @param address with which it was started
     */
    OwnedState state(HostInfo address, int partitions) {
        return new OwnedState(streams, address, open, partitions);
    }

    /** Completes with the reason when another thread wouldn't live either; the process should then end. */
    public CompletableFuture<String> failed() {
        return failed;
    }

    /** Whether it processes all its partitions. */
    boolean isRunning() {
        return streams.state() == KafkaStreams.State.RUNNING;
    }

    /** Why this instance is not ready; empty if all its partitions are processed. */
    Optional<String> unready() {
        KafkaStreams.State state = streams.state();
        if (state != KafkaStreams.State.RUNNING) {
            return Optional.of("streams are " + state + restored.text());
        }
        long lead = meters.leadMillis().orElse(0);
        return lead > UNREADY_LEAD.toMillis()
                ? Optional.of("log time is " + lead + " ms ahead of this machine's clock")
                : Optional.empty();
    }

    /**
     * Commits and leaves the group, so that its partitions are reassigned at once and not when the session times out.
     */
    @Override
    public void close() {
        metrics.close();
        boolean closed = streams.close(CloseOptions.timeout(CLOSES_WITHIN)
                .withGroupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP));
        if (!closed) {
            LOG.error("the streams did not close within {} s", CLOSES_WITHIN.toSeconds());
        }
        state.close();
    }
}
