package io.slotkeeper.app;

import io.slotkeeper.app.cli.AuditCommand;
import io.slotkeeper.app.cli.RebuildCommand;
import io.slotkeeper.app.cli.ReplayCommand;
import io.slotkeeper.app.cli.RunCommand;
import io.slotkeeper.app.cli.TopicsCommand;
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

/** The command line (cli.md). Exit status: 0 done, 1 failed, 2 wrong use; each failure is one clear line. */
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
        var stop = new StopSignal();
        stop.install();
        // Java's own way of telling that a thread died takes many lines.
        Thread.setDefaultUncaughtExceptionHandler((thread, cause) ->
                LoggerFactory.getLogger(Main.class).error("thread {} died", thread.getName(), cause));
        int status = ExitStatus.FAILED;
        try {
            status = run(new CommandContext(Console.ofProcess(), stop, System.getenv()), args);
        } catch (LinkageError e) {
            // A class that wants to be told of the end can't be initialised any more when the end has begun, and the
            // embedded broker has some.
            if (!stop.begun()) {
                throw e;
            }
        } finally {
            stop.ended(status);
        }
        System.exit(status);
    }

    /** Runs a command in this process and returns its exit status. */
    public static int run(CommandContext surroundings, String... args) {
        var main = new Main(surroundings.console());
        var commands = new CommandLine(main)
                .addSubcommand(new DemoCommand(surroundings))
                .addSubcommand(new DevCommand(surroundings))
                .addSubcommand(new RunCommand(surroundings))
                .addSubcommand(new TopicsCommand(surroundings))
                .addSubcommand(new SendCommand(surroundings))
                .addSubcommand(new WatchCommand(surroundings))
                .addSubcommand(new ReplayCommand(surroundings))
                .addSubcommand(new AuditCommand(surroundings))
                .addSubcommand(new RebuildCommand(surroundings));
        var console = surroundings.console();
        int status = commands.setOut(new PrintWriter(console.out(), true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(console.err(), true, StandardCharsets.UTF_8))
                .setExecutionStrategy(main::execute)
                .setParameterExceptionHandler((e, ignored) -> main.wrongUse(e))
                .setExecutionExceptionHandler((e, command, ignored) -> main.failed(e, command))
                .execute(args);
        console.out().flush();
        console.err().flush();
        return status;
    }

    /** The jar knows its version from the build. */
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
        return say(
                ExitStatus.WRONG_USE,
                e.getMessage() + "; see " + e.getCommandLine().getCommandSpec().qualifiedName() + " --help",
                e);
    }

    private int failed(Exception e, CommandLine command) {
        if (e instanceof UsageError) {
            return say(
                    ExitStatus.WRONG_USE,
                    e.getMessage() + "; see " + command.getCommandSpec().qualifiedName() + " --help",
                    e);
        }
        if (e instanceof CommandFailure) {
            return say(ExitStatus.FAILED, String.valueOf(e.getMessage()), e);
        }
        return e instanceof KafkaException
                ? say(ExitStatus.FAILED, "Kafka: " + KafkaClients.reason(e), e)
                : say(ExitStatus.FAILED, "a mistake in this program, --verbose shows where: " + e, e);
    }

    private int say(int status, String message, Exception e) {
        message.lines().forEach(line -> console.talk("slotkeeper: " + line));
        if (verbose) {
            e.printStackTrace(console.err());
        }
        return status;
    }
}
