package io.slotkeeper.app.bench.crowd;

import io.slotkeeper.app.bench.lab.Lab;
import io.slotkeeper.app.bench.lab.Product;
import io.slotkeeper.app.bench.load.ReserveRequests;
import io.slotkeeper.app.bench.result.ScenarioSheet;
import io.slotkeeper.app.bench.result.Target;
import io.slotkeeper.app.bench.round.Backlogs;
import io.slotkeeper.app.bench.round.Bench;
import io.slotkeeper.app.bench.round.Crowd;
import io.slotkeeper.app.bench.round.Scenario;
import io.slotkeeper.topics.KeyPartition;
import io.slotkeeper.topics.Topic;
import java.time.Duration;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** How long nobody answers when an instance and its disk are lost. */
public final class RestoreScenario implements Scenario {

    private static final double SESSION_SECONDS = 6;
    private static final double SECONDS_PER_MILLION = 8;
    private static final long FIRST_PROBED = 50_000;

    @Override
    public String name() {
        return "restore";
    }

    @Override
    public String what() {
        return "kill -9, the local state deleted, another start: from the kill until every partition has answered";
    }

    @Override
    public void measure(Bench bench, ScenarioSheet sheet) throws InterruptedException {
        Crowd crowd = bench.newCrowd();
        sheet.condition("settings", bench.lab().described());
        sheet.condition("live holds", "%,d".formatted(crowd.holds()));
        double millions = crowd.holds() / 1e6;
        sheet.target("until all partitions answer", Target.atMost(SESSION_SECONDS + SECONDS_PER_MILLION * millions));
        crowd.product().terminate();
        // From here on with the session time-out that it has in service.
        var settings = new TreeMap<>(crowd.product().settings());
        settings.keySet().removeAll(Product.OUTLASTS_STOPS.keySet());
        crowd.product(crowd.product().again(settings).awaitReady());
        ReserveRequests probes = onePerPartition();
        Backlogs.define(crowd.product(), probes);
        crowd.product().subject().proceed();
        for (int round = 1; bench.another(round); round++) {
            bench.say(name(), "round " + round);
            long killed = System.nanoTime();
            crowd.product().kill();
            crowd.product().deleteState();
            Product next = crowd.product().again();
            crowd.product(next);
            next.subject()
                    .ask(probes, next.name(Topic.RESERVATION_REQUESTS), (long) Lab.PARTITIONS * round, Lab.PARTITIONS);
            sheet.add("until all partitions answer", "s", (System.nanoTime() - killed) / 1e9);
            next.awaitReady();
            sheet.add("until it says ready", "s", (System.nanoTime() - killed) / 1e9);
            Thread.sleep(Duration.ofSeconds(1).toMillis());
        }
    }

    /** An event type for each partition. */
    private static ReserveRequests onePerPartition() {
        long[] types = IntStream.range(0, Lab.PARTITIONS)
                .mapToLong(partition -> LongStream.iterate(FIRST_PROBED, type -> type + 1)
                        .filter(type -> KeyPartition.of(Long.toString(type), Lab.PARTITIONS) == partition)
                        .findFirst()
                        .orElseThrow())
                .toArray();
        return new ReserveRequests(types, 1, Duration.ofMinutes(30));
    }
}
