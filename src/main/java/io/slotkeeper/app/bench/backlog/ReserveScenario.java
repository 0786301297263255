package io.slotkeeper.app.bench.backlog;

import io.slotkeeper.app.bench.lab.Product;
import io.slotkeeper.app.bench.lab.Worked;
import io.slotkeeper.app.bench.load.ReserveRequests;
import io.slotkeeper.app.bench.result.ScenarioSheet;
import io.slotkeeper.app.bench.result.Target;
import io.slotkeeper.app.bench.round.Backlogs;
import io.slotkeeper.app.bench.round.Bench;
import io.slotkeeper.app.bench.round.Contender;
import io.slotkeeper.app.bench.round.Scenario;
import io.slotkeeper.topics.Topic;

/** The plain case: every request is granted. */
public final class ReserveScenario implements Scenario {

    @Override
    public String name() {
        return "reserve";
    }

    @Override
    public String what() {
        return "a backlog of reserve_slot of 2,000 event types, all granted";
    }

    @Override
    public void measure(Bench bench, ScenarioSheet sheet) throws InterruptedException {
        ReserveRequests requests = ReserveRequests.usual();
        Backlogs.conditions(bench, sheet, requests);
        sheet.target("reserve ÷ echo", Target.atLeast(0.25));
        sheet.target("reserve granted", Target.atLeast(100));
        try (Product product = bench.lab().product(name(), Backlogs.LONG_HOLDS)) {
            Backlogs.define(product, requests);
            Contender reserve = Backlogs.product(bench, product, requests, Topic.RESERVATION_REQUESTS)
                    .atMost(Backlogs.MOST_THAT_STAY);
            Contender echo = Backlogs.echo(bench, requests);
            bench.say(name(), "warming up");
            echo.warmUp(bench.round());
            reserve.warmUp(Backlogs.warmUp(bench));
            sheet.condition("backlog", reserve.perRound() + " requests a round");
            for (int round = 1; bench.another(round); round++) {
                bench.say(name(), "round " + round);
                Worked echoed = echo.work();
                Backlogs.echoed(sheet, echoed);
                Worked worked = reserve.work();
                Backlogs.worked(sheet, name(), product, worked, echoed);
                sheet.add("reserve granted", "%", 100.0 * worked.accepted() / worked.requests());
            }
        }
    }
}
