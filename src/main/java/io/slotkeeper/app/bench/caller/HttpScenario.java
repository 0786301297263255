package io.slotkeeper.app.bench.caller;

import io.slotkeeper.app.bench.lab.Product;
import io.slotkeeper.app.bench.load.EventTypeDefinitions;
import io.slotkeeper.app.bench.load.HttpLoad;
import io.slotkeeper.app.bench.load.HttpLoad.Answered;
import io.slotkeeper.app.bench.result.Latencies;
import io.slotkeeper.app.bench.result.ScenarioSheet;
import io.slotkeeper.app.bench.result.Target;
import io.slotkeeper.app.bench.round.Backlogs;
import io.slotkeeper.app.bench.round.Bench;
import io.slotkeeper.app.bench.round.Scenario;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;

/** How long a caller waits who asks over HTTP, and how many can be answered. */
public final class HttpScenario implements Scenario {

    /** Anonymous clients may hold as many slots as they like. */
    static final Map<String, String> SETTINGS =
            Map.of("reservation.anonymous-max-live-holds", "none", "anonymous-horizon", "36525d");

    private static final int[] RATES = {1_000, 2_000};
    /** From one rate to the next while looking for the limit. */
    private static final double STEP = 1.25;

    private static final int FIRST_STEP = 1_000;
    private static final int LAST_STEP = 20_000;
    private static final double LIMIT_MS = 1_000;
    /** Warming up takes longer than in a backlog: the JVM has less to do in a second, and more code to do it with. */
    private static final int WARM_ROUNDS = 10;

    private final AtomicLong numbers = new AtomicLong();

    @Override
    public String name() {
        return "http";
    }

    @Override
    public String what() {
        return "POST /v2/slots/reservations by " + HttpLoad.CLIENTS
                + " clients: as many as are answered, at given rates," + " and the rate at which p99 passes a second";
    }

    @Override
    public void measure(Bench bench, ScenarioSheet sheet) throws InterruptedException {
        sheet.condition("settings", bench.lab().described());
        sheet.condition("clients", HttpLoad.CLIENTS + " connections, " + HttpLoad.EVENT_TYPES + " event types");
        sheet.target("2,000/s p99", Target.atMost(100));
        sheet.target("closed loop", Target.atLeast(5_000));
        try (Product product = bench.lab().product(name(), SETTINGS)) {
            define(product);
            int port = product.httpPort();
            bench.say(name(), "warming up");
            load(HttpLoad.closedLoop(port, numbers), bench.round().multipliedBy(WARM_ROUNDS));
            for (int round = 1; bench.another(round); round++) {
                bench.say(name(), "round " + round);
                List<Answered> closed = load(HttpLoad.closedLoop(port, numbers), bench.round());
                write(sheet, "closed loop", closed);
                sheet.add("closed loop", "/s", granted(closed) / (double) bench.seconds());
                for (int rate : RATES) {
                    write(sheet, "%,d/s".formatted(rate), load(HttpLoad.paced(port, rate, numbers), bench.round()));
                }
            }
            findLimit(bench, sheet, port);
        }
    }

    /** The instance goes on running. */
    static void define(Product product) throws InterruptedException {
        Backlogs.define(
                product,
                new EventTypeDefinitions(
                        LongStream.rangeClosed(1, HttpLoad.EVENT_TYPES).toArray(), 0));
        product.subject().proceed();
    }

    private void findLimit(Bench bench, ScenarioSheet sheet, int port) throws InterruptedException {
        double rate = FIRST_STEP;
        double good = 0;
        while (rate < LAST_STEP) {
            bench.say(name(), "looking for the limit: %,.0f/s".formatted(rate));
            Latencies took = latencies(load(HttpLoad.paced(port, (int) rate, numbers), bench.round()));
            if (took.millis(99) > LIMIT_MS) {
                break;
            }
            good = rate;
            rate *= STEP;
        }
        sheet.add("p99 below a second at", "/s", good);
        sheet.add("p99 above a second at", "/s", rate);
    }

    private static List<Answered> load(HttpLoad load, Duration time) throws InterruptedException {
        try (load) {
            Thread.sleep(time.toMillis());
            return load.end();
        }
    }

    private static void write(ScenarioSheet sheet, String name, List<Answered> answers) {
        latencies(answers).write(sheet, name);
        sheet.add(name + " not granted", "", answers.size() - (double) granted(answers));
    }

    private static long granted(List<Answered> answers) {
        return answers.stream().filter(Answered::granted).count();
    }

    private static Latencies latencies(List<Answered> answers) {
        return Latencies.ofNanos(answers.stream().mapToLong(Answered::nanos));
    }
}
