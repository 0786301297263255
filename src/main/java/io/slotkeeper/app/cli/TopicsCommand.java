package io.slotkeeper.app.cli;

import io.slotkeeper.app.config.Config;
import io.slotkeeper.app.console.CommandContext;
import io.slotkeeper.app.console.CommandFailure;
import io.slotkeeper.app.console.ExitStatus;
import io.slotkeeper.app.console.UsageError;
import io.slotkeeper.app.run.KafkaClients;
import io.slotkeeper.stream.cluster.TopicAdmin;
import io.slotkeeper.stream.cluster.TopicProblem;
import io.slotkeeper.stream.cluster.TopicReport;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command {@code topics} (docs/spec/topics.md#checks-at-the-start). */
@Command(
        name = "topics",
        description = {
            "Creates the topics with their settings, or checks them.",
            "Exit status 1 if anything is wrong; each problem is one line that says how to mend it."
        })
public final class TopicsCommand implements Callable<Integer> {

    private static final class Action {
        @Option(names = "--create", required = true, description = "Create what is missing, then check.")
        private boolean create;

        @Option(names = "--verify", required = true, description = "Check only.")
        private boolean verify;
    }

    @ArgGroup(multiplicity = "1")
    private final Action action = new Action();

    @Mixin
    private final ClusterOptions cluster = new ClusterOptions();

    @Option(names = "--partitions", paramLabel = "N", description = "Of each topic; never changes (default: 8).")
    private @Nullable Integer partitions;

    @Option(names = "--replication", paramLabel = "N", description = "Of each topic (default: 3, or all brokers).")
    private @Nullable Integer replication;

    private final CommandContext context;

    public TopicsCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        check();
        Config config = cluster.read(context.environment());
        try (Admin admin = KafkaClients.reachPatiently(config.cluster())) {
            return print(
                    action.create
                            ? create(admin, config)
                            : KafkaClients.check(admin, config).verify(),
                    config);
        }
    }

    private TopicReport create(Admin admin, Config config) {
        return new TopicAdmin(admin, config.topics(), config.cluster().bootstrap())
                .create(
                        partitions == null ? TopicAdmin.DEFAULT_PARTITIONS : partitions,
                        replication == null ? OptionalInt.empty() : OptionalInt.of(replication));
    }

    private void check() {
        if (action.verify && (partitions != null || replication != null)) {
            throw new UsageError("--partitions and --replication go with --create");
        }
        if (partitions != null && partitions < 1) {
            throw new UsageError("--partitions is " + partitions + ", expected 1 or more");
        }
        if (replication != null && (replication < 1 || replication > Short.MAX_VALUE)) {
            throw new UsageError("--replication is " + replication + ", expected 1 or more");
        }
    }

    private int print(TopicReport report, Config config) {
        report.problems().stream().map(TopicProblem::toString).forEach(context.console()::message);
        if (report.good()) {
            context.console()
                    .message("the topics " + config.topics().prefix() + "* are as they have to be: "
                            + report.partitions() + " partitions, replication " + report.replication());
        }
        return report.good() ? ExitStatus.GOOD : ExitStatus.FAILED;
    }

    /** @throws CommandFailure with one line for each problem */
    public static TopicReport requireGood(TopicReport report) {
        if (!report.good()) {
            throw new CommandFailure(String.join(
                    System.lineSeparator(),
                    report.problems().stream().map(TopicProblem::toString).toList()));
        }
        return report;
    }
}
