package io.slotkeeper.app.bench.backlog;

import io.slotkeeper.app.bench.lab.Product;
import io.slotkeeper.app.bench.lab.RequestSource;
import io.slotkeeper.app.bench.lab.Worked;
import io.slotkeeper.app.bench.load.EventTypeDefinitions;
import io.slotkeeper.app.bench.load.ReserveRequests;
import io.slotkeeper.app.bench.result.ScenarioSheet;
import io.slotkeeper.app.bench.result.Target;
import io.slotkeeper.app.bench.round.Backlogs;
import io.slotkeeper.app.bench.round.Bench;
import io.slotkeeper.app.bench.round.Contender;
import io.slotkeeper.topics.Topic;

/**
 * Measures requests by the same instance alternately with the plain case, so that their ratio depends on nothing else.
 *
 * @param name of the requests
 * @param definitions of their event types
 * @param first how many of them come before those that are measured
 * @param plain the other side
 * @param most requests of a round of each
 */
record BesideReserve(
        String name,
        RequestSource requests,
        EventTypeDefinitions definitions,
        long first,
        ReserveRequests plain,
        long most) {

    private static final String RESERVE = "reserve";

    void measure(Bench bench, ScenarioSheet sheet) throws InterruptedException {
        Backlogs.conditions(bench, sheet, requests);
        sheet.target(name + " granted", Target.atLeast(100));
        try (Product product = bench.lab().product(name, Backlogs.LONG_HOLDS)) {
            Backlogs.define(product, definitions);
            Backlogs.define(product, plain);
            Contender reserve = Backlogs.product(bench, product, plain, Topic.RESERVATION_REQUESTS)
                    .atMost(most);
            Contender other = Backlogs.product(bench, product, requests, Topic.RESERVATION_REQUESTS)
                    .atMost(most);
            Contender echo = Backlogs.echo(bench, requests);
            bench.say(name, "warming up");
            echo.warmUp(bench.round());
            reserve.warmUp(bench.round());
            if (first > 0) {
                other.workSome(first);
            }
            other.warmUp(bench.round());
            sheet.condition("backlog", other.perRound() + " requests a round");
            for (int round = 1; bench.another(round); round++) {
                bench.say(name, "round " + round);
                Worked echoed = echo.work();
                Backlogs.echoed(sheet, echoed);
                Worked reserved = reserve.work();
                sheet.add(RESERVE, "/s", reserved.rate());
                Worked worked = other.work();
                Backlogs.worked(sheet, name, product, worked, echoed);
                sheet.add(name + " ÷ reserve", "", worked.rate() / reserved.rate());
                sheet.add(name + " granted", "%", 100.0 * worked.accepted() / worked.requests());
            }
        }
    }
}
