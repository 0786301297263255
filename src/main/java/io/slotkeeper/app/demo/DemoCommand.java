package io.slotkeeper.app.demo;

import io.slotkeeper.app.broker.EmbeddedBroker;
import io.slotkeeper.app.broker.TemporaryFolder;
import io.slotkeeper.app.cli.ClusterAudit;
import io.slotkeeper.app.cli.ClusterOptions;
import io.slotkeeper.app.cli.TopicsCommand;
import io.slotkeeper.app.config.Config;
import io.slotkeeper.app.config.ConfigKey;
import io.slotkeeper.app.config.ConfigSources;
import io.slotkeeper.app.config.EdgeAccess;
import io.slotkeeper.app.console.CommandContext;
import io.slotkeeper.app.console.ExitStatus;
import io.slotkeeper.app.run.KafkaClients;
import io.slotkeeper.app.run.Service;
import io.slotkeeper.audit.AuditReport;
import io.slotkeeper.request.Principal;
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

@Command(
        name = "demo",
        description = {
            "Plays both source documents on an embedded broker in a temporary folder, audits what came of it, and ends.",
            "Exit status 1 if any snapshot or outcome is not what they say."
        })
public final class DemoCommand implements Callable<Integer> {

    /** Short enough to be watched, long enough for the second party to be refused first. */
    private static final String HOLD = "4s";

    private static final String TOKEN = "demo";

    private final CommandContext surroundings;

    public DemoCommand(CommandContext surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException {
        // From here on a signal ends the demo as its own end does: the folders go.
        CompletableFuture<String> stop = surroundings.stop().requested();
        try (EmbeddedBroker broker = EmbeddedBroker.temporary();
                TemporaryFolder state = TemporaryFolder.create()) {
            Config config = config(broker.bootstrap(), state.path());
            try (Service service = Service.open(config, access(state.path()))) {
                service.process(createTopics(config));
                var stage = new DemoStage(surroundings.console());
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
        AuditReport report = new ClusterAudit(config, surroundings.console(), stop).run(true);
        report.figures().forEach(figure -> stage.say("    " + figure.sentence()));
        stage.check("nothing is wrong", true, report.isGood());
    }

    private static EdgeAccess access(Path folder) {
        EdgeAccess made = EdgeAccess.readOrMake(Config.Edge.DEFAULT, folder.resolve("edge-secret"));
        return new EdgeAccess(made.keys().with(TOKEN, new Principal(TOKEN)), made.secret());
    }

    private static Config config(String bootstrap, Path state) {
        Map<String, String> flags = new TreeMap<>();
        ClusterOptions.put(flags, ConfigKey.BOOTSTRAP, bootstrap);
        ClusterOptions.put(flags, ConfigKey.STATE_DIR, state);
        ClusterOptions.put(flags, ConfigKey.HTTP_PORT, 0);
        ClusterOptions.put(flags, ConfigKey.RESERVATION_DEFAULT, HOLD);
        return ConfigSources.read(flags, Map.of(), Optional.empty());
    }

    private static TopicReport createTopics(Config config) {
        try (Admin admin = KafkaClients.reach(config.cluster())) {
            var topics = new TopicAdmin(admin, config.topics(), config.cluster().bootstrap());
            return TopicsCommand.requireGood(topics.create(2, OptionalInt.of(1)));
        }
    }
}
