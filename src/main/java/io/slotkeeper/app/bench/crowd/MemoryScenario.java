package io.slotkeeper.app.bench.crowd;

import io.slotkeeper.app.bench.lab.Product;
import io.slotkeeper.app.bench.load.CreateRequests;
import io.slotkeeper.app.bench.load.PacedRequests;
import io.slotkeeper.app.bench.load.ReserveRequests;
import io.slotkeeper.app.bench.load.ReservedAndReleased;
import io.slotkeeper.app.bench.result.ScenarioSheet;
import io.slotkeeper.app.bench.result.Target;
import io.slotkeeper.app.bench.round.Backlogs;
import io.slotkeeper.app.bench.round.Bench;
import io.slotkeeper.app.bench.round.Contender;
import io.slotkeeper.app.bench.round.Crowd;
import io.slotkeeper.app.bench.round.Scenario;
import io.slotkeeper.topics.Topic;
import java.time.Duration;

/** What an instance with much state occupies, and whether it grows. */
public final class MemoryScenario implements Scenario {

    private static final double MIB = 1024 * 1024;
    private static final int RATE = 1_000;
    private static final long FIRST_TYPE = 60_000;
    private static final int TYPES = 1_000;

    @Override
    public String name() {
        return "memory";
    }

    @Override
    public String what() {
        return "resident size with many conversations and holds, and after 1,000 requests/s more that leave as many";
    }

    @Override
    public void measure(Bench bench, ScenarioSheet sheet) throws InterruptedException {
        Crowd crowd = bench.crowd();
        sheet.condition("settings", bench.lab().described());
        sheet.target("resident", Target.atMost(1024));
        Product product = crowd.stoppable();
        Contender talks = Backlogs.product(bench, product, new CreateRequests(), Topic.SELECTION_REQUESTS);
        bench.say(name(), "%,d conversations, or as many as fit".formatted(Crowd.most(bench)));
        Crowd.fill(talks, Crowd.most(bench), Crowd.atMost(bench), bench);
        sheet.condition("state", "%,d live holds, %,d conversations".formatted(crowd.holds(), talks.done()));
        var requests = new ReservedAndReleased(ReserveRequests.ofSeats(FIRST_TYPE, TYPES, 1, Duration.ofMinutes(30)));
        Backlogs.define(product, requests.reserved());
        product.subject().proceed();
        long next = 0;
        try (var paced = new PacedRequests(
                bench.lab().bootstrap(),
                product.name(Topic.RESERVATION_REQUESTS),
                product.subject().results())) {
            double first = product.subject().jvm().residentBytes() / MIB;
            sheet.add("resident", "MiB", first);
            for (int round = 1; bench.another(round); round++) {
                bench.say(name(), "round " + round);
                next += paced.run(requests, next, RATE, bench.round()).nanos().length;
                double now = product.subject().jvm().residentBytes() / MIB;
                sheet.add("resident", "MiB", now);
                sheet.add("growth since the first", "MiB", now - first);
            }
        }
    }
}
