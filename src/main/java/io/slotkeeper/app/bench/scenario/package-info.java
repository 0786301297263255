/**
 * What the bench measures: one class for each scenario of docs/explanation/speed.md#bench. Uses the processes of {@code
 * lab}, the requests of {@code load}, and writes on the sheets of {@code result}.
 */
@NullMarked
package io.slotkeeper.app.bench.scenario;

import org.jspecify.annotations.NullMarked;
