package io.slotkeeper.app.demo;

import io.slotkeeper.app.broker.BrokerLibraries;
import io.slotkeeper.app.broker.EmbeddedBroker;
import io.slotkeeper.app.broker.TemporaryFolder;
import io.slotkeeper.app.cli.ClusterAudit;
import io.slotkeeper.app.cli.ClusterOptions;
import io.slotkeeper.app.cli.TopicsCommand;
import io.slotkeeper.app.config.AccessFiles;
import io.slotkeeper.app.config.Config;
import io.slotkeeper.app.config.ConfigKeys;
import io.slotkeeper.app.config.ConfigSources;
import io.slotkeeper.app.console.CommandContext;
import io.slotkeeper.app.console.ExitStatus;
import io.slotkeeper.app.run.KafkaClients;
import io.slotkeeper.app.run.Service;
import io.slotkeeper.audit.AuditReport;
import io.slotkeeper.stream.cluster.TopicAdmin;
import io.slotkeeper.stream.cluster.TopicReport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.admin.Admin;
import picocli.CommandLine.Command;

/** The command {@code demo} (docs/spec/cli.md#commands). */
@Command(
        name = "demo",
        description = {
            "Plays both source documents on an embedded broker in a temporary folder, audits what came of it, and ends.",
            "Exit status 1 if any snapshot or outcome is not what they say."
        })
public final class DemoCommand implements Callable<Integer> {

    /** Short enough to watch, long enough that the second party is refused first. */
    private static final String HOLD = "4s";

    private static final String TOKEN = "demo";

    private final CommandContext context;

    public DemoCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        BrokerLibraries.require("demo");
        // From here on a signal ends the demo cleanly: its folders are deleted.
        CompletableFuture<String> stop = context.stop().requested();
        try (EmbeddedBroker broker = EmbeddedBroker.temporary();
                TemporaryFolder state = TemporaryFolder.create()) {
            Config config = config(broker.bootstrap(), state.path());
            try (Service service = Service.open(config, access(state.path()))) {
                service.process(createTopics(config));
                var stage = new DemoStage(context.console());
                DemoScenario.play(config, stage, stop);
                new DemoOverHttp(service.httpPort(), TOKEN, stage, stop).play();
                audit(config, stage, stop);
                return stage.sumUp() ? ExitStatus.GOOD : ExitStatus.FAILED;
            }
        }
    }

    /** By a second implementation of the specification, as {@code audit} does it. */
    private void audit(Config config, DemoStage stage, CompletableFuture<String> stop) {
        stage.title("Audit: everything that was committed, judged by the specification");
        AuditReport report = new ClusterAudit(config, context.console(), stop).run(true);
        report.figures().forEach(figure -> stage.say("    " + figure.sentence()));
        stage.check("nothing is wrong", true, report.isGood());
    }

    private static AccessFiles access(Path folder) {
        return AccessFiles.readOrMake(ConfigSources.defaults().edge(), folder.resolve("edge-secret"), TOKEN);
    }

    private static Config config(String bootstrap, Path state) {
        Map<String, String> flags = new TreeMap<>();
        ClusterOptions.put(flags, ConfigKeys.BOOTSTRAP, bootstrap);
        ClusterOptions.put(flags, ConfigKeys.STATE_DIR, state);
        ClusterOptions.put(flags, ConfigKeys.HTTP_PORT, 0);
        ClusterOptions.put(flags, ConfigKeys.WARM_UP, "0");
        ClusterOptions.put(flags, ConfigKeys.RESERVATION_DEFAULT, HOLD);
        return ConfigSources.read(flags, Map.of(), Optional.empty());
    }

    private static TopicReport createTopics(Config config) {
        try (Admin admin = KafkaClients.reach(config.cluster())) {
            var topics = new TopicAdmin(admin, config.topics(), config.cluster().bootstrap());
            return TopicsCommand.requireGood(topics.create(2, OptionalInt.of(1)));
        }
    }
}
