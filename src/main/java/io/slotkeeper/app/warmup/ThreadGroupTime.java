package io.slotkeeper.app.warmup;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** The time of the processor that the threads of a group take, those that they start included. Not thread-safe. */
final class ThreadGroupTime {

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    /** Beyond it threads would go uncounted; the rehearsal has less than fifty. */
    private static final int MOST_THREADS = 256;

    private final ThreadGroup group;
    private Map<Long, Long> before = Map.of();

    ThreadGroupTime(ThreadGroup group) {
        this.group = group;
        sinceLast();
    }

    /** Nanoseconds since this was last called, without those of threads that have ended since. */
    long sinceLast() {
        var threads = new Thread[MOST_THREADS];
        int count = group.enumerate(threads, true);
        Map<Long, Long> now = new HashMap<>();
        Arrays.stream(threads, 0, count)
                .forEach(thread -> now.put(thread.getId(), Math.max(0, THREADS.getThreadCpuTime(thread.getId()))));
        long since = now.entrySet().stream()
                .mapToLong(it -> it.getValue() - before.getOrDefault(it.getKey(), 0L))
                .sum();
        before = now;
        return since;
    }
}
