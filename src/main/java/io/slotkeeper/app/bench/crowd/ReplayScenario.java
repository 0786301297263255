package io.slotkeeper.app.bench.crowd;

import io.slotkeeper.app.bench.lab.Lab;
import io.slotkeeper.app.bench.lab.RepeatedCommand;
import io.slotkeeper.app.bench.result.ScenarioSheet;
import io.slotkeeper.app.bench.result.Target;
import io.slotkeeper.app.bench.round.Bench;
import io.slotkeeper.app.bench.round.Crowd;
import io.slotkeeper.app.bench.round.Scenario;
import io.slotkeeper.topics.Topic;
import java.time.Duration;
import java.util.List;

/** The whole log decided once more, as the command does it. */
public final class ReplayScenario implements Scenario {

    @Override
    public String name() {
        return "replay";
    }

    @Override
    public String what() {
        return "replay --verify of the log of many holds: as a command, its JVM's start included, and once more where it"
                + " has run before";
    }

    @Override
    public void measure(Bench bench, ScenarioSheet sheet) throws InterruptedException {
        Crowd crowd = bench.crowd();
        Lab lab = bench.lab();
        sheet.condition("settings", lab.described());
        sheet.target("warm", Target.atLeast(150_000));
        // Its log ends, and it takes nothing from the replay.
        crowd.stoppable().subject().halt();
        double requests = lab.records(crowd.product().name(Topic.RESERVATION_REQUESTS))
                + lab.records(crowd.product().name(Topic.SELECTION_REQUESTS));
        sheet.condition("log", "%,.0f requests".formatted(requests));
        List<String> command =
                List.of("replay", "--verify", "--config", crowd.product().file().toString());
        for (int round = 1; bench.another(round); round++) {
            bench.say(name(), "round " + round);
            Duration took = lab.run(command, "");
            sheet.add("command", "/s", rate(requests, took));
            sheet.add("command, wall time", "s", took.toNanos() / 1e9);
        }
        try (RepeatedCommand warm = lab.repeated(command)) {
            bench.say(name(), "warming up");
            warm.again();
            for (int round = 1; bench.another(round); round++) {
                bench.say(name(), "warm, round " + round);
                sheet.add("warm", "/s", rate(requests, warm.again()));
            }
        }
    }

    private static double rate(double requests, Duration took) {
        return requests * 1e9 / took.toNanos();
    }
}
