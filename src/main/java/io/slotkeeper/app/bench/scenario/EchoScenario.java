package io.slotkeeper.app.bench.scenario;

import io.slotkeeper.app.bench.load.ReserveRequests;
import io.slotkeeper.app.bench.result.ScenarioSheet;

/** The yardstick alone. */
final class EchoScenario implements Scenario {

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
