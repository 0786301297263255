package io.slotkeeper.stream;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.slotkeeper.conversation.ConversationSettings;
import io.slotkeeper.oracle.LogProgram;
import io.slotkeeper.oracle.LogRecord;
import io.slotkeeper.oracle.OracleSettings;
import io.slotkeeper.oracle.Output;
import io.slotkeeper.oracle.Output.Channel;
import io.slotkeeper.oracle.OutputContent;
import io.slotkeeper.reservation.ReservationSettings;
import io.slotkeeper.wire.OutputFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** The program on the test driver, which can't say to which partition an output goes. */
public final class DriverProgram implements LogProgram {

    private final Path state;
    private final Driver driver;
    private int ticks;

    private DriverProgram(Path state, TopologySettings settings) {
        this.state = state;
        this.driver = new Driver(state, settings, OutputFormat.JSON);
    }

    public static LogProgram start(OracleSettings settings) {
        try {
            return new DriverProgram(
                    Files.createTempDirectory("oracle-"),
                    new TopologySettings(
                            settings.partitions(),
                            new ConversationSettings(settings.conversationRetention(), settings.maxParticipants()),
                            new ReservationSettings(
                                    settings.defaultHold(),
                                    settings.maxHold(),
                                    settings.maxTotalHold(),
                                    settings.closedRetention(),
                                    settings.bookingRetention())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public List<Output> process(LogRecord record) {
        Topic topic = Topic.byLogicalName(record.topic()).orElseThrow();
        var headers = new RecordHeaders();
        record.replyPartition()
                .ifPresent(it -> headers.add(
                        LogProcessor.REPLY_PARTITION, Integer.toString(it).getBytes(UTF_8)));
        driver.sendBytes(topic, record.keyBytes(), record.valueBytes(), record.at(), headers);
        List<Output> outputs = new ArrayList<>();
        for (Topic each : Topic.values()) {
            List<Driver.Out> came = driver.read(each);
            if (each == topic) {
                ticks += came.size();
            } else {
                came.forEach(it -> outputs.add(output(channel(each), it)));
            }
        }
        return outputs;
    }

    private static Channel channel(Topic topic) {
        return switch (topic) {
            case REQUEST_OUTCOMES -> Channel.OUTCOMES;
            case EDGE_OUTCOMES -> Channel.EDGE_OUTCOMES;
            case REFUSED_RECORDS -> Channel.REFUSED;
            default -> Channel.SNAPSHOTS;
        };
    }

    private static Output output(Channel channel, Driver.Out out) {
        return new Output(
                channel,
                Optional.ofNullable(out.key()),
                OptionalInt.empty(),
                out.timestamp(),
                Optional.ofNullable(out.bytes()).map(OutputContent::of));
    }

    @Override
    public int followingTicks() {
        int since = ticks;
        ticks = 0;
        return since;
    }

    @Override
    public void close() {
        driver.close();
        try (Stream<Path> files = Files.walk(state)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
