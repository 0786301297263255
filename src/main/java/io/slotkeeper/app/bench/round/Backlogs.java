package io.slotkeeper.app.bench.round;

import io.slotkeeper.app.bench.lab.Product;
import io.slotkeeper.app.bench.lab.RequestSource;
import io.slotkeeper.app.bench.lab.TopicCounters;
import io.slotkeeper.app.bench.lab.Worked;
import io.slotkeeper.app.bench.load.EventTypeDefinitions;
import io.slotkeeper.app.bench.load.ReserveRequests;
import io.slotkeeper.app.bench.result.ScenarioSheet;
import io.slotkeeper.topics.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** What the scenarios share that work off backlogs. */
public final class Backlogs {

    /** Nothing expires while it is measured. */
    public static final Map<String, String> LONG_HOLDS = Map.of(
            "reservation.default", "30d",
            "reservation.max", "30d",
            "reservation.max-total", "30d",
            "reservation.max-per-partition", "4000000",
            "kafka.consumer.session.timeout.ms", "1200000",
            "kafka.consumer.max.poll.interval.ms", "1200000");

    /**
     * By how much the log time of a log that brings its timestamps is ahead of the clock when it begins: the clock would
     * end holds if it came to their deadlines before the log did. Brokers take an hour.
     */
    private static final Duration AHEAD = Duration.ofMinutes(30);

    private Backlogs() {}

    /** Of a round whose holds all stay: those of a whole scenario are less than half of a heap of 512 MB. */
    public static final long MOST_THAT_STAY = 300_000;

    /** Where a log begins that brings its timestamps with it. */
    public static Instant logStart() {
        return Instant.now().plus(AHEAD);
    }

    /** Defines the event types of requests, and waits until they are there. */
    public static void define(Product product, ReserveRequests requests) throws InterruptedException {
        define(product, new EventTypeDefinitions(requests));
    }

    public static void define(Product product, EventTypeDefinitions definitions) throws InterruptedException {
        product.subject().ask(definitions, product.name(Topic.RESERVATION_REQUESTS), 0, definitions.types().length);
        product.subject().halt();
    }

    public static Contender product(Bench bench, Product product, RequestSource source, Topic input) {
        return new Contender(product.subject(), source, product.name(input), bench.seconds());
    }

    /** The yardstick copies a sequence of the same requests. Its rounds are shorter, it has no state to become warm. */
    public static Contender echo(Bench bench, RequestSource source) throws InterruptedException {
        return new Contender(bench.lab().echo(), source, bench.lab().echoInput(), Math.max(1, bench.seconds() / 3));
    }

    /** As long as it takes until the rates of the rounds that follow are alike. */
    public static Duration warmUp(Bench bench) {
        return bench.round().multipliedBy(2);
    }

    /** Writes down what one round of the yardstick gave. */
    public static void echoed(ScenarioSheet sheet, Worked echo) {
        sheet.add("echo", "/s", echo.rate());
        sheet.add("echo cpu", "µs", echo.cpuMicros());
    }

    /** Writes down what one round of the product gave, and the ratio to the yardstick's round beside it. */
    public static void worked(ScenarioSheet sheet, String name, Product product, Worked worked, Worked echo) {
        sheet.add(name, "/s", worked.rate());
        sheet.add(name + " ÷ echo", "", worked.rate() / echo.rate());
        costs(sheet, name, product, worked);
    }

    /** What a request costs: processor time of product and broker, bytes that were written because of it. */
    public static void costs(ScenarioSheet sheet, String name, Product product, Worked worked) {
        sheet.add(name + " cpu", "µs", worked.cpuMicros());
        sheet.add(name + " broker cpu", "µs", worked.brokerCpuMicros());
        TopicCounters written = worked.written();
        double requests = worked.requests();
        String changelogs = product.topics().applicationId() + "-";
        String outputs = product.topics().prefix();
        sheet.add(name + " changelog", "B", written.bytes(topic -> topic.startsWith(changelogs)) / requests);
        sheet.add(name + " outputs", "B", written.bytes(topic -> topic.startsWith(outputs)) / requests);
        sheet.add(name + " offsets", "B", written.bytes(topic -> topic.startsWith("__")) / requests);
    }

    /** Sizes and settings that every result states. */
    public static void conditions(Bench bench, ScenarioSheet sheet, RequestSource source) {
        sheet.condition("record", source.sizes() + ", JSON");
        sheet.condition("settings", bench.lab().described());
    }
}
