/** Scenarios that measure what a caller waits for (docs/explanation/speed.md#bench). */
@NullMarked
package io.slotkeeper.app.bench.caller;

import org.jspecify.annotations.NullMarked;
