package io.slotkeeper.app.bench.round;

import io.slotkeeper.app.bench.result.ScenarioSheet;

/** Something to measure. */
public interface Scenario {

    /** By which it is asked for on the command line. */
    String name();

    /** What it is, for readers of the results. */
    String what();

    /**
     * Measures. Whatever it starts for itself has ended when it returns or throws.
     *
     * @param sheet to write the values on
     */
    public void measure(Bench bench, ScenarioSheet sheet) throws InterruptedException;
}
