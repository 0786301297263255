package io.slotkeeper.jmh;

import io.slotkeeper.app.bench.load.ReserveRequests;
import io.slotkeeper.reservation.ReservationRequest;
import io.slotkeeper.testing.AvroRequests;
import io.slotkeeper.testing.TestProgram;
import io.slotkeeper.wire.ParsedRecord;
import io.slotkeeper.wire.RequestReader;
import io.slotkeeper.wire.RequestReaders;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** From the bytes of a {@code reserve_slot} to the request. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class ReadRequestBenchmark {

    private final RequestReader<ReservationRequest> reader = RequestReaders.reservations();

    @Param({"json", "avro"})
    private String format = "";

    private byte[] value = new byte[0];

    @Setup
    public void prepareRequest() {
        byte[] json = ReserveRequests.usual().request("requests", 1).value();
        value = format.equals("json")
                ? json
                : AvroRequests.of(TestProgram.json(new String(json, StandardCharsets.UTF_8)));
    }

    @Benchmark
    public ParsedRecord<ReservationRequest> read() {
        return reader.read(value);
    }
}
