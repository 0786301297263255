package io.slotkeeper.app.bench.backlog;

import io.slotkeeper.app.bench.load.EventTypeDefinitions;
import io.slotkeeper.app.bench.load.ReserveRequests;
import io.slotkeeper.app.bench.load.SeatsRequests;
import io.slotkeeper.app.bench.result.ScenarioSheet;
import io.slotkeeper.app.bench.result.Target;
import io.slotkeeper.app.bench.round.Backlogs;
import io.slotkeeper.app.bench.round.Bench;
import io.slotkeeper.app.bench.round.Scenario;

/** Slots that many may take: whether a hold becomes dearer by the holds that are there already. */
public final class SeatsScenario implements Scenario {

    @Override
    public String name() {
        return "seats";
    }

    @Override
    public String what() {
        return "slots of 1,000 seats are sold out one after the other, 200 event types side by side, at all stages"
                + " between empty and full";
    }

    @Override
    public void measure(Bench bench, ScenarioSheet sheet) throws InterruptedException {
        var seats = new SeatsRequests();
        sheet.target("seats ÷ reserve", Target.atLeast(0.5));
        new BesideReserve(
                        name(),
                        seats,
                        new EventTypeDefinitions(seats.types(), SeatsRequests.SEATS),
                        seats.untilSpread(),
                        ReserveRequests.usual(),
                        Backlogs.MOST_THAT_STAY)
                .measure(bench, sheet);
    }
}
