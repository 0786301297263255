package io.slotkeeper.app.broker;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.common.Uuid;

/**
 * Which of the brokers of a cluster one is, and where all of them listen, on 127.0.0.1. Each of them is a controller too.
 *
 * @param clusterId the same for all of them, from their first start on
 * @param node from 1 on
 * @param ports for clients, of node 1 first
 * @param controllerPorts for each other, of node 1 first
 */
public record Membership(String clusterId, int node, List<Integer> ports, List<Integer> controllerPorts) {

    static final String HOST = "127.0.0.1";

    public Membership {
        if (node < 1 || node > ports.size() || ports.size() != controllerPorts.size()) {
            throw new IllegalArgumentException("node " + node + " isn't one of " + ports.size());
        }
    }

    static Membership alone(int port, int controllerPort) {
        return new Membership(Uuid.randomUuid().toString(), 1, List.of(port), List.of(controllerPort));
    }

    /** Brokers that will be a cluster, in the order of their numbers. */
    public static List<Membership> of(List<Integer> ports, List<Integer> controllerPorts) {
        String clusterId = Uuid.randomUuid().toString();
        return IntStream.rangeClosed(1, ports.size())
                .mapToObj(node -> new Membership(clusterId, node, ports, controllerPorts))
                .toList();
    }

    boolean isAlone() {
        return ports.size() == 1;
    }

    int port() {
        return ports.get(node - 1);
    }

    int controllerPort() {
        return controllerPorts.get(node - 1);
    }

    /** Copies of everything: one for each broker. */
    int replication() {
        return ports.size();
    }

    /** As Kafka's setting {@code controller.quorum.voters} wants it. */
    String voters() {
        return IntStream.range(0, controllerPorts.size())
                .mapToObj(i -> (i + 1) + "@" + HOST + ":" + controllerPorts.get(i))
                .collect(Collectors.joining(","));
    }

    /** For the command line of a process: {@link #parse} reads it. */
    public String text() {
        return clusterId + "/" + node + "/" + joined(ports) + "/" + joined(controllerPorts);
    }

    private static String joined(List<Integer> numbers) {
        return numbers.stream().map(String::valueOf).collect(Collectors.joining(","));
    }

    /** @param text what {@link #text} gave */
    public static Membership parse(String text) {
        String[] parts = text.split("/", -1);
        return new Membership(parts[0], Integer.parseInt(parts[1]), numbers(parts[2]), numbers(parts[3]));
    }

    private static List<Integer> numbers(String joined) {
        return Arrays.stream(joined.split(",", -1)).map(Integer::valueOf).toList();
    }
}
