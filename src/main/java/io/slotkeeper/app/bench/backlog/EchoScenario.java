package io.slotkeeper.app.bench.backlog;

import io.slotkeeper.app.bench.load.ReserveRequests;
import io.slotkeeper.app.bench.result.ScenarioSheet;
import io.slotkeeper.app.bench.round.Backlogs;
import io.slotkeeper.app.bench.round.Bench;
import io.slotkeeper.app.bench.round.Contender;
import io.slotkeeper.app.bench.round.Scenario;

/** The yardstick alone. */
public final class EchoScenario implements Scenario {

    @Override
    public String name() {
        return "echo";
    }

    @Override
    public String what() {
        return "copies the records of reserve from one topic to another: what this design can reach at most";
    }

    @Override
    public void measure(Bench bench, ScenarioSheet sheet) throws InterruptedException {
        ReserveRequests requests = ReserveRequests.usual();
        Backlogs.conditions(bench, sheet, requests);
        Contender echo = Backlogs.echo(bench, requests);
        bench.say(name(), "warming up");
        echo.warmUp(Backlogs.warmUp(bench));
        sheet.condition("backlog", echo.perRound() + " records a round");
        for (int round = 1; bench.another(round); round++) {
            bench.say(name(), "round " + round);
            Backlogs.echoed(sheet, echo.work());
        }
    }
}
