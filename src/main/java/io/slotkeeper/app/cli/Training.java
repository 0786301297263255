package io.slotkeeper.app.cli;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.slotkeeper.app.broker.TemporaryFolder;
import io.slotkeeper.app.config.Config;
import io.slotkeeper.app.run.KafkaClients;
import io.slotkeeper.app.warmup.WarmUp;
import io.slotkeeper.stream.ObservedClients;
import io.slotkeeper.stream.RocksDbLibrary;
import io.slotkeeper.stream.SlotkeeperTopology;
import io.slotkeeper.stream.StreamMeters;
import io.slotkeeper.stream.StreamsSettings;
import io.slotkeeper.stream.Ticks;
import io.slotkeeper.stream.query.OpenPartitions;
import io.slotkeeper.stream.query.OwnedState;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.state.HostInfo;

/**
 * Warms up without a cluster, for a JVM that records what it loads and compiles (an ahead-of-time cache): the clients and
 * the topology of an instance are made and closed again, without a word to a broker.
 */
final class Training {

    private static final int PARTITIONS = 8;
    private static final HostInfo NOBODY = new HostInfo("127.0.0.1", 1);

    private Training() {}

    /** Returns when the instance would be warm. */
    static void run(Config config) {
        KafkaClients.producer(config.cluster()).close(Duration.ZERO);
        KafkaClients.consumer(config.cluster()).close();
        var open = new OpenPartitions();
        try (TemporaryFolder folder = TemporaryFolder.create()) {
            RocksDbLibrary.unpackInto(folder.path());
            Properties settings = StreamsSettings.of(
                    config.topics().applicationId(), config.cluster().bootstrap(), folder.path(), 1, Map.of());
            var topology = SlotkeeperTopology.create(
                    config.topology(PARTITIONS),
                    config.topics(),
                    config.instance().output(),
                    Ticks.SENT,
                    new StreamMeters(new SimpleMeterRegistry()),
                    open);
            var streams = new KafkaStreams(topology, settings, new ObservedClients(() -> {}));
            var state = new OwnedState(streams, NOBODY, open, PARTITIONS);
            // At once, because its client goes on asking nobody for brokers, after a while without a pause.
            streams.close();
            try (WarmUp warmUp = WarmUp.start(config, config.topology(PARTITIONS), state)) {
                warmUp.done().join();
            }
        }
    }
}
