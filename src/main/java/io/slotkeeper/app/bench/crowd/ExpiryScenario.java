package io.slotkeeper.app.bench.crowd;

import io.slotkeeper.app.bench.lab.Product;
import io.slotkeeper.app.bench.lab.ResultReader;
import io.slotkeeper.app.bench.load.EventTypeDefinitions;
import io.slotkeeper.app.bench.load.PacedRequests;
import io.slotkeeper.app.bench.load.ReserveRequests;
import io.slotkeeper.app.bench.load.ReservedAndReleased;
import io.slotkeeper.app.bench.result.Latencies;
import io.slotkeeper.app.bench.result.ScenarioSheet;
import io.slotkeeper.app.bench.result.Target;
import io.slotkeeper.app.bench.round.Backlogs;
import io.slotkeeper.app.bench.round.Bench;
import io.slotkeeper.app.bench.round.Concurrently;
import io.slotkeeper.app.bench.round.Contender;
import io.slotkeeper.app.bench.round.Crowd;
import io.slotkeeper.app.bench.round.Scenario;
import io.slotkeeper.app.console.CommandFailure;
import io.slotkeeper.topics.Topic;
import io.slotkeeper.wire.OutputReader;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Whether many live holds make each request dearer, and how soon it is known that one has expired. */
public final class ExpiryScenario implements Scenario {

    private static final long FEW = 10_000;
    private static final long FIRST_TYPE = 20_000;
    private static final int TYPES = 2_000;
    private static final Duration HOLD = Duration.ofSeconds(5);
    private static final int RATE = 5_000;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Override
    public String name() {
        return "expiry";
    }

    @Override
    public String what() {
        return "throughput with many live holds and with 10,000, and the time from a deadline to its snapshot while 5,000"
                + " holds a second are made and expire";
    }

    @Override
    public void measure(Bench bench, ScenarioSheet sheet) throws InterruptedException {
        sheet.target("with many ÷ with few", Target.atLeast(0.9));
        sheet.target("deadline to snapshot p99", Target.atMost(500));
        throughput(bench, sheet);
        deadlines(bench, sheet);
    }

    /** Each slot is released again, so that the number of holds stays what it is. */
    private void throughput(Bench bench, ScenarioSheet sheet) throws InterruptedException {
        var requests = new ReservedAndReleased(ReserveRequests.ofSeats(FIRST_TYPE, TYPES, 1, Duration.ofMinutes(30)));
        Backlogs.conditions(bench, sheet, requests);
        Crowd crowd = bench.crowd();
        Product many = crowd.stoppable();
        try (Product few = bench.lab().product(name(), Backlogs.LONG_HOLDS)) {
            ReserveRequests live = ReserveRequests.usual();
            Backlogs.define(few, live);
            Contender holds = Backlogs.product(bench, few, live, Topic.RESERVATION_REQUESTS);
            holds.workSome(FEW);
            Contender withFew = pairs(bench, few, requests);
            Contender withMany = pairs(bench, many, requests);
            bench.say(name(), "warming up");
            withFew.warmUp(Backlogs.warmUp(bench));
            withMany.warmUp(Backlogs.warmUp(bench));
            sheet.condition("live holds", "%,d and %,d".formatted(FEW, crowd.holds()));
            for (int round = 1; bench.another(round); round++) {
                bench.say(name(), "round " + round);
                double rateOfFew = withFew.work().rate();
                double rateOfMany = withMany.work().rate();
                sheet.add("with few", "/s", rateOfFew);
                sheet.add("with many", "/s", rateOfMany);
                sheet.add("with many ÷ with few", "", rateOfMany / rateOfFew);
            }
        }
    }

    private static Contender pairs(Bench bench, Product product, ReservedAndReleased requests)
            throws InterruptedException {
        Backlogs.define(product, requests.reserved());
        return Backlogs.product(bench, product, requests, Topic.RESERVATION_REQUESTS);
    }

    /** In the time of the clock. */
    private void deadlines(Bench bench, ScenarioSheet sheet) throws InterruptedException {
        Map<String, String> settings = new HashMap<>(Product.OUTLASTS_STOPS);
        settings.put("reservation.default", HOLD.toSeconds() + "s");
        ReserveRequests requests = ReserveRequests.usual();
        try (Product product = bench.lab().product(name(), settings)) {
            Backlogs.define(product, new EventTypeDefinitions(requests));
            Contender warm = Backlogs.product(bench, product, requests, Topic.RESERVATION_REQUESTS);
            bench.say(name(), "deadlines, warming up");
            warm.warmUp(Backlogs.warmUp(bench));
            awaitExpired(bench, product);
            long next = warm.done();
            // Working off a backlog isn't all of what comes now, on any of the three sides.
            next += expire(bench, product, requests, next).length;
            for (int round = 1; bench.another(round); round++) {
                bench.say(name(), "deadlines, round " + round);
                long[] late = expire(bench, product, requests, next);
                next += late.length;
                Latencies.ofNanos(LongStream.of(late)).write(sheet, "deadline to snapshot");
            }
        }
    }

    /** Lets it go, and waits until all holds have expired that it has. */
    private static void awaitExpired(Bench bench, Product product) throws InterruptedException {
        try (ResultReader snapshots = bench.lab().reader(product.name(Topic.RESERVATION_SNAPSHOTS))) {
            product.subject().proceed();
            long last = System.nanoTime();
            while (System.nanoTime() - last < HOLD.multipliedBy(2).toNanos()) {
                last = snapshots.poll(snapshot -> {}) > 0 ? System.nanoTime() : last;
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
            }
        }
    }

    /** Makes holds at the rate and returns by how much later than its deadline each was read as expired. */
    private static long[] expire(Bench bench, Product product, ReserveRequests requests, long from)
            throws InterruptedException {
        Duration time = HOLD.plus(bench.round());
        var late = new long[Math.toIntExact(RATE * time.toSeconds())];
        try (ResultReader snapshots = bench.lab().reader(product.name(Topic.RESERVATION_SNAPSHOTS));
                var paced = new PacedRequests(
                        bench.lab().bootstrap(),
                        product.name(Topic.RESERVATION_REQUESTS),
                        product.subject().results())) {
            CompletableFuture<PacedRequests.Answers> sent =
                    Concurrently.run(() -> paced.run(requests, from, RATE, time));
            int[] read = {0};
            long deadline = System.nanoTime() + time.plus(PATIENCE).toNanos();
            while (read[0] < late.length) {
                snapshots.poll(snapshot -> {
                    if (ResultReader.isExpired(snapshot) && read[0] < late.length) {
                        late[read[0]++] = nanosLate(snapshot);
                    }
                });
                if (System.nanoTime() > deadline) {
                    throw new CommandFailure(
                            (late.length - read[0]) + " of " + late.length + " holds have not expired in time");
                }
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
            }
            Concurrently.join(sent);
        }
        return late;
    }

    private static long nanosLate(ConsumerRecord<byte[], byte[]> snapshot) {
        Instant now = Instant.now();
        Instant deadline = OutputReader.tree(snapshot.value())
                .flatMap(tree -> tree.text("reservation_until"))
                .map(Instant::parse)
                .orElse(now);
        return Math.max(0, Duration.between(deadline, now).toNanos());
    }
}
