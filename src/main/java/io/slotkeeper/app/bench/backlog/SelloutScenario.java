package io.slotkeeper.app.bench.backlog;

import io.slotkeeper.app.bench.lab.Product;
import io.slotkeeper.app.bench.lab.Worked;
import io.slotkeeper.app.bench.load.EventTypeDefinitions;
import io.slotkeeper.app.bench.load.PacedRequests;
import io.slotkeeper.app.bench.load.ReserveRequests;
import io.slotkeeper.app.bench.load.SelloutRequests;
import io.slotkeeper.app.bench.result.Latencies;
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
import java.util.Optional;
import java.util.stream.IntStream;

/** When everybody wants the same: most requests are refused, and what lapses is taken again at once. */
public final class SelloutScenario implements Scenario {

    private static final Duration HOLD = Duration.ofSeconds(10);
    private static final int LOG_RATE = 5_000;
    private static final int PACE = 1_000;
    private static final long LIVE_TYPES = 20_000;
    private static final long BACKLOG_TYPES = 30_000;

    @Override
    public String name() {
        return "sellout";
    }

    @Override
    public String what() {
        return "six times as many requests as slots, Zipf 1.1 over 1,000 event types, holds of ten seconds that lapse"
                + " and are taken again";
    }

    @Override
    public void measure(Bench bench, ScenarioSheet sheet) throws InterruptedException {
        Map<String, String> settings = new HashMap<>(Product.OUTLASTS_STOPS);
        settings.put("reservation.default", HOLD.toSeconds() + "s");
        sheet.target("refused ÷ echo", Target.atLeast(0.5));
        try (Product product = bench.lab().product(name(), settings)) {
            warmUp(bench, product);
            live(bench, product, sheet);
            backlog(bench, product, sheet);
        }
    }

    private void warmUp(Bench bench, Product product) throws InterruptedException {
        ReserveRequests usual = ReserveRequests.usual();
        Backlogs.define(product, usual);
        bench.say(name(), "warming up");
        Backlogs.product(bench, product, usual, Topic.RESERVATION_REQUESTS).warmUp(bench.round());
    }

    /** In the time of the clock: how long a caller waits. */
    private void live(Bench bench, Product product, ScenarioSheet sheet) throws InterruptedException {
        var requests = new SelloutRequests(LIVE_TYPES, PACE, HOLD, Optional.empty());
        Backlogs.define(product, new EventTypeDefinitions(requests.types(), 0));
        Backlogs.conditions(bench, sheet, requests);
        product.subject().proceed();
        try (var paced = new PacedRequests(
                bench.lab().bootstrap(),
                product.name(Topic.RESERVATION_REQUESTS),
                product.subject().results())) {
            long next = paced.run(requests, 0, PACE, HOLD).nanos().length;
            for (int round = 1; bench.another(round); round++) {
                bench.say(name(), "live, round " + round);
                PacedRequests.Answers answers = paced.run(requests, next, PACE, bench.round());
                next += answers.nanos().length;
                latencies(answers, true).write(sheet, "granted at %,d/s".formatted(PACE));
                latencies(answers, false).write(sheet, "refused at %,d/s".formatted(PACE));
            }
        }
    }

    private static Latencies latencies(PacedRequests.Answers answers, boolean accepted) {
        return Latencies.ofNanos(IntStream.range(0, answers.nanos().length)
                .filter(i -> answers.accepted()[i] == accepted)
                .mapToLong(i -> answers.nanos()[i]));
    }

    /** In log time that the records bring with them: how many a second. */
    private void backlog(Bench bench, Product product, ScenarioSheet sheet) throws InterruptedException {
        var requests = new SelloutRequests(BACKLOG_TYPES, LOG_RATE, HOLD, Optional.of(Backlogs.logStart()));
        Backlogs.define(product, new EventTypeDefinitions(requests.types(), 0));
        sheet.condition("log time", "%,d requests a second".formatted(LOG_RATE));
        Contender sellout = Backlogs.product(bench, product, requests, Topic.RESERVATION_REQUESTS);
        Contender echo = Backlogs.echo(bench, new SelloutRequests(BACKLOG_TYPES, LOG_RATE, HOLD, Optional.empty()));
        bench.say(name(), "until as many holds lapse as are made");
        echo.warmUp(bench.round());
        // Twice the time of a hold.
        sellout.workSome(2 * HOLD.toSeconds() * LOG_RATE);
        sellout.warmUp(bench.round());
        sheet.condition("backlog", sellout.perRound() + " requests a round");
        for (int round = 1; bench.another(round); round++) {
            bench.say(name(), "round " + round);
            Worked echoed = echo.work();
            Backlogs.echoed(sheet, echoed);
            Worked worked = sellout.work();
            Backlogs.worked(sheet, name(), product, worked, echoed);
            sheet.add("granted", "/s", worked.perSecond(worked.accepted()));
            sheet.add("refused", "/s", worked.perSecond(worked.refused()));
            sheet.add("refused ÷ echo", "", worked.perSecond(worked.refused()) / echoed.rate());
        }
    }
}
