package io.slotkeeper.app.chaos;

import io.slotkeeper.app.broker.Membership;
import io.slotkeeper.app.child.BrokerProcess;
import io.slotkeeper.app.child.ChildJvm;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A place for a broker: its data and its ports stay, its process comes and goes. */
final class ChaosBroker implements AutoCloseable {

    private static final List<String> JAVA_OPTIONS = List.of("-Xmx512m", "-XX:TieredStopAtLevel=1");

    private final Membership membership;
    private final Path folder;
    private Optional<ChildJvm> jvm = Optional.empty();
    private int starts;

    /**
     * Without a process.
     *
     * @param folder for data and logs
     */
    ChaosBroker(Membership membership, Path folder) {
        this.membership = membership;
        this.folder = folder;
    }

    ChildJvm jvm() {
        return jvm.orElseThrow();
    }

    /** Starts a process on the same data, after the end of the last one, and waits for nothing. */
    void launch() {
        starts++;
        jvm = Optional.of(ChildJvm.start(
                "broker-" + membership.node() + "-" + starts,
                folder,
                JAVA_OPTIONS,
                List.of(BrokerProcess.class.getName(), data().toString(), membership.text())));
    }

    Path data() {
        return folder.resolve("kafka-" + membership.node());
    }

    /** Waits until it answers. */
    void awaitReady() throws InterruptedException {
        jvm().nextLine();
    }

    void kill() {
        jvm.ifPresent(ChildJvm::close);
    }

    @Override
    public String toString() {
        return "broker " + membership.node();
    }

    @Override
    public void close() {
        kill();
    }
}
