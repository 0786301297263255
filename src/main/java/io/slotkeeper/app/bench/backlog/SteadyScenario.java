package io.slotkeeper.app.bench.backlog;

import io.slotkeeper.app.bench.lab.Product;
import io.slotkeeper.app.bench.lab.Worked;
import io.slotkeeper.app.bench.load.EventTypeDefinitions;
import io.slotkeeper.app.bench.load.SteadyRequests;
import io.slotkeeper.app.bench.result.ScenarioSheet;
import io.slotkeeper.app.bench.result.Target;
import io.slotkeeper.app.bench.round.Backlogs;
import io.slotkeeper.app.bench.round.Bench;
import io.slotkeeper.app.bench.round.Contender;
import io.slotkeeper.app.bench.round.Scenario;
import io.slotkeeper.topics.Topic;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * What a service costs that runs for long: each request makes a hold, and meanwhile as many holds expire and as many
 * are forgotten. Holds end by log time, so the backlog brings the log time of its minutes with it: timestamps as the
 * broker would have given them.
 */
public final class SteadyScenario implements Scenario {

    /** After a hold's minute and the minute in which it is remembered, as many end as come. */
    private static final Duration UNTIL_STEADY = Duration.ofSeconds(125);

    private static final double FIRST_RATE = 1_000;
    /** Whatever is copied in one run stays within the hour that a broker lets timestamps be ahead of its clock. */
    private static final double ECHO_RATE = 100_000;

    private static final double LOWEST_RATE = 500;
    private static final double HIGHEST_RATE = 8_000;

    @Override
    public String name() {
        return "steady";
    }

    @Override
    public String what() {
        return "holds of one minute, remembered for one minute, over 100,000 event types: as many expire and are"
                + " forgotten as are made";
    }

    @Override
    public void measure(Bench bench, ScenarioSheet sheet) throws InterruptedException {
        Map<String, String> settings = new HashMap<>(Product.OUTLASTS_STOPS);
        settings.put("reservation.default", "1m");
        settings.put("reservation.closed-retention", "1m");
        sheet.target("steady ÷ echo", Target.atLeast(0.20));
        try (Product product = bench.lab().product(name(), settings)) {
            bench.say(name(), "100,000 event types");
            Backlogs.define(product, new EventTypeDefinitions(SteadyRequests.types(), 0));
            var requests = new SteadyRequests(Backlogs.logStart(), FIRST_RATE);
            Contender steady = Backlogs.product(bench, product, requests, Topic.RESERVATION_REQUESTS);
            Contender echo = Backlogs.echo(bench, new SteadyRequests(Backlogs.logStart(), ECHO_RATE));
            echo.warmUp(bench.round());
            double rate = fill(bench, steady, requests);
            Backlogs.conditions(bench, sheet, new SteadyRequests(Backlogs.logStart(), rate));
            sheet.condition(
                    "log time",
                    "%,.0f requests a second, so many holds live and as many remembered: %,.0f"
                            .formatted(rate, 60 * rate));
            sheet.condition("backlog", steady.perRound() + " requests a round");
            for (int round = 1; bench.another(round); round++) {
                bench.say(name(), "round " + round);
                Worked echoed = echo.work();
                Backlogs.echoed(sheet, echoed);
                Worked worked = steady.work();
                Backlogs.worked(sheet, name(), product, worked, echoed);
                // One when it is made, one when it expires, the tombstone when it is forgotten.
                sheet.add(
                        "steady snapshots a request",
                        "",
                        worked.written().records(product.name(Topic.RESERVATION_SNAPSHOTS)::equals)
                                / (double) worked.requests());
            }
        }
    }

    /**
     * Works off the minutes until as many holds end as are made, and then as much as makes the JVM warm.
     *
     * @return requests a second of log time: half of what can be worked off, so that this takes half of those minutes
     */
    private double fill(Bench bench, Contender steady, SteadyRequests requests) throws InterruptedException {
        bench.say(name(), "until as many holds end as are made");
        Worked first = steady.workSome(2_000L * bench.seconds());
        double rate = Math.max(LOWEST_RATE, Math.min(first.rate() / 2, HIGHEST_RATE));
        requests.rate(rate);
        Duration until = requests.logTime().plus(UNTIL_STEADY);
        Worked last = first;
        while (requests.logTime().compareTo(until) < 0) {
            long left = (long) (rate * until.minus(requests.logTime()).toMillis() / 1_000) + 1;
            last = steady.workSome(Math.min(left, bench.inOneRound(last.rate(), Contender.MOST)));
        }
        // Only now do all three come together, which the JVM compiles anew.
        steady.warmUp(Backlogs.warmUp(bench));
        return rate;
    }
}
