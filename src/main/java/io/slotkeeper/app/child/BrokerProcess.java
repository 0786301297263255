package io.slotkeeper.app.child;

import io.slotkeeper.app.broker.EmbeddedBroker;
import io.slotkeeper.app.broker.Membership;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/**
 * The embedded broker as a process. Says its address, then answers {@value #COUNTERS} with what was written to each
 * topic so far, and ends when its standard input does.
 */
public final class BrokerProcess {

    public static final String COUNTERS = "counters";
    public static final String END = "end";

    private BrokerProcess() {}

    /** @param args the folder for its data, and {@linkplain Membership#text which broker it is} unless it is alone */
    public static void main(String[] args) throws IOException, JMException {
        try (var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
                EmbeddedBroker broker = args.length > 1
                        ? EmbeddedBroker.member(Path.of(args[0]), Membership.parse(args[1]))
                        : EmbeddedBroker.start(Path.of(args[0]), EmbeddedBroker.ANY_PORT)) {
            System.out.println(broker.bootstrap());
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (line.equals(COUNTERS)) {
                    counters().forEach((topic, values) -> System.out.println(topic + " " + values));
                    System.out.println(END);
                }
            }
        }
        System.exit(0);
    }

    /** Bytes and records that were appended, by topic. */
    private static Map<String, String> counters() throws JMException {
        MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
        var counters = new TreeMap<String, String>();
        var all = new ObjectName("kafka.server:type=BrokerTopicMetrics,name=BytesInPerSec,topic=*");
        for (ObjectName bytes : beans.queryNames(all, null)) {
            String topic = bytes.getKeyProperty("topic");
            var records = new ObjectName("kafka.server:type=BrokerTopicMetrics,name=MessagesInPerSec,topic=" + topic);
            long written = beans.isRegistered(records) ? (Long) beans.getAttribute(records, "Count") : 0;
            counters.put(topic, beans.getAttribute(bytes, "Count") + " " + written);
        }
        return counters;
    }
}
