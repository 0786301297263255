package io.slotkeeper.process;

import java.util.List;

/**
 * Something decided and encoded, but not done. All that can throw on its account has thrown.
 *
 * @param write straight-line puts and deletes
 * @param emissions to be forwarded after all writes, in this order
 */
record Plan(Runnable write, List<OutputRecord> emissions) {

    static final Plan NOTHING = new Plan(() -> {}, List.of());
}
