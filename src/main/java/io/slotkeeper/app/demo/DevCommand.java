package io.slotkeeper.app.demo;

import io.slotkeeper.app.broker.BrokerFailure;
import io.slotkeeper.app.broker.BrokerLibraries;
import io.slotkeeper.app.broker.EmbeddedBroker;
import io.slotkeeper.app.cli.ClusterOptions;
import io.slotkeeper.app.cli.TopicsCommand;
import io.slotkeeper.app.config.AccessFiles;
import io.slotkeeper.app.config.Config;
import io.slotkeeper.app.config.ConfigKey;
import io.slotkeeper.app.config.ConfigKeys;
import io.slotkeeper.app.config.ConfigSources;
import io.slotkeeper.app.console.CommandContext;
import io.slotkeeper.app.console.ExitStatus;
import io.slotkeeper.app.console.UsageError;
import io.slotkeeper.app.run.KafkaClients;
import io.slotkeeper.app.run.Service;
import io.slotkeeper.stream.cluster.TopicAdmin;
import io.slotkeeper.stream.cluster.TopicReport;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command {@code dev} (docs/spec/cli.md#commands). */
@Command(
        name = "dev",
        description = {
            "Runs an embedded broker, the processor and its HTTP edge until Ctrl-C, and keeps their data.",
            "Listens on this machine only. The environment (SLOTKEEPER_…) is read as by run."
        })
public final class DevCommand implements Callable<Integer> {

    private static final String LOCALHOST = "127.0.0.1";
    /** A token that is no secret, and the principal that it stands for. */
    private static final String TOKEN = "dev";

    @Option(names = "--data-dir", paramLabel = "FOLDER", description = "Where the data stays (default: .slotkeeper).")
    private Path dataDir = Path.of(".slotkeeper");

    @Option(names = "--kafka-port", paramLabel = "PORT", description = "For Kafka clients (default: 9092; 0: any).")
    private int kafkaPort = 9092;

    @Option(names = "--http-port", paramLabel = "PORT", description = "${bundle:key.http-port}")
    private @Nullable String httpPort;

    @Option(
            names = "--api-keys",
            paramLabel = "FILE",
            description = "Who may come in over HTTP, besides the token dev: lines of the SHA-256 of a token in hex, ="
                    + " and a name.")
    private @Nullable Path apiKeys;

    @Option(names = "--partitions", paramLabel = "N", description = "Of each topic; never changes (default: 8).")
    private int partitions = TopicAdmin.DEFAULT_PARTITIONS;

    @Option(
            names = "--set",
            paramLabel = "NAME=VALUE",
            description = "A decision setting, such as reservation.default=30s; may be repeated.")
    private List<String> settings = List.of();

    private final CommandContext context;

    public DevCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        check();
        BrokerLibraries.require("dev");
        // Read first, so that errors are found before anything starts; the broker's port is known only later.
        AccessFiles access = access(config("127.0.0.1:" + kafkaPort));
        CompletableFuture<String> stop = context.stop().requested();
        try (EmbeddedBroker broker = EmbeddedBroker.start(dataDir, kafkaPort)) {
            Config config = config(broker.bootstrap());
            TopicReport report = createTopics(config);
            try (Service service = Service.open(config, access)) {
                service.process(report);
                if (awaitReady(service, stop)) {
                    welcome(config, service);
                }
                service.awaitEnd(
                        stop, BrokerFailure.fatal().thenApply(reason -> "the embedded broker gave up: " + reason));
            }
        }
        return ExitStatus.GOOD;
    }

    private AccessFiles access(Config config) {
        return AccessFiles.readOrMake(config.edge(), dataDir.resolve("edge-secret"), TOKEN);
    }

    private void check() {
        if (partitions < 1) {
            throw new UsageError("--partitions is " + partitions + ", expected 1 or more");
        }
        if (kafkaPort < 0 || kafkaPort > 65_535) {
            throw new UsageError("--kafka-port is " + kafkaPort + ", expected a number from 0 to 65535");
        }
        List<String> decisions =
                ConfigKeys.decisions().stream().map(ConfigKey::text).toList();
        for (String name : ConfigSources.settings(settings).keySet()) {
            if (!decisions.contains(name)) {
                throw new UsageError("--set " + name + " is no decision setting, the nearest is "
                        + ConfigKeys.nearest(name, decisions.stream()));
            }
        }
    }

    private Config config(String bootstrap) {
        Map<String, String> flags = new TreeMap<>(ConfigSources.settings(settings));
        ClusterOptions.put(flags, ConfigKeys.BOOTSTRAP, bootstrap);
        ClusterOptions.put(flags, ConfigKeys.STATE_DIR, dataDir.resolve("state"));
        ClusterOptions.put(flags, ConfigKeys.HTTP_HOST, LOCALHOST);
        ClusterOptions.put(flags, ConfigKeys.HTTP_PORT, httpPort);
        ClusterOptions.put(flags, ConfigKeys.API_KEYS, apiKeys);
        // Who tries it out waits for the first answer, not for the thousandth.
        ClusterOptions.put(flags, ConfigKeys.WARM_UP, "0");
        ClusterOptions.put(flags, ConfigKeys.CORS_ORIGINS, "*");
        // The source documents' examples, and everybody's first try, are decades ahead.
        ClusterOptions.put(flags, ConfigKeys.ANONYMOUS_HORIZON, "36525d");
        return ConfigSources.read(flags, context.environment(), Optional.empty());
    }

    private TopicReport createTopics(Config config) {
        try (Admin admin = KafkaClients.reach(config.cluster())) {
            var topics = new TopicAdmin(admin, config.topics(), config.cluster().bootstrap());
            return TopicsCommand.requireGood(topics.create(partitions, OptionalInt.of(1)));
        }
    }

    /** Returns false if a signal or a failure came first. */
    private boolean awaitReady(Service service, CompletableFuture<String> stop) {
        var end = CompletableFuture.anyOf(stop, service.failed(), BrokerFailure.fatal());
        service.awaitReady(end, context.console()::message);
        return !end.isDone();
    }

    private void welcome(Config config, Service service) {
        String bootstrap = config.cluster().bootstrap();
        String kafka = bootstrap.equals(ConfigKeys.BOOTSTRAP.byDefault()) ? "" : " --bootstrap " + bootstrap;
        String http = "http://" + LOCALHOST + ":" + service.httpPort();
        String api = "curl -s -H cal-api-version:2024-09-04 -H content-type:application/json";
        context.console().message("""
            Slotkeeper is ready; Ctrl-C ends it.
              Kafka  %1$s
              HTTP   %2$s  (/v1, /v2, /openapi.json), also with the token "%3$s"
              health http://127.0.0.1:%7$s  (/health/live, /health/ready, /metrics)
              data   %4$s
            Try, in another terminal:
              %5$s -H 'authorization: Bearer %3$s' -X PUT %2$s/v2/event-types/1 -d '{"length_minutes":30}'
              %5$s %2$s/v2/slots/reservations -d '{"eventTypeId":1,"slotStart":"2050-09-05T10:00:00Z"}'
              ./slotkeeper watch reservations --from-beginning%6$s\
            """.formatted(bootstrap, http, TOKEN, dataDir, api, kafka, service.managementPort()));
    }
}
