package io.slotkeeper.app.bench.backlog;

import io.slotkeeper.app.bench.load.EventTypeDefinitions;
import io.slotkeeper.app.bench.load.ReserveRequests;
import io.slotkeeper.app.bench.result.ScenarioSheet;
import io.slotkeeper.app.bench.result.Target;
import io.slotkeeper.app.bench.round.Bench;
import io.slotkeeper.app.bench.round.Scenario;

/** One event type alone, which is one partition's work, beside as many requests of many event types of one partition. */
public final class HotScenario implements Scenario {

    private static final long HOT = 10_000;
    /** They are all in one partition. */
    private static final long MOST = 100_000;

    @Override
    public String name() {
        return "hot";
    }

    @Override
    public String what() {
        return "all requests are of one event type, slots all different; reserve is of 2,000 event types of the same"
                + " partition";
    }

    @Override
    public void measure(Bench bench, ScenarioSheet sheet) throws InterruptedException {
        sheet.target("hot ÷ reserve", Target.atLeast(0.4));
        ReserveRequests hot = ReserveRequests.ofOneType(HOT);
        new BesideReserve(name(), hot, new EventTypeDefinitions(hot), 0, ReserveRequests.besideType(HOT), MOST)
                .measure(bench, sheet);
    }
}
