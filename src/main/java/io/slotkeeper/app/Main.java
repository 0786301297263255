package io.slotkeeper.app;

import io.slotkeeper.app.bench.BenchCommand;
import io.slotkeeper.app.broker.BrokerFailure;
import io.slotkeeper.app.chaos.ChaosCommand;
import io.slotkeeper.app.cli.AuditCommand;
import io.slotkeeper.app.cli.ExplainCommand;
import io.slotkeeper.app.cli.RebuildCommand;
import io.slotkeeper.app.cli.ReplayCommand;
import io.slotkeeper.app.cli.RunCommand;
import io.slotkeeper.app.cli.TopicsCommand;
import io.slotkeeper.app.config.ConfigHelp;
import io.slotkeeper.app.console.CommandContext;
import io.slotkeeper.app.console.CommandFailure;
import io.slotkeeper.app.console.Console;
import io.slotkeeper.app.console.ExitStatus;
import io.slotkeeper.app.console.Logging;
import io.slotkeeper.app.console.StopSignal;
import io.slotkeeper.app.console.UsageError;
import io.slotkeeper.app.demo.DemoCommand;
import io.slotkeeper.app.demo.DevCommand;
import io.slotkeeper.app.lines.SendCommand;
import io.slotkeeper.app.lines.WatchCommand;
import io.slotkeeper.app.run.KafkaClients;
import io.slotkeeper.store.StateClasses;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import org.apache.kafka.common.KafkaException;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.Spec;

/**
 * The command line (docs/spec/cli.md#output-and-exit-status). Exit status: 0 done, 1 failed, 2 wrong use; each failure
 * is one clear line.
 */
@Command(
        name = "slotkeeper",
        description = "Slot selections and time-limited slot reservations, decided by a Kafka Streams processor.",
        versionProvider = Main.Version.class,
        mixinStandardHelpOptions = true,
        scope = CommandLine.ScopeType.INHERIT,
        usageHelpWidth = 120,
        synopsisSubcommandLabel = "COMMAND")
public final class Main implements Callable<Integer> {

    @Option(
            names = "--verbose",
            scope = CommandLine.ScopeType.INHERIT,
            description = "More events, and where a failure comes from.")
    private boolean verbose;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private final Console console;

    private Main(Console console) {
        this.console = console;
    }

    /** Runs a command and ends the process with its exit status. */
    public static void main(String[] args) {
        prepareProcess();
        var stop = new StopSignal();
        stop.install();
        // Java's default handler prints many lines for a dead thread.
        Thread.setDefaultUncaughtExceptionHandler((thread, cause) ->
                LoggerFactory.getLogger(Main.class).error("thread {} died", thread.getName(), cause));
        int status = ExitStatus.FAILED;
        try {
            status = run(new CommandContext(Console.ofProcess(), stop, System.getenv()), args);
        } catch (LinkageError e) {
            // A class that registers a shutdown hook can't be initialised any more when the shutdown has begun, and the
            // embedded broker has some.
            if (!stop.begun()) {
                throw e;
            }
        } finally {
            stop.ended(status);
        }
        System.exit(status);
    }

    /**
     * Tells Avro and Kafka what they keep once for the whole process. It is done here, not by the classes that need it,
     * so that loading a class changes nothing for others, and in no order but this. May be called again.
     */
    public static void prepareProcess() {
        StateClasses.trust();
        BrokerFailure.keepProcess();
    }

    /** Runs a command in this process, which is prepared, and returns its exit status. */
    public static int run(CommandContext context, String... args) {
        var main = new Main(context.console());
        var commands = new CommandLine(main)
                .addSubcommand(new DemoCommand(context))
                .addSubcommand(new DevCommand(context))
                .addSubcommand(new RunCommand(context))
                .addSubcommand(new TopicsCommand(context))
                .addSubcommand(new SendCommand(context))
                .addSubcommand(new WatchCommand(context))
                .addSubcommand(new ReplayCommand(context))
                .addSubcommand(new ExplainCommand(context))
                .addSubcommand(new AuditCommand(context))
                .addSubcommand(new RebuildCommand(context))
                .addSubcommand(new BenchCommand(context))
                .addSubcommand(new ChaosCommand(context));
        var console = context.console();
        int status = commands.setResourceBundle(new ConfigHelp())
                .setOut(new PrintWriter(console.out(), true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(console.err(), true, StandardCharsets.UTF_8))
                .setExecutionStrategy(main::execute)
                .setParameterExceptionHandler((e, ignored) -> main.wrongUse(e))
                .setExecutionExceptionHandler((e, command, ignored) -> main.failed(e, command))
                .execute(args);
        console.out().flush();
        console.err().flush();
        return status;
    }

    /** The version in the jar's manifest. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Main.class.getPackage().getImplementationVersion();
            return new String[] {"slotkeeper " + (version == null ? "(not from a jar)" : version)};
        }
    }

    /** Without a command there is nothing to do. */
    @Override
    public Integer call() {
        throw new UsageError("a command is missing, one of "
                + String.join(", ", spec.subcommands().keySet()));
    }

    private int execute(ParseResult parsed) {
        if (verbose) {
            Logging.raise();
        }
        return new RunLast().execute(parsed);
    }

    private int wrongUse(ParameterException e) {
        return report(
                ExitStatus.WRONG_USE,
                e.getMessage() + "; see " + e.getCommandLine().getCommandSpec().qualifiedName() + " --help",
                e);
    }

    private int failed(Exception e, CommandLine command) {
        if (e instanceof UsageError) {
            return report(
                    ExitStatus.WRONG_USE,
                    e.getMessage() + "; see " + command.getCommandSpec().qualifiedName() + " --help",
                    e);
        }
        if (e instanceof CommandFailure) {
            return report(ExitStatus.FAILED, String.valueOf(e.getMessage()), e);
        }
        return e instanceof KafkaException
                ? report(ExitStatus.FAILED, "Kafka: " + KafkaClients.reason(e), e)
                : report(ExitStatus.FAILED, "a mistake in this program, --verbose shows where: " + e, e);
    }

    private int report(int status, String message, Exception e) {
        message.lines().forEach(line -> console.message("slotkeeper: " + line));
        if (verbose) {
            e.printStackTrace(console.err());
        }
        return status;
    }
}
