package io.slotkeeper.app.bench.caller;

import io.slotkeeper.app.bench.lab.Product;
import io.slotkeeper.app.bench.load.HttpLoad;
import io.slotkeeper.app.bench.load.HttpLoad.Answered;
import io.slotkeeper.app.bench.result.Latencies;
import io.slotkeeper.app.bench.result.ScenarioSheet;
import io.slotkeeper.app.bench.result.Target;
import io.slotkeeper.app.bench.round.Bench;
import io.slotkeeper.app.bench.round.Scenario;
import io.slotkeeper.app.console.CommandFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;

/** What callers see of an instance that starts, and of one that is killed and started again while they ask. */
public final class StartScenario implements Scenario {

    private static final int RATE = 1_000;
    private static final int SECONDS = 10;
    private static final double TARGET_MS = 200;

    /** What was asked so shortly before an end may have no answer because of it. */
    private static final Duration UNANSWERED = Duration.ofMillis(100);

    private static final Duration BROKER_WARMS_UP = Duration.ofSeconds(20);

    @Override
    public String name() {
        return "start";
    }

    @Override
    public String what() {
        return "1,000 requests/s over HTTP from the moment at which an instance says that it is ready, and across a"
                + " kill -9 with another start";
    }

    @Override
    public void measure(Bench bench, ScenarioSheet sheet) throws InterruptedException {
        sheet.condition("settings", bench.lab().described());
        sheet.condition("clients", HttpLoad.CLIENTS + " connections, " + HttpLoad.EVENT_TYPES + " event types");
        sheet.target("start: time to ready", Target.atMost(25));
        sheet.target("kill: time to ready", Target.atMost(25));
        for (String when : List.of("start", "kill")) {
            sheet.target(when + ": worst p99 of a second", Target.atMost(TARGET_MS));
        }
        var settings = new HashMap<>(HttpScenario.SETTINGS);
        // The second instance is where the clients of the first one are.
        int port = freePort();
        settings.put("http-port", Integer.toString(port));
        settings.put("warm-up", "20s");
        try (Product prepared = bench.lab().product(name(), settings)) {
            HttpScenario.define(prepared);
            bench.say(name(), "the broker warms up");
            warmBroker(port);
            prepared.terminate();
            for (int round = 1; bench.another(round); round++) {
                bench.say(name(), "round " + round);
                measure(prepared, port, round, sheet);
            }
        }
    }

    /** Instances start again while their cluster goes on, so that one isn't new to its work when this is measured. */
    private static void warmBroker(int port) throws InterruptedException {
        try (HttpLoad load = HttpLoad.paced(port, RATE, new AtomicLong())) {
            Thread.sleep(BROKER_WARMS_UP.toMillis());
            load.end();
        }
    }

    private static void measure(Product prepared, int port, int round, ScenarioSheet sheet)
            throws InterruptedException {
        // No two rounds are for the same slots.
        var numbers = new AtomicLong(1_000_000L * round);
        long started = System.nanoTime();
        Product first = prepared.again().awaitReady();
        sheet.add("start: time to ready", "s", seconds(started));
        long ready = System.nanoTime();
        try (HttpLoad load = HttpLoad.paced(port, RATE, numbers)) {
            Thread.sleep(Duration.ofSeconds(SECONDS).toMillis());
            long killed = System.nanoTime();
            first.kill();
            Product second = prepared.again().awaitReady();
            sheet.add("kill: time to ready", "s", seconds(killed));
            long again = System.nanoTime();
            Thread.sleep(Duration.ofSeconds(SECONDS).toMillis());
            long ended = System.nanoTime();
            List<Answered> all = load.end();
            write(sheet, "start", all, ready, killed);
            write(sheet, "kill", all, again, ended);
            second.terminate();
        }
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) / 1e9;
    }

    private static void write(ScenarioSheet sheet, String when, List<Answered> all, long from, long end) {
        double worst = 0;
        long until = Math.min(
                end - UNANSWERED.toNanos(), from + Duration.ofSeconds(SECONDS).toNanos());
        for (int second = 0; second < SECONDS; second++) {
            long begin = from + Duration.ofSeconds(second).toNanos();
            long next = Math.min(until, begin + Duration.ofSeconds(1).toNanos());
            LongStream nanos = all.stream()
                    .filter(it -> it.due() >= begin && it.due() < next)
                    .mapToLong(Answered::nanos);
            double p99 = Latencies.ofNanos(nanos).millis(99);
            worst = Math.max(worst, p99);
            sheet.add(when + ": p99 of second " + (second + 1), "ms", p99);
        }
        sheet.add(when + ": worst p99 of a second", "ms", worst);
        // One that still waits when the instance is killed is counted by the times, not here.
        long refused = all.stream()
                .filter(it -> it.due() >= from && it.due() < until)
                .filter(it -> !it.granted() && it.due() + it.nanos() < end)
                .count();
        sheet.add(when + ": not granted after ready", "", (double) refused);
    }

    /** A port that nobody listens on; somebody may by the time it is used, and the instance then says so. */
    private static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new CommandFailure("no port is free: " + e.getMessage(), e);
        }
    }
}
