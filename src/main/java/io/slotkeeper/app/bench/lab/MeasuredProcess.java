package io.slotkeeper.app.bench.lab;

import io.slotkeeper.app.child.ChildJvm;
import io.slotkeeper.app.console.CommandFailure;
import io.slotkeeper.app.console.ProgressBar;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.admin.ListTransactionsOptions;
import org.apache.kafka.clients.admin.TransactionState;

/**
 * A stream processor whose work is measured, in a process of its own. Between measurements it is stopped by a signal: it
 * stays what it was, compiled code, connections and partitions included, and takes nothing from what is measured
 * meanwhile. For that it has a session that lasts longer than any stop.
 */
public final class MeasuredProcess implements AutoCloseable {

    /** Without any progress. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    /** Until the broker has done what a stopped processor had already sent. */
    private static final long SETTLES_MS = 10;

    private static final int STOP_ATTEMPTS = 200;
    private static final Set<TransactionState> OPEN =
            Set.of(TransactionState.ONGOING, TransactionState.PREPARE_COMMIT, TransactionState.PREPARE_ABORT);

    private final String name;
    private final Lab lab;
    private final ChildJvm jvm;
    private final String applicationId;
    private final ResultReader results;
    private boolean halted;

    /** @param applicationId with which its transactional ids begin */
    MeasuredProcess(String name, Lab lab, ChildJvm jvm, String applicationId, String resultTopic) {
        this.name = name;
        this.lab = lab;
        this.jvm = jvm;
        this.applicationId = applicationId;
        this.results = new ResultReader(lab.bootstrap(), resultTopic);
    }

    public ChildJvm jvm() {
        return jvm;
    }

    /** Reads its outcomes. Nobody else reads them while a backlog is worked off. */
    public ResultReader results() {
        return results;
    }

    /**
     * Stops it between two transactions: the broker would abort one that is open for seconds, and then this would be a
     * processor that starts again.
     */
    public void halt() throws InterruptedException {
        for (int attempt = 0; !halted && attempt < STOP_ATTEMPTS; attempt++) {
            jvm.halt();
            Thread.sleep(SETTLES_MS);
            halted = !inTransaction();
            if (!halted) {
                jvm.proceed();
                Thread.sleep(1 + ThreadLocalRandom.current().nextInt(50));
            }
        }
        if (!halted) {
            throw new CommandFailure(name + " is never between two transactions, so it can't be stopped");
        }
    }

    /** Lets it go on. */
    public void proceed() throws InterruptedException {
        jvm.proceed();
        halted = false;
    }

    private boolean inTransaction() throws InterruptedException {
        try {
            return lab.admin().listTransactions(new ListTransactionsOptions().filterStates(OPEN)).all().get().stream()
                    .anyMatch(it -> it.transactionalId().startsWith(applicationId + "-"));
        } catch (ExecutionException e) {
            throw new CommandFailure("the broker doesn't tell of its transactions: " + e.getMessage(), e);
        }
    }

    /**
     * Works off a backlog: writes it while the processor is stopped, lets the processor go, and waits for as many
     * results. It is stopped again afterwards.
     *
     * @param from number of the first request
     * @param count how many
     */
    public Worked work(RequestSource source, String topic, long from, long count) throws InterruptedException {
        halt();
        lab.feed(source, topic, from, count);
        TopicCounters before = lab.counters();
        Duration cpu = jvm.cpu();
        Duration brokerCpu = lab.broker().cpu();
        long started = System.nanoTime();
        proceed();
        long accepted = await(count);
        var time = Duration.ofNanos(System.nanoTime() - started);
        var worked = new Worked(
                count,
                accepted,
                time,
                jvm.cpu().minus(cpu),
                lab.broker().cpu().minus(brokerCpu),
                lab.counters().since(before));
        halt();
        return worked;
    }

    /** Sends requests to it while it runs, and waits for their outcomes. Returns how many were accepted. */
    public long ask(RequestSource source, String topic, long from, long count) throws InterruptedException {
        proceed();
        lab.feed(source, topic, from, count);
        return await(count);
    }

    private long await(long count) throws InterruptedException {
        var read = new AtomicLong();
        var accepted = new AtomicLong();
        long progressed = System.nanoTime();
        try (var bar = new ProgressBar(lab.console(), count, read::get)) {
            bar.start();
            while (read.get() < count) {
                int more = results.poll(one -> {
                    if (ResultReader.isAccepted(one)) {
                        accepted.incrementAndGet();
                    }
                });
                read.addAndGet(more);
                progressed = more > 0 ? System.nanoTime() : progressed;
                jvm.requireAlive();
                if (System.nanoTime() - progressed > PATIENCE.toNanos()) {
                    throw new CommandFailure(name + " has given " + read.get() + " of " + count
                            + " results and no more for " + PATIENCE.toSeconds() + " s");
                }
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
            }
        }
        return accepted.get();
    }

    void terminate() throws InterruptedException {
        proceed();
        jvm.terminate();
        results.close();
    }

    /** Kill -9, at any moment. Its topics stay. */
    @Override
    public void close() {
        jvm.close();
        results.close();
    }
}
