/** Scenarios with as much state as fits (docs/explanation/speed.md#bench). */
@NullMarked
package io.slotkeeper.app.bench.crowd;

import org.jspecify.annotations.NullMarked;
