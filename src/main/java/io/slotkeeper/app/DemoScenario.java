package io.slotkeeper.app;

/** Stub: the scenario of the demo. */
final class DemoScenario {
    private DemoScenario() {}

    /**
     * Plays both seeds through the input topics as an upstream service would, and reads the output topics as a
     * downstream service would.
     *
     * @return whether everything was as the seeds say
     */
    static boolean play(Config config, Console console) {
        console.talk("nothing to play yet on " + config.cluster().bootstrap());
        return true;
    }
}
