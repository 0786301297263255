package io.slotkeeper.app.bench.lab;

import io.slotkeeper.app.config.ConfigSources;
import io.slotkeeper.stream.ObservedClients;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.Topology;

/**
 * The yardstick: a topology without state that copies each record from one topic to another, under the settings and with
 * the clients of the product. What it reaches is what Kafka Streams, the broker and the machine allow. Ends when its
 * standard input does.
 */
final class EchoProcess {

    static final String RUNNING = "running";

    private EchoProcess() {}

    /**
     * Copies.
     *
     * @param args the topic to read, the topic to write, and the configuration that the product has: NAME=VALUE
     */
    public static void main(String[] args) throws IOException {
        var flags = new TreeMap<String, String>();
        for (int i = 2; i < args.length; i++) {
            String[] flag = args[i].split("=", 2);
            flags.put(flag[0], flag[1]);
        }
        Properties settings =
                ConfigSources.read(flags, Map.of(), Optional.empty()).streams(1);
        var topology = new Topology();
        topology.addSource("read", new ByteArrayDeserializer(), new ByteArrayDeserializer(), args[0]);
        topology.addSink("write", args[1], new ByteArraySerializer(), new ByteArraySerializer(), "read");
        var streams = new KafkaStreams(topology, settings, new ObservedClients(() -> {}));
        streams.setStateListener((now, before) -> {
            if (now == KafkaStreams.State.RUNNING) {
                System.out.println(RUNNING);
            } else if (now == KafkaStreams.State.ERROR) {
                Runtime.getRuntime().halt(1);
            }
        });
        streams.start();
        while (System.in.read() >= 0) {
            // Nothing is said to it.
        }
        Runtime.getRuntime().halt(0);
    }
}
