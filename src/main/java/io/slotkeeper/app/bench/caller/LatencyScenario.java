package io.slotkeeper.app.bench.caller;

import io.slotkeeper.app.bench.lab.MeasuredProcess;
import io.slotkeeper.app.bench.lab.Product;
import io.slotkeeper.app.bench.load.PacedRequests;
import io.slotkeeper.app.bench.load.ReserveRequests;
import io.slotkeeper.app.bench.result.Latencies;
import io.slotkeeper.app.bench.result.ScenarioSheet;
import io.slotkeeper.app.bench.result.Target;
import io.slotkeeper.app.bench.round.Backlogs;
import io.slotkeeper.app.bench.round.Bench;
import io.slotkeeper.app.bench.round.Contender;
import io.slotkeeper.app.bench.round.Scenario;
import io.slotkeeper.topics.Topic;
import java.util.Arrays;

/** How long a caller waits who asks through the topics. */
public final class LatencyScenario implements Scenario {

    private static final int[] RATES = {1_000, 5_000};
    private static final int YARDSTICK_RATE = 1_000;
    private static final int WARM_ROUNDS = 6;

    /** Each has its own numbers, so that all slots are different. */
    private long next;

    @Override
    public String name() {
        return "latency";
    }

    @Override
    public String what() {
        return "reserve_slot at a rate, from when it should have been produced until its outcome is readable with"
                + " read_committed";
    }

    @Override
    public void measure(Bench bench, ScenarioSheet sheet) throws InterruptedException {
        ReserveRequests requests = ReserveRequests.usual();
        Backlogs.conditions(bench, sheet, requests);
        sheet.condition("client", "one producer, linger.ms=0");
        sheet.target("1,000/s p50", Target.atMost(15));
        sheet.target("1,000/s p99", Target.atMost(50));
        try (Product product = bench.lab().product(name(), Backlogs.LONG_HOLDS)) {
            Backlogs.define(product, requests);
            Contender warm = Backlogs.product(bench, product, requests, Topic.RESERVATION_REQUESTS);
            Contender echo = Backlogs.echo(bench, requests);
            bench.say(name(), "warming up");
            echo.warmUp(bench.round());
            warm.warmUp(Backlogs.warmUp(bench));
            next = warm.done();
            String topic = product.name(Topic.RESERVATION_REQUESTS);
            // The code that works off a backlog isn't all of that which answers at a rate.
            for (int warming = 0; warming < WARM_ROUNDS; warming++) {
                paced(bench, product.subject(), topic, requests, RATES[0]);
            }
            for (int round = 1; bench.another(round); round++) {
                bench.say(name(), "round " + round);
                write(
                        sheet,
                        "echo 1,000/s",
                        paced(bench, bench.lab().echo(), bench.lab().echoInput(), requests, YARDSTICK_RATE));
                for (int rate : RATES) {
                    write(sheet, "%,d/s".formatted(rate), paced(bench, product.subject(), topic, requests, rate));
                }
            }
        }
    }

    private static void write(ScenarioSheet sheet, String name, PacedRequests.Answers answers) {
        Latencies.ofNanos(Arrays.stream(answers.nanos())).write(sheet, name);
    }

    private PacedRequests.Answers paced(
            Bench bench, MeasuredProcess subject, String topic, ReserveRequests requests, int rate)
            throws InterruptedException {
        subject.proceed();
        try (var paced = new PacedRequests(bench.lab().bootstrap(), topic, subject.results())) {
            PacedRequests.Answers answers = paced.run(requests, next, rate, bench.round());
            next += answers.nanos().length;
            return answers;
        } finally {
            subject.halt();
        }
    }
}
