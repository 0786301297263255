package io.slotkeeper.app.bench.caller;

import io.slotkeeper.app.bench.lab.Lab;
import io.slotkeeper.app.bench.lab.Product;
import io.slotkeeper.app.bench.result.ScenarioSheet;
import io.slotkeeper.app.bench.result.Target;
import io.slotkeeper.app.bench.round.Bench;
import io.slotkeeper.app.bench.round.Scenario;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How long somebody waits for a command. */
public final class CommandsScenario implements Scenario {

    private static final int BARE_RUNS = 5;

    private static final String LINE =
            "{\"key\":\"1\",\"value\":{\"type\":\"define_event_type\",\"length_minutes\":30}}\n";

    /**
     * In times of a bare JVM: half of the 22, 48 and 47 that they took in version 0.1.0-SNAPSHOT of 27 November 2026,
     * before anything was done about it.
     */
    private static final Map<String, Double> TARGETS =
            Map.of("--help", 11.0, "send of one line", 24.0, "watch --until-end", 23.5);

    @Override
    public String name() {
        return "commands";
    }

    @Override
    public String what() {
        return "wall time of commands, and of a JVM that only says its version";
    }

    @Override
    public void measure(Bench bench, ScenarioSheet sheet) throws InterruptedException {
        Lab lab = bench.lab();
        TARGETS.forEach((name, bound) -> sheet.target(name + " ÷ bare JVM", Target.atMost(bound)));
        try (Product product = lab.product(name(), Map.of())) {
            String config = product.file().toString();
            Map<String, List<String>> commands = new LinkedHashMap<>();
            commands.put("--help", List.of("--help"));
            commands.put("send of one line", List.of("send", "reservation-requests", "--config", config));
            commands.put(
                    "watch --until-end",
                    List.of("watch", "outcomes", "--from-beginning", "--until-end", "--config", config));
            for (int round = 0; bench.another(round); round++) {
                bench.say(name(), round == 0 ? "warming up" : "round " + round);
                // Of the first round what it leaves in the system's cache is used.
                ScenarioSheet own = round == 0 ? new ScenarioSheet(name(), "") : sheet;
                double bare = bare(lab);
                own.add("bare JVM", "s", bare);
                for (Map.Entry<String, List<String>> command : commands.entrySet()) {
                    double took = seconds(lab, command.getValue());
                    own.add(command.getKey(), "s", took);
                    own.add(command.getKey() + " ÷ bare JVM", "", took / bare);
                }
            }
        }
    }

    /** It is over so soon that one alone says little. */
    private static double bare(Lab lab) throws InterruptedException {
        double sum = 0;
        for (int run = 0; run < BARE_RUNS; run++) {
            sum += seconds(lab, List.of("-version"));
        }
        return sum / BARE_RUNS;
    }

    private static double seconds(Lab lab, List<String> command) throws InterruptedException {
        return lab.run(command, LINE).toNanos() / 1e9;
    }
}
