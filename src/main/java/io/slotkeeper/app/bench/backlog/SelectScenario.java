package io.slotkeeper.app.bench.backlog;

import io.slotkeeper.app.bench.lab.Product;
import io.slotkeeper.app.bench.lab.Worked;
import io.slotkeeper.app.bench.load.SelectRequests;
import io.slotkeeper.app.bench.result.ScenarioSheet;
import io.slotkeeper.app.bench.result.Target;
import io.slotkeeper.app.bench.round.Backlogs;
import io.slotkeeper.app.bench.round.Bench;
import io.slotkeeper.app.bench.round.Contender;
import io.slotkeeper.app.bench.round.Scenario;
import io.slotkeeper.topics.Topic;
import java.util.List;

/** Conversations from creation to completion. */
public final class SelectScenario implements Scenario {

    @Override
    public String name() {
        return "select";
    }

    @Override
    public String what() {
        return "conversations of 2 and of 20 participants, each created and then selected in by all of them";
    }

    @Override
    public void measure(Bench bench, ScenarioSheet sheet) throws InterruptedException {
        sheet.target("select of 2 ÷ echo", Target.atLeast(0.25));
        try (Product product = bench.lab().product(name(), Product.OUTLASTS_STOPS)) {
            for (int participants : List.of(2, 20)) {
                measure(bench, product, new SelectRequests(participants), sheet);
            }
        }
    }

    private void measure(Bench bench, Product product, SelectRequests requests, ScenarioSheet sheet)
            throws InterruptedException {
        String select = "select of " + requests.participants();
        Contender contender = Backlogs.product(bench, product, requests, Topic.SELECTION_REQUESTS);
        Contender echo = Backlogs.echo(bench, requests);
        bench.say(name(), select + ", warming up");
        echo.warmUp(bench.round());
        contender.warmUp(Backlogs.warmUp(bench));
        Backlogs.conditions(bench, sheet, requests);
        sheet.condition("backlog of " + requests.participants(), contender.perRound() + " requests a round");
        for (int round = 1; bench.another(round); round++) {
            bench.say(name(), select + ", round " + round);
            Worked echoed = echo.work();
            sheet.add("echo of the same", "/s", echoed.rate());
            Worked worked = contender.work();
            Backlogs.worked(sheet, select, product, worked, echoed);
            sheet.add(select + ", conversations", "/s", worked.rate() / requests.perConversation());
            sheet.add(select + " accepted", "%", 100.0 * worked.accepted() / worked.requests());
        }
    }
}
