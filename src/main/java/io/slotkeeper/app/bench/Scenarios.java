package io.slotkeeper.app.bench;

import io.slotkeeper.app.bench.backlog.EchoScenario;
import io.slotkeeper.app.bench.backlog.HotScenario;
import io.slotkeeper.app.bench.backlog.ReserveScenario;
import io.slotkeeper.app.bench.backlog.SeatsScenario;
import io.slotkeeper.app.bench.backlog.SelectScenario;
import io.slotkeeper.app.bench.backlog.SelloutScenario;
import io.slotkeeper.app.bench.backlog.SteadyScenario;
import io.slotkeeper.app.bench.caller.CommandsScenario;
import io.slotkeeper.app.bench.caller.HttpScenario;
import io.slotkeeper.app.bench.caller.LatencyScenario;
import io.slotkeeper.app.bench.caller.StartScenario;
import io.slotkeeper.app.bench.crowd.ExpiryScenario;
import io.slotkeeper.app.bench.crowd.MemoryScenario;
import io.slotkeeper.app.bench.crowd.ReplayScenario;
import io.slotkeeper.app.bench.crowd.RestoreScenario;
import io.slotkeeper.app.bench.crowd.WaveScenario;
import io.slotkeeper.app.bench.round.Scenario;
import java.util.List;

/** All scenarios, in the order in which they are measured. */
final class Scenarios {

    private Scenarios() {}

    static List<Scenario> all() {
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
                // These share an instance with many holds.
                new ExpiryScenario(),
                new MemoryScenario(),
                // And these another one, since they read all that was ever asked of it.
                new RestoreScenario(),
                new ReplayScenario());
    }
}
