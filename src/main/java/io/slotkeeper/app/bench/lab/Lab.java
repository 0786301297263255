package io.slotkeeper.app.bench.lab;

import io.slotkeeper.app.broker.TemporaryFolder;
import io.slotkeeper.app.child.BrokerProcess;
import io.slotkeeper.app.child.ChildJvm;
import io.slotkeeper.app.child.Tethered;
import io.slotkeeper.app.console.CommandContext;
import io.slotkeeper.app.console.CommandFailure;
import io.slotkeeper.app.console.Console;
import io.slotkeeper.stream.cluster.TopicAdmin;
import io.slotkeeper.topics.Topic;
import io.slotkeeper.topics.TopicNames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Everything that a measurement needs, on this machine's loopback and in a temporary folder: a broker, instances of the
 * product, the yardstick. When it is closed, all its processes have ended and the folder is gone.
 */
public final class Lab implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Lab.class);

    public static final int PARTITIONS = TopicAdmin.DEFAULT_PARTITIONS;
    public static final int THREADS = 2;
    /** Of each of the three: broker, product, yardstick. The start script gives the program as much. */
    public static final String HEAP = "-Xmx512m";

    private static final String ECHO_IN = "bench-echo-in";
    private static final String ECHO_OUT = "bench-echo-out";

    private final CommandContext context;
    private final Map<String, String> settings;
    private final List<String> javaOptions;
    private final TemporaryFolder folder;
    private final List<AutoCloseable> open = new ArrayList<>();
    private final ChildJvm broker;
    private final String bootstrap;
    private final Admin admin;
    private final Feed feed;
    private Optional<MeasuredProcess> echo = Optional.empty();
    private int instances;
    private boolean closing;

    private Lab(
            CommandContext context,
            Map<String, String> settings,
            List<String> javaOptions,
            TemporaryFolder folder,
            ChildJvm broker,
            String bootstrap) {
        this.context = context;
        this.settings = Map.copyOf(settings);
        this.javaOptions = List.copyOf(javaOptions);
        this.folder = folder;
        this.broker = opened(broker);
        this.bootstrap = bootstrap;
        this.admin = Admin.create(Map.of("bootstrap.servers", bootstrap));
        this.feed = opened(new Feed(bootstrap));
    }

    /**
     * Starts the broker.
     *
     * @param settings of the product and, as far as they are Kafka's, of the yardstick, besides those of the scenarios
     * @param javaOptions of the product's JVM
     */
    public static Lab open(CommandContext context, Map<String, String> settings, List<String> javaOptions)
            throws InterruptedException {
        TemporaryFolder folder = TemporaryFolder.create();
        ChildJvm broker = ChildJvm.start(
                "broker",
                folder.path(),
                List.of(HEAP),
                List.of(
                        BrokerProcess.class.getName(),
                        folder.path().resolve("kafka").toString()));
        try {
            return new Lab(context, settings, javaOptions, folder, broker, broker.nextLine());
        } catch (RuntimeException | InterruptedException e) {
            broker.close();
            folder.close();
            throw e;
        }
    }

    private <T extends AutoCloseable> T opened(T resource) {
        open.add(resource);
        return resource;
    }

    public Console console() {
        return context.console();
    }

    public String bootstrap() {
        return bootstrap;
    }

    public ChildJvm broker() {
        return broker;
    }

    public Path folder() {
        return folder.path();
    }

    Admin admin() {
        return admin;
    }

    /** What the settings of everything that is measured have in common. */
    public String described() {
        return "threads " + THREADS + ", partitions " + PARTITIONS + ", heap " + HEAP.substring("-Xmx".length())
                + " each, output.format " + settings.getOrDefault("output.format", "avro")
                + (settings.isEmpty() ? "" : ", set " + new TreeMap<>(settings))
                + (javaOptions.isEmpty() ? "" : ", java options " + javaOptions);
    }

    /** What was written to all topics so far. */
    public TopicCounters counters() throws InterruptedException {
        broker.tell(BrokerProcess.COUNTERS);
        var topics = new TreeMap<String, TopicCounters.Written>();
        for (String line = broker.nextLine(); !line.equals(BrokerProcess.END); line = broker.nextLine()) {
            String[] words = line.split(" ", -1);
            topics.put(words[0], new TopicCounters.Written(Long.parseLong(words[1]), Long.parseLong(words[2])));
        }
        return new TopicCounters(topics);
    }

    /**
     * Starts an instance of {@code run} with topics of its own and waits until it is ready.
     *
     * @param scenario that it is for
     * @param more settings besides those of all
     */
    public Product product(String scenario, Map<String, String> more) throws InterruptedException {
        instances++;
        TopicNames topics = TopicNames.withPrefix("bench-" + scenario + "-" + instances + ".");
        new TopicAdmin(admin, topics, bootstrap).create(PARTITIONS, OptionalInt.of(1));
        Path own = folder.path().resolve(scenario + "-" + instances);
        try {
            Files.createDirectories(own);
            Files.writeString(own.resolve("edge-secret"), "a secret of this measurement, as long as it lasts");
        } catch (IOException e) {
            throw new CommandFailure("the temporary folder can't be written to: " + e.getMessage(), e);
        }
        var all = new TreeMap<>(Map.of(
                "http-port", "0", "edge-secret-file", own.resolve("edge-secret").toString(), "threads", "" + THREADS));
        all.putAll(more);
        all.putAll(settings);
        return start(topics, own, all).awaitReady();
    }

    /** Starts an instance and waits for nothing. */
    Product start(TopicNames topics, Path own, Map<String, String> all) {
        instances++;
        var options = new ArrayList<>(List.of(HEAP, "-XX:+ExitOnOutOfMemoryError"));
        options.addAll(javaOptions);
        Product.configure(this, topics, own, all);
        ChildJvm jvm = opened(ChildJvm.start(
                "run-" + instances,
                folder.path(),
                options,
                List.of(
                        Tethered.class.getName(),
                        "run",
                        "--config",
                        Product.file(own).toString())));
        var subject = new MeasuredProcess(
                "the product", this, jvm, topics.applicationId(), topics.name(Topic.REQUEST_OUTCOMES));
        return new Product(this, topics, own, all, opened(subject));
    }

    /** The yardstick, which is the same as long as this is open. It has been started when this returns. */
    public MeasuredProcess echo() throws InterruptedException {
        if (echo.isEmpty()) {
            echo = Optional.of(startEcho());
        }
        return echo.get();
    }

    /** The topic that the yardstick reads. */
    public String echoInput() {
        return ECHO_IN;
    }

    private MeasuredProcess startEcho() throws InterruptedException {
        create(ECHO_IN, Topic.RESERVATION_REQUESTS);
        create(ECHO_OUT, Topic.REQUEST_OUTCOMES);
        var flags = new TreeMap<>(Product.OUTLASTS_STOPS);
        settings.forEach((name, value) -> {
            if (name.startsWith("kafka.")) {
                flags.put(name, value);
            }
        });
        flags.put("prefix", "bench-echo.");
        flags.put("bootstrap", bootstrap);
        flags.put("threads", Integer.toString(THREADS));
        flags.put("state-dir", folder.path().resolve("echo").toString());
        var command = new ArrayList<>(List.of(EchoProcess.class.getName(), ECHO_IN, ECHO_OUT));
        flags.forEach((name, value) -> command.add(name + "=" + value));
        ChildJvm jvm = opened(ChildJvm.start("echo", folder.path(), List.of(HEAP), command));
        while (!jvm.nextLine().equals(EchoProcess.RUNNING)) {
            // Only a state that isn't the one yet.
        }
        return opened(new MeasuredProcess("the yardstick", this, jvm, "bench-echo", ECHO_OUT));
    }

    private void create(String name, Topic like) {
        get(admin.createTopics(List.of(new NewTopic(name, PARTITIONS, (short) 1).configs(like.settings())))
                .all());
    }

    /** Writes requests as fast as the broker takes them. */
    void feed(RequestSource source, String topic, long from, long count) {
        if (source.timed()) {
            timestamps(topic, "CreateTime");
        }
        feed.send(source, topic, from, count);
        if (source.timed()) {
            timestamps(topic, "LogAppendTime");
        }
    }

    /** Whose timestamps the records of a topic get from now on. */
    private void timestamps(String topic, String type) {
        var change = new AlterConfigOp(
                new ConfigEntry(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, type), AlterConfigOp.OpType.SET);
        get(admin.incrementalAlterConfigs(Map.of(new ConfigResource(ConfigResource.Type.TOPIC, topic), List.of(change)))
                .all());
    }

    /** Reads what is committed to a topic from now on; closed by the caller. */
    public ResultReader reader(String topic) {
        return new ResultReader(bootstrap, topic);
    }

    /** The last offsets of a topic, all partitions together. */
    public long records(String topic) {
        Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
        for (int partition = 0; partition < PARTITIONS; partition++) {
            ends.put(new TopicPartition(topic, partition), OffsetSpec.latest());
        }
        return get(admin.listOffsets(ends).all()).values().stream()
                .mapToLong(ListOffsetsResult.ListOffsetsResultInfo::offset)
                .sum();
    }

    /**
     * Runs a command as users do, with the start script where it is there, and waits for its end.
     *
     * @param input that it reads
     * @return how long it took
     * @throws CommandFailure if its exit status isn't 0
     */
    public Duration run(List<String> arguments, String input) throws InterruptedException {
        return new CommandLineRun(folder.path()).time(arguments, input);
    }

    /** A command that can be run several times in one JVM; until it is closed, or this is. */
    public RepeatedCommand repeated(List<String> arguments) {
        return opened(RepeatedCommand.start(this, arguments));
    }

    /** So that nothing of a scenario is compacted or restored during the next. */
    void delete(TopicNames topics) {
        if (closing) {
            return;
        }
        try {
            List<String> names = admin.listTopics().names().get().stream()
                    .filter(name -> name.startsWith(topics.prefix()) || name.startsWith(topics.applicationId() + "-"))
                    .toList();
            get(admin.deleteTopics(names).all());
        } catch (ExecutionException e) {
            throw new CommandFailure("topics can't be listed: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static <T> T get(KafkaFuture<T> answer) {
        try {
            return answer.get();
        } catch (ExecutionException e) {
            throw new CommandFailure("the broker refuses: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure("interrupted", e);
        }
    }

    /** Processes first: who waits for one of them doesn't wait any longer. */
    @Override
    public void close() {
        closing = true;
        boolean interrupted = Thread.interrupted();
        open.stream().filter(ChildJvm.class::isInstance).forEach(Lab::closeQuietly);
        open.stream().filter(it -> !(it instanceof ChildJvm)).forEach(Lab::closeQuietly);
        admin.close(Duration.ZERO);
        folder.close();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void closeQuietly(AutoCloseable resource) {
        try {
            resource.close();
        } catch (Exception e) {
            LOG.debug("not closed", e);
        }
    }
}
