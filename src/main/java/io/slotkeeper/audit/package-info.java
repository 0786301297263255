/**
 * Judges what a cluster has committed, by the oracle and by what must hold whatever the oracle says
 * (docs/spec/faults.md#faults): the inputs as far as they are processed, and all that the output topics still hold. May use
 * the oracle, requests as {@code wire} reads them, {@code replay}'s reader of logs and Kafka's plain clients; knows nothing
 * of how the program decides, and no Kafka Streams. Asked by {@code ./slotkeeper audit}, by {@code demo}, and by the tests
 * that stop and kill instances.
 */
@NullMarked
package io.slotkeeper.audit;

import org.jspecify.annotations.NullMarked;
