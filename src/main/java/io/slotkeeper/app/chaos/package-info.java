/**
 * The command {@code chaos}: a broker and two instances as processes, requests over Kafka and HTTP, faults one after the
 * other, and in the end a judgement of all that was answered and written (docs/spec/faults.md#chaos).
 */
@NullMarked
package io.slotkeeper.app.chaos;

import org.jspecify.annotations.NullMarked;
