package io.slotkeeper.app.bench.crowd;

import io.slotkeeper.app.bench.lab.Product;
import io.slotkeeper.app.bench.lab.ResultReader;
import io.slotkeeper.app.bench.load.AtOneMoment;
import io.slotkeeper.app.bench.load.EventTypeDefinitions;
import io.slotkeeper.app.bench.load.PacedRequests;
import io.slotkeeper.app.bench.load.ReserveRequests;
import io.slotkeeper.app.bench.result.Latencies;
import io.slotkeeper.app.bench.result.ScenarioSheet;
import io.slotkeeper.app.bench.result.Target;
import io.slotkeeper.app.bench.round.Backlogs;
import io.slotkeeper.app.bench.round.Bench;
import io.slotkeeper.app.bench.round.Concurrently;
import io.slotkeeper.app.bench.round.Contender;
import io.slotkeeper.app.bench.round.Crowd;
import io.slotkeeper.app.bench.round.Scenario;
import io.slotkeeper.app.config.ConfigKeys;
import io.slotkeeper.app.console.CommandFailure;
import io.slotkeeper.topics.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Everything is due at once, and somebody asks for something else meanwhile. */
public final class WaveScenario implements Scenario {

    private static final int PROBES = 20;
    private static final long FIRST_PROBED = 20_000;
    private static final int PROBED_TYPES = 64;
    /** Before the moment, so that it isn't one in which an instance catches up with its cluster as well. */
    private static final Duration ATTENTION = Duration.ofSeconds(3);

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @Override
    public String name() {
        return "wave";
    }

    @Override
    public String what() {
        return "all holds are due at the same moment, and " + PROBES + " requests/s come in meanwhile";
    }

    /** Once, however many rounds there are: the holds have to be made first. */
    @Override
    public void measure(Bench bench, ScenarioSheet sheet) throws InterruptedException {
        sheet.target("announced", Target.atLeast(50_000));
        sheet.target("request meanwhile p100", Target.atMost(1_000));
        // Long enough for all of them to be made.
        Duration hold = Crowd.atMost(bench).plusSeconds(15);
        Map<String, String> settings = new HashMap<>(Product.OUTLASTS_STOPS);
        // As in service: nothing else has expired yet when all of them do.
        settings.put(ConfigKeys.WARM_UP.text(), ConfigKeys.WARM_UP.byDefault().toSeconds() + "s");
        settings.put("reservation.default", hold.toSeconds() + "s");
        ReserveRequests requests = ReserveRequests.usual();
        ReserveRequests probes = ReserveRequests.ofSeats(FIRST_PROBED, PROBED_TYPES, 1, Duration.ofMinutes(30));
        try (Product product = bench.lab().product(name(), settings)) {
            Backlogs.define(product, new EventTypeDefinitions(requests));
            Backlogs.define(product, new EventTypeDefinitions(probes));
            Instant moment = Instant.now();
            Contender holds =
                    Backlogs.product(bench, product, new AtOneMoment(requests, moment), Topic.RESERVATION_REQUESTS);
            bench.say(name(), "%,d holds that end at the same moment".formatted(Crowd.most(bench)));
            Crowd.fill(holds, Crowd.most(bench), Crowd.atMost(bench), bench);
            Backlogs.conditions(bench, sheet, requests);
            sheet.condition("holds", "%,d".formatted(holds.done()));
            bench.say(name(), "waiting for the moment");
            sleepUntil(moment.plus(hold).minus(ATTENTION));
            product.subject().proceed();
            sleepUntil(moment.plus(hold));
            bench.say(name(), "now");
            announce(bench, product, probes, holds.done(), sheet);
        }
    }

    private static void sleepUntil(Instant time) throws InterruptedException {
        Thread.sleep(Math.max(0, Duration.between(Instant.now(), time).toMillis()));
    }

    private static void announce(Bench bench, Product product, ReserveRequests probes, long holds, ScenarioSheet sheet)
            throws InterruptedException {
        try (ResultReader snapshots = bench.lab().reader(product.name(Topic.RESERVATION_SNAPSHOTS));
                var paced = new PacedRequests(
                        bench.lab().bootstrap(),
                        product.name(Topic.RESERVATION_REQUESTS),
                        product.subject().results())) {
            long started = System.nanoTime();
            CompletableFuture<PacedRequests.Answers> asked =
                    Concurrently.run(() -> paced.run(probes, 0, PROBES, bench.round()));
            long expired = 0;
            while (expired < holds) {
                long[] more = {0};
                snapshots.poll(snapshot -> more[0] += ResultReader.isExpired(snapshot) ? 1 : 0);
                expired += more[0];
                if (System.nanoTime() - started > PATIENCE.toNanos()) {
                    throw new CommandFailure(
                            expired + " of " + holds + " holds were announced within " + PATIENCE.toSeconds() + " s");
                }
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
            }
            double seconds = (System.nanoTime() - started) / 1e9;
            sheet.add("announced", "/s", holds / seconds);
            sheet.add("until the last", "s", seconds);
            Latencies.ofNanos(Arrays.stream(Concurrently.join(asked).nanos())).write(sheet, "request meanwhile");
        }
    }
}
