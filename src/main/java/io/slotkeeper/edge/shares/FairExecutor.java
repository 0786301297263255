package io.slotkeeper.edge.shares;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * Runs tasks, few at a time, by turns for all who have some: however many one of them has, another's next one waits for
 * one of each only. How many may wait is up to the caller. For any thread.
 */
public final class FairExecutor {

    private final Executor threads;
    private final int most;
    /** In the order of their turns; none is empty. */
    private final Map<String, Deque<Runnable>> waiting = new LinkedHashMap<>();

    private int running;

    /** @param most tasks at a time; they must not block */
    public FairExecutor(String name, int most) {
        this.most = most;
        this.threads = WorkThreads.of(name, most, new LinkedBlockingQueue<>());
    }

    public void execute(String who, Runnable task) {
        synchronized (this) {
            waiting.computeIfAbsent(who, none -> new ArrayDeque<>()).add(task);
            if (running == most) {
                return;
            }
            running++;
        }
        threads.execute(this::work);
    }

    private void work() {
        for (Runnable next = next(); next != null; next = next()) {
            next.run();
        }
    }

    /** Null: there is nothing more, and whoever asked is to end. */
    private synchronized @Nullable Runnable next() {
        Iterator<Map.Entry<String, Deque<Runnable>>> turns = waiting.entrySet().iterator();
        if (!turns.hasNext()) {
            running--;
            return null;
        }
        Map.Entry<String, Deque<Runnable>> turn = turns.next();
        turns.remove();
        Runnable next = turn.getValue().remove();
        if (!turn.getValue().isEmpty()) {
            waiting.put(turn.getKey(), turn.getValue());
        }
        return next;
    }
}
