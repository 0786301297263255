package io.slotkeeper.app.bench.lab;

import java.time.Duration;

/**
 * What it took to work off a backlog.
 *
 * @param requests in the backlog
 * @param accepted of their outcomes; of the yardstick all
 * @param time from the moment at which the processor was let go until the last result could be read by a consumer of
 *     committed records
 * @param cpu of the processor meanwhile
 * @param brokerCpu of the broker meanwhile
 * @param written by the processor and the broker meanwhile
 */
public record Worked(
        long requests, long accepted, Duration time, Duration cpu, Duration brokerCpu, TopicCounters written) {

    /** Requests a second. */
    public double rate() {
        return perSecond(requests);
    }

    public double perSecond(long count) {
        return count * 1e9 / Math.max(1, time.toNanos());
    }

    public double cpuMicros() {
        return cpu.toNanos() / 1e3 / requests;
    }

    public double brokerCpuMicros() {
        return brokerCpu.toNanos() / 1e3 / requests;
    }

    public long refused() {
        return requests - accepted;
    }
}
