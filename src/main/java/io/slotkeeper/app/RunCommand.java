package io.slotkeeper.app;

import io.slotkeeper.stream.TopicAdmin;
import io.slotkeeper.stream.TopicReport;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "run",
        description = {
            "Runs the processor against an existing cluster, until a signal ends it.",
            "A flag comes before the environment (SLOTKEEPER_…), the environment before the file. Keys of the file:",
            "  prefix, input-prefix, bootstrap, state-dir, threads, output.format, http-port,",
            "  reservation.default, reservation.max, reservation.max-total, reservation.closed-retention,",
            "  booking.retention, conversation.retention, conversation.max-participants,",
            "  and any Kafka client or Streams setting with kafka. before it."
        })
final class RunCommand implements Callable<Integer> {

    private static final String EVERYWHERE = "0.0.0.0";

    @Mixin
    private final ClusterOptions cluster = new ClusterOptions();

    @Option(names = "--state-dir", paramLabel = "FOLDER", description = "Local state (default: .slotkeeper/state).")
    private @Nullable Path stateDir;

    @Option(names = "--threads", paramLabel = "N", description = "Stream threads (default: 2).")
    private @Nullable String threads;

    @Option(names = "--http-port", paramLabel = "PORT", description = "Health and metrics (default: 8080; 0: any).")
    private @Nullable String httpPort;

    @Option(names = "--set", paramLabel = "NAME=VALUE", description = "Any key of the file; may be repeated.")
    private List<String> settings = List.of();

    private final Surroundings surroundings;

    RunCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        Config config = cluster.read(surroundings.environment(), flags());
        CompletableFuture<String> stop = surroundings.stop().requested();
        try (Service service = Service.open(config, EVERYWHERE)) {
            surroundings.console().talk("health and metrics on port " + service.httpPort());
            Optional<Admin> reached = keepReaching(config.cluster(), stop);
            if (reached.isPresent()) {
                service.process(verify(config, reached.get()));
                surroundings.console().talk("processing " + config.topics().prefix() + "*");
                Lifetimes.awaitEnd(stop, service.failed());
            }
            return Main.GOOD;
        }
    }

    private Map<String, String> flags() {
        var flags = new TreeMap<>(ConfigSources.settings(settings));
        ClusterOptions.put(flags, Key.STATE_DIR, stateDir);
        ClusterOptions.put(flags, Key.THREADS, threads);
        ClusterOptions.put(flags, Key.HTTP_PORT, httpPort);
        return flags;
    }

    private static TopicReport verify(Config config, Admin reached) {
        try (Admin admin = reached) {
            var topics = new TopicAdmin(admin, config.topics(), config.cluster().bootstrap());
            return TopicsCommand.requireGood(topics.verify());
        }
    }

    /** A cluster that is down is no reason to end; empty when a signal came first. */
    private Optional<Admin> keepReaching(Config.Cluster brokers, CompletableFuture<String> stop) {
        Admin admin = Clients.admin(brokers);
        while (!stop.isDone()) {
            var answer = admin.describeCluster().nodes().toCompletionStage().toCompletableFuture();
            try {
                CompletableFuture.anyOf(answer, stop).get();
                if (!stop.isDone()) {
                    return Optional.of(admin);
                }
            } catch (ExecutionException e) {
                Failure unreachable = Clients.unreachable(brokers, e);
                if (!(e.getCause() instanceof TimeoutException)) {
                    admin.close();
                    throw unreachable;
                }
                surroundings.console().talk(unreachable.getMessage() + ", trying again");
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new Failure("interrupted while connecting to " + brokers.bootstrap(), e);
            }
        }
        admin.close(Duration.ZERO);
        return Optional.empty();
    }
}
