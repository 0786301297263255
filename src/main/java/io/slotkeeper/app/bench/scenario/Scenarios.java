package io.slotkeeper.app.bench.scenario;

import java.util.List;

/** All scenarios, in the order in which they are measured. */
public final class Scenarios {

    private Scenarios() {}

    public static List<Scenario> all() {
        return List.of(
                new EchoScenario(),
                new SteadyScenario(),
                new ReserveScenario(),
                new SeatsScenario(),
                new HotScenario(),
                new SelloutScenario(),
                new SelectScenario(),
                new LatencyScenario(),
                new HttpScenario(),
                new StartScenario(),
                new CommandsScenario(),
                new WaveScenario(),
                // These share the instance with many holds.
                new ExpiryScenario(),
                new RestoreScenario(),
                new MemoryScenario(),
                new ReplayScenario());
    }
}
