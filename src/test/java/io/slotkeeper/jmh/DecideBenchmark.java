package io.slotkeeper.jmh;

import io.slotkeeper.app.Main;
import io.slotkeeper.app.bench.lab.RequestSource;
import io.slotkeeper.app.bench.load.EventTypeDefinitions;
import io.slotkeeper.app.bench.load.ReserveRequests;
import io.slotkeeper.conversation.ConversationSettings;
import io.slotkeeper.process.DecisionSettings;
import io.slotkeeper.process.OfflineLog;
import io.slotkeeper.reservation.ReservationSettings;
import io.slotkeeper.topics.Topic;
import io.slotkeeper.wire.OutputFormat;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.record.TimestampType;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * The way of a record without Kafka: reading, deciding, encoding, state in maps. From an empty log on, because a log
 * grows: as many requests each time.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 10)
@Measurement(iterations = 10)
@Fork(value = 2, jvmArgsAppend = "-Xmx1g")
public class DecideBenchmark {

    private static final int REQUESTS = 50_000;
    private static final long AT = 1_800_000_000_000L;

    @Param({"reserve", "seats"})
    private String requests = "";

    @Param({"avro", "json"})
    private String format = "";

    private List<ConsumerRecord<byte[], byte[]>> definitions = List.of();
    private List<ConsumerRecord<byte[], byte[]>> records = List.of();
    private OfflineLog log = empty(OutputFormat.AVRO);

    @Setup(Level.Trial)
    public void prepareRequests() {
        Main.prepareProcess();
        ReserveRequests source = requests.equals("seats")
                ? ReserveRequests.ofSeats(1, 25, 1_000, Duration.ofHours(24))
                : ReserveRequests.usual();
        definitions = records(new EventTypeDefinitions(source), 0, source.types().length);
        records = records(source, definitions.size(), REQUESTS);
        beginLog();
        // A refusal has an outcome alone.
        if (log.process(records.get(0)).size() != 2) {
            throw new IllegalStateException("Expected requests to be granted");
        }
    }

    @Setup(Level.Iteration)
    public void beginLog() {
        log = empty(OutputFormat.named(format).orElseThrow());
        definitions.forEach(log::process);
    }

    private static OfflineLog empty(OutputFormat format) {
        var settings = new DecisionSettings(1, ConversationSettings.DEFAULT, ReservationSettings.DEFAULT);
        return OfflineLog.open(Topic.RESERVATION_REQUESTS, settings, format);
    }

    private static List<ConsumerRecord<byte[], byte[]>> records(RequestSource source, long offset, int count) {
        return LongStream.range(0, count)
                .mapToObj(number -> record(source.request("requests", number), offset + number))
                .toList();
    }

    private static ConsumerRecord<byte[], byte[]> record(ProducerRecord<byte[], byte[]> sent, long offset) {
        return new ConsumerRecord<>(
                sent.topic(),
                0,
                offset,
                AT,
                TimestampType.LOG_APPEND_TIME,
                sent.key().length,
                sent.value().length,
                sent.key(),
                sent.value(),
                sent.headers(),
                Optional.empty());
    }

    @Benchmark
    @OperationsPerInvocation(REQUESTS)
    public void decide(Blackhole outputs) {
        for (ConsumerRecord<byte[], byte[]> one : records) {
            outputs.consume(log.process(one));
        }
    }
}
