package io.slotkeeper.app.chaos;

import io.slotkeeper.app.broker.BrokerLibraries;
import io.slotkeeper.app.config.ConfigSources;
import io.slotkeeper.app.console.CommandContext;
import io.slotkeeper.app.console.CommandFailure;
import io.slotkeeper.app.console.Console;
import io.slotkeeper.app.console.ExitStatus;
import io.slotkeeper.app.console.Logging;
import io.slotkeeper.app.console.UsageError;
import io.slotkeeper.wire.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command {@code chaos} (docs/spec/faults.md#chaos). */
@Command(
        name = "chaos",
        description = {
            "Starts a broker and two instances, sends requests over Kafka and HTTP, and kills, stops, pauses, deletes,",
            "damages and fills what it has started, in a temporary folder. Then judges all that was answered and written:",
            "one JSON line per figure, how many were judged and how many are wrong (exit status 1)."
        })
public final class ChaosCommand implements Callable<Integer> {

    private static final int MOST_MINUTES = 24 * 60;
    private static final int MOST_KILLS = 10_000;

    @Option(names = "--minutes", paramLabel = "N", description = "How long faults strike (default: 10).")
    private @Nullable Integer minutes;

    @Option(names = "--kills", paramLabel = "N", description = "So many kills, instead of a time; nothing but kills.")
    private @Nullable Integer kills;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Repeats requests and faults; not the moments (default: another one each time).")
    private @Nullable Long seed;

    @Option(
            names = "--brokers",
            paramLabel = "N",
            description = "Of the cluster: one, or three that copy everything (default: ${DEFAULT-VALUE}).")
    private int brokers = 1;

    @Option(
            names = "--set",
            paramLabel = "NAME=VALUE",
            description = "A key of the configuration of all instances; may be repeated.")
    private List<String> settings = List.of();

    private final CommandContext context;

    public ChaosCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        if (minutes != null && kills != null) {
            throw new UsageError("--minutes and --kills don't go together");
        }
        Duration time = Duration.ofMinutes(within("--minutes", minutes, MOST_MINUTES, kills == null ? 10 : 0));
        int atLeast = within("--kills", kills, MOST_KILLS, 0);
        long start = seed == null ? ThreadLocalRandom.current().nextLong(Long.MAX_VALUE) : seed;
        if (brokers != 1 && brokers != 3) {
            throw new UsageError("--brokers is " + brokers + ", expected 1 or 3");
        }
        Map<String, String> set = ConfigSources.settings(settings);
        BrokerLibraries.require("chaos");
        Logging.expectOutages();
        var thread = Thread.currentThread();
        var unused = context.stop().requested().thenRun(thread::interrupt);
        context.console().message("chaos: --seed " + start);
        try {
            return run(time, atLeast, set, new SplittableRandom(start));
        } catch (InterruptedException | InterruptException e) {
            throw new CommandFailure("ended by a signal before anything was judged", e);
        }
    }

    private static int within(String name, @Nullable Integer value, int most, int otherwise) {
        if (value == null) {
            return otherwise;
        }
        if (value < 1 || value > most) {
            throw new UsageError(name + " is " + value + ", expected 1 to " + most);
        }
        return value;
    }

    private int run(Duration time, int kills, Map<String, String> set, SplittableRandom random)
            throws InterruptedException {
        Console console = context.console();
        ChaosCluster cluster = ChaosCluster.start(console, brokers, set);
        boolean keep = true;
        try (var clock = new OutcomeClock(cluster.config());
                var load = new ChaosLoad(cluster.config(), cluster.requestsPerSecond(), random.split());
                var callers = new ChaosCallers(cluster.instances(), cluster.requestsPerSecond(), random.split())) {
            var faults = new ChaosRun(cluster, clock, console, random.split());
            faults.run(time, kills);
            load.end();
            callers.end();
            console.message("chaos: judging");
            // Until the last hold has ended.
            Thread.sleep(Duration.ofSeconds(2L * ChaosCluster.HOLD_SECONDS).toMillis());
            List<ChaosFigure> figures = new ArrayList<>(List.of(faults.recovered()));
            figures.addAll(
                    new ChaosJudge(cluster.config(), console, context.stop().requested()).judge(load, callers));
            keep = !figures.stream().allMatch(ChaosFigure::isGood);
            report(figures, faults, callers);
            return keep ? ExitStatus.FAILED : ExitStatus.GOOD;
        } catch (InterruptedException | InterruptException e) {
            keep = false;
            throw e;
        } finally {
            if (keep) {
                cluster.leave();
            } else {
                cluster.close();
            }
        }
    }

    private void report(List<ChaosFigure> figures, ChaosRun faults, ChaosCallers callers) {
        Console console = context.console();
        for (Recoveries.Line line : faults.recoveries().lines()) {
            console.data(Json.object()
                    .put("fault", line.fault())
                    .put("strikes", line.strikes())
                    .put("measured", line.measured())
                    .put("median_ms", line.medianMillis())
                    .put("worst_ms", line.worstMillis())
                    .put("silent_ms", line.silentMillis())
                    .build()
                    .compact());
            console.message("%-40s %4d times%s"
                    .formatted(
                            line.fault(),
                            line.strikes(),
                            line.measured() == 0
                                    ? ""
                                    : ", all partitions answer after %.1f s, at worst %.1f s; one silent for %.1f s"
                                            .formatted(
                                                    line.medianMillis() / 1e3,
                                                    line.worstMillis() / 1e3,
                                                    line.silentMillis() / 1e3)));
        }
        for (ChaosFigure figure : figures) {
            console.data(Json.object()
                    .put("judged", figure.name())
                    .put("total", figure.total())
                    .put("wrong", figure.wrong())
                    .build()
                    .compact());
            console.message(figure.sentence());
            figure.examples().forEach(example -> console.message("    " + example));
        }
        console.message("chaos: " + faults.kills() + " kills, " + faults.hanging()
                + " times a broker lost track of a transaction, " + faults.endedByThemselves()
                + " instances ended by themselves, HTTP statuses " + callers.statuses());
    }
}
