package io.slotkeeper.app.run;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.config.MeterFilterReply;
import java.util.List;

/**
 * Which of the thousands of meters of Streams and its clients are shown: those of threads, of lag, rebalances and errors.
 * The others are of single stores, processor nodes, brokers and partitions, take a megabyte with each scrape, and nobody
 * watches them.
 */
final class KafkaMeters implements MeterFilter {

    private static final String KAFKA = "kafka.";

    private static final List<String> SHOWN = List.of(
            "kafka.stream.alive.",
            "kafka.stream.client.state",
            "kafka.stream.failed.",
            "kafka.stream.thread.",
            "kafka.consumer.coordinator.rebalance.",
            "kafka.consumer.coordinator.failed.rebalance.",
            "kafka.consumer.coordinator.last.heartbeat.seconds.ago",
            "kafka.consumer.fetch.manager.fetch.latency.max",
            "kafka.consumer.fetch.manager.records.consumed.total",
            "kafka.consumer.fetch.manager.records.lag.max",
            "kafka.consumer.time.between.poll.max",
            "kafka.producer.buffer.available.bytes",
            "kafka.producer.record.error.total",
            "kafka.producer.record.retry.total",
            "kafka.producer.record.send.total");

    @Override
    public MeterFilterReply accept(Meter.Id meter) {
        boolean shown = !meter.getName().startsWith(KAFKA) || SHOWN.stream().anyMatch(meter.getName()::startsWith);
        return shown ? MeterFilterReply.NEUTRAL : MeterFilterReply.DENY;
    }
}
