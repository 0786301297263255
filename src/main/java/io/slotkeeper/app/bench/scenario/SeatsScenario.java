package io.slotkeeper.app.bench.scenario;

import io.slotkeeper.app.bench.load.ReserveRequests;
import io.slotkeeper.app.bench.result.ScenarioSheet;
import io.slotkeeper.app.bench.result.Target;
import java.time.Duration;

/** Slots that many may take: whether a hold becomes dearer by the holds that are there already. */
final class SeatsScenario implements Scenario {

    private static final long FIRST_TYPE = 10_000;
    private static final int TYPES = 200;
    private static final int SEATS = 1_000;
    /** Far enough that no two slots share a document. */
    private static final Duration APART = Duration.ofHours(24);

    @Override
    public String name() {
        return "seats";
    }

    @Override
    public String what() {
        return "slots of 1,000 seats are sold out one after the other, 200 event types side by side";
    }

    @Override
    public void measure(Bench bench, ScenarioSheet sheet) throws InterruptedException {
        ReserveRequests seats = ReserveRequests.ofSeats(FIRST_TYPE, TYPES, SEATS, APART);
        sheet.target("seats ÷ reserve", Target.atLeast(0.5));
        new BesideReserve(name(), seats, ReserveRequests.usual()).measure(bench, sheet);
    }
}
