package io.slotkeeper.app.bench;

import io.slotkeeper.app.bench.lab.Lab;
import io.slotkeeper.app.bench.peer.PeersScenario;
import io.slotkeeper.app.bench.result.Machine;
import io.slotkeeper.app.bench.result.ResultsJson;
import io.slotkeeper.app.bench.result.ResultsPage;
import io.slotkeeper.app.bench.result.ResultsTable;
import io.slotkeeper.app.bench.result.ScenarioSheet;
import io.slotkeeper.app.bench.round.Bench;
import io.slotkeeper.app.bench.round.Scenario;
import io.slotkeeper.app.broker.BrokerLibraries;
import io.slotkeeper.app.config.ConfigSources;
import io.slotkeeper.app.console.CommandContext;
import io.slotkeeper.app.console.CommandFailure;
import io.slotkeeper.app.console.ExitStatus;
import io.slotkeeper.app.console.UsageError;
import io.slotkeeper.wire.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.utils.AppInfoParser;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command {@code bench} (docs/spec/cli.md#commands). */
@Command(
        name = "bench",
        description = {
            "Measures how fast the program is on this machine, beside a yardstick: a broker, instances of run and the",
            "load in processes of their own, on loopback, in a temporary folder. Prints a table, and writes",
            "results.json and index.html. Everything takes about twenty minutes."
        })
public final class BenchCommand implements Callable<Integer> {

    private static final int MOST_SECONDS = 60;
    private static final int MOST_ROUNDS = 20;

    @Option(
            names = "--scenario",
            paramLabel = "NAME",
            split = ",",
            description = "What to measure, with commas between (default: everything).")
    private List<String> names = List.of();

    @Option(names = "--seconds", paramLabel = "N", description = "Of each measured round (default: ${DEFAULT-VALUE}).")
    private int seconds = 5;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            description = "That are measured after warming up (default: ${DEFAULT-VALUE}).")
    private int rounds = 3;

    @Option(
            names = "--peers",
            description = "Measures PostgreSQL and Redis as well, where they are installed, after the scenarios.")
    private boolean peers;

    @Option(names = "--output", paramLabel = "FOLDER", description = "For the results (default: target/bench).")
    private Path output = Path.of("target", "bench");

    @Option(
            names = "--set",
            paramLabel = "NAME=VALUE",
            description = "A key of the configuration of all measured instances, such as output.format=json; may be"
                    + " repeated.")
    private List<String> settings = List.of();

    @Option(
            names = "--java-option",
            paramLabel = "OPTION",
            description = "For the JVM of the measured instances; may be repeated.")
    private List<String> javaOptions = List.of();

    private final CommandContext context;

    public BenchCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        List<Scenario> chosen = chosen();
        Map<String, String> set = ConfigSources.settings(settings);
        BrokerLibraries.require("bench");
        var measuring = Thread.currentThread();
        var unused = context.stop().requested().thenRun(measuring::interrupt);
        var sheets = new ArrayList<ScenarioSheet>();
        boolean whole = measure(chosen, set, sheets);
        report(sheets);
        return whole ? ExitStatus.GOOD : ExitStatus.FAILED;
    }

    private List<Scenario> chosen() {
        if (seconds < 1 || seconds > MOST_SECONDS) {
            throw new UsageError("--seconds is " + seconds + ", expected 1 to " + MOST_SECONDS);
        }
        if (rounds < 1 || rounds > MOST_ROUNDS) {
            throw new UsageError("--rounds is " + rounds + ", expected 1 to " + MOST_ROUNDS);
        }
        List<String> known = Scenarios.all().stream().map(Scenario::name).toList();
        names.stream().filter(name -> !known.contains(name)).findFirst().ifPresent(name -> {
            throw new UsageError("--scenario " + name + " isn't known, expected some of " + String.join(",", known));
        });
        return Stream.concat(
                        Scenarios.all().stream().filter(scenario -> names.isEmpty() || names.contains(scenario.name())),
                        peers ? Stream.of(new PeersScenario()) : Stream.empty())
                .toList();
    }

    /** Returns whether everything could be measured. What was measured is on the sheets. */
    private boolean measure(List<Scenario> chosen, Map<String, String> set, List<ScenarioSheet> sheets) {
        boolean whole = true;
        try (Lab lab = Lab.open(context, set, javaOptions)) {
            var bench = new Bench(lab, seconds, rounds);
            for (Scenario scenario : chosen) {
                var sheet = new ScenarioSheet(scenario.name(), scenario.what());
                sheets.add(sheet);
                whole &= measure(bench, scenario, sheet);
            }
        } catch (InterruptedException e) {
            throw new CommandFailure("ended by a signal before everything was measured", e);
        }
        return whole;
    }

    /** One that fails doesn't keep the others from being measured. */
    private boolean measure(Bench bench, Scenario scenario, ScenarioSheet sheet) throws InterruptedException {
        Instant started = Instant.now();
        try {
            bench.begin(sheet);
            scenario.measure(bench, sheet);
            return true;
        } catch (InterruptException e) {
            throw new InterruptedException();
        } catch (RuntimeException e) {
            if (context.stop().begun()) {
                throw new InterruptedException();
            }
            sheet.note("failed: " + e.getMessage());
            context.console().message("bench " + scenario.name() + ": failed: " + e.getMessage());
            return false;
        } finally {
            sheet.condition("took", Duration.between(started, Instant.now()).toSeconds() + " s");
        }
    }

    private void report(List<ScenarioSheet> sheets) throws IOException {
        ResultsTable.lines(sheets).forEach(context.console()::data);
        Map<String, String> machine = Machine.facts();
        machine.put("measured", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        machine.put("kafka", AppInfoParser.getVersion());
        String version = BenchCommand.class.getPackage().getImplementationVersion();
        machine.put("slotkeeper", version == null ? "not from a jar" : version);
        machine.put("rounds", rounds + " of " + seconds + " s");
        Json.Obj results = ResultsJson.of(machine, sheets);
        Files.createDirectories(output);
        Files.write(output.resolve("results.json"), results.bytes());
        Path page = output.resolve("index.html");
        Files.writeString(page, ResultsPage.of(machine, sheets));
        String missed = sheets.stream()
                .flatMap(sheet -> sheet.figures().stream()
                        .filter(figure -> figure.met().filter(met -> !met).isPresent())
                        .map(figure -> sheet.scenario()))
                .distinct()
                .collect(Collectors.joining(", "));
        context.console()
                .message(missed.isEmpty() ? "bench: all targets are met" : "bench: targets missed by " + missed);
        context.console().message("bench: " + page + ", and results.json beside it");
    }
}
