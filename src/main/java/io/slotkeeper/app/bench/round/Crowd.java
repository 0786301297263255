package io.slotkeeper.app.bench.round;

import io.slotkeeper.app.bench.lab.Product;
import io.slotkeeper.app.bench.lab.Worked;
import io.slotkeeper.app.bench.load.ReserveRequests;
import io.slotkeeper.topics.Topic;
import java.time.Duration;
import java.util.TreeMap;

/**
 * An instance with up to a million live holds, for all scenarios of a run that need one: filling it takes a minute. Fewer
 * fit if the minute isn't enough.
 */
public final class Crowd {

    private static final long MOST = 1_000_000;
    /** Of a round's seconds; the usual ones give a million, at most a minute long. */
    private static final long PER_SECOND = 125_000;

    private static final Duration LONGEST = Duration.ofSeconds(60);

    private final ReserveRequests requests = ReserveRequests.usual();
    private final Contender contender;
    private Product product;

    private Crowd(Bench bench, Product product) {
        this.product = product;
        this.contender = Backlogs.product(bench, product, requests, Topic.RESERVATION_REQUESTS);
    }

    public static Crowd gather(Bench bench) throws InterruptedException {
        Product product = bench.lab().product("crowd", Backlogs.LONG_HOLDS);
        var crowd = new Crowd(bench, product);
        Backlogs.define(product, crowd.requests);
        crowd.fill(bench, most(bench), atMost(bench));
        return crowd;
    }

    /** How many holds or the like a run of this size wants. */
    public static long most(Bench bench) {
        return Math.min(MOST, PER_SECOND * bench.seconds());
    }

    /** How long may be waited for them. */
    public static Duration atMost(Bench bench) {
        Duration usual = bench.round().multipliedBy(8);
        return usual.compareTo(LONGEST) < 0 ? usual : LONGEST;
    }

    private void fill(Bench bench, long wanted, Duration atMost) throws InterruptedException {
        bench.say("crowd", "%,d holds, or as many as fit into %d s".formatted(wanted, atMost.toSeconds()));
        fill(contender, wanted, atMost, bench);
    }

    /** Works off requests until there are so many, or no time is left. */
    public static void fill(Contender contender, long wanted, Duration atMost, Bench bench)
            throws InterruptedException {
        long left = atMost.toNanos();
        long some = Math.min(wanted, 2_000L * bench.seconds());
        while (contender.done() < wanted && left > 0) {
            Worked worked = contender.workSome(Math.min(some, wanted - contender.done()));
            left -= worked.time().toNanos();
            // As many as a round has, or what can be done in what is left.
            double seconds = Math.min(bench.seconds(), Math.max(1, left / 1e9));
            some = Math.max(1, Math.round(worked.rate() * seconds));
        }
    }

    /** How many are live. */
    public long holds() {
        return contender.done();
    }

    public Product product() {
        return product;
    }

    /** The instance, or another in its place, that may be stopped by a signal for longer than its session lasts. */
    public Product stoppable() throws InterruptedException {
        if (!product.settings().entrySet().containsAll(Product.OUTLASTS_STOPS.entrySet())) {
            product.terminate();
            var settings = new TreeMap<>(product.settings());
            settings.putAll(Product.OUTLASTS_STOPS);
            product = product.again(settings).awaitReady();
        }
        return product;
    }

    /** Another instance has taken the place of the last one. */
    public void product(Product another) {
        product = another;
    }
}
