package io.slotkeeper.app.cli;

import io.slotkeeper.app.config.AccessFiles;
import io.slotkeeper.app.config.Config;
import io.slotkeeper.app.config.ConfigKeys;
import io.slotkeeper.app.config.ConfigSources;
import io.slotkeeper.app.console.CommandContext;
import io.slotkeeper.app.console.CommandFailure;
import io.slotkeeper.app.console.ExitStatus;
import io.slotkeeper.app.run.KafkaClients;
import io.slotkeeper.app.run.Service;
import io.slotkeeper.app.warmup.WarmUp;
import io.slotkeeper.stream.cluster.TopicReport;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.RetriableException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command {@code run} (docs/spec/cli.md#commands). */
@Command(
        name = "run",
        description = {
            "Runs the processor and its HTTP edge against an existing cluster, until a signal ends it.",
            "A flag comes before the environment (SLOTKEEPER_…), the environment before the file."
        },
        footerHeading = "%nKeys of the file, and their defaults:%n",
        footer = "${bundle:keys}")
public final class RunCommand implements Callable<Integer> {

    @Mixin
    private final ClusterOptions cluster = new ClusterOptions();

    @Option(names = "--state-dir", paramLabel = "FOLDER", description = "${bundle:key.state-dir}")
    private @Nullable Path stateDir;

    @Option(names = "--threads", paramLabel = "N", description = "${bundle:key.threads}")
    private @Nullable String threads;

    @Option(names = "--http-port", paramLabel = "PORT", description = "${bundle:key.http-port}")
    private @Nullable String httpPort;

    @Option(names = "--api-keys", paramLabel = "FILE", description = "${bundle:key.api-keys}")
    private @Nullable Path apiKeys;

    @Option(names = "--require-auth", description = "${bundle:key.require-auth}")
    private boolean requireAuth;

    @Option(names = "--set", paramLabel = "NAME=VALUE", description = "Any key of the file; may be repeated.")
    private List<String> settings = List.of();

    @Option(
            names = "--warm-up-only",
            description = "Warm up without a cluster and end; for a JVM that records what it loads and compiles.")
    private boolean warmUpOnly;

    private final CommandContext context;

    public RunCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        Config config = cluster.read(context.environment(), flags());
        if (warmUpOnly) {
            try (WarmUp warmUp = Service.warmUp(config)) {
                warmUp.done().join();
            }
            return ExitStatus.GOOD;
        }
        AccessFiles access = AccessFiles.read(config.edge());
        CompletableFuture<String> stop = context.stop().requested();
        try (Service service = Service.open(config, access)) {
            context.console().message("HTTP on " + config.edge().host() + ", port " + service.httpPort());
            context.console()
                    .message("health and metrics on "
                            + config.edge().management().host() + ", port " + service.managementPort());
            Optional<TopicReport> topics = awaitTopics(config, stop);
            if (topics.isPresent()) {
                service.process(TopicsCommand.requireGood(topics.get()));
                context.console().message("processing " + config.topics().prefix() + "*");
                service.awaitReady(CompletableFuture.anyOf(stop, service.failed()), context.console()::message);
                if (service.unready().isEmpty()) {
                    context.console().message("ready");
                }
                service.awaitEnd(stop);
            }
            return ExitStatus.GOOD;
        }
    }

    private Map<String, String> flags() {
        var flags = new TreeMap<>(ConfigSources.settings(settings));
        ClusterOptions.put(flags, ConfigKeys.STATE_DIR, stateDir);
        ClusterOptions.put(flags, ConfigKeys.THREADS, threads);
        ClusterOptions.put(flags, ConfigKeys.HTTP_PORT, httpPort);
        ClusterOptions.put(flags, ConfigKeys.API_KEYS, apiKeys);
        ClusterOptions.put(flags, ConfigKeys.REQUIRE_AUTH, requireAuth ? true : null);
        return flags;
    }

    /**
     * Checks the topics as soon as the cluster answers; until then this is no reason to end.
     *
     * @return empty if a signal came first
     */
    private Optional<TopicReport> awaitTopics(Config config, CompletableFuture<String> stop) {
        while (!stop.isDone()) {
            CompletableFuture<TopicReport> check = check(config);
            try {
                CompletableFuture.anyOf(check, stop).join();
                if (!stop.isDone()) {
                    return Optional.of(check.join());
                }
            } catch (CompletionException e) {
                context.console().message(reasonToTryAgain(config, e) + ", trying again");
            }
        }
        return Optional.empty();
    }

    /** In a daemon thread, so that a signal doesn't have to wait for a slow cluster. */
    private static CompletableFuture<TopicReport> check(Config config) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try (Admin admin = KafkaClients.reach(config.cluster())) {
                        return KafkaClients.check(admin, config).verify();
                    }
                },
                task -> {
                    var thread = new Thread(task, "first-look");
                    thread.setDaemon(true);
                    thread.start();
                });
    }

    private static String reasonToTryAgain(Config config, CompletionException failed) {
        boolean passes = Stream.iterate(failed.getCause(), Objects::nonNull, Throwable::getCause)
                .anyMatch(RetriableException.class::isInstance);
        if (!passes && failed.getCause() instanceof RuntimeException reason) {
            throw reason;
        }
        if (!passes) {
            throw failed;
        }
        return failed.getCause() instanceof CommandFailure failure
                ? String.valueOf(failure.getMessage())
                : "the cluster at " + config.cluster().bootstrap() + " doesn't tell of its topics: "
                        + KafkaClients.reason(failed);
    }
}
