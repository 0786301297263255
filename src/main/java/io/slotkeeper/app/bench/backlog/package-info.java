/** Scenarios that work off backlogs beside the yardstick (docs/explanation/speed.md#bench). */
@NullMarked
package io.slotkeeper.app.bench.backlog;

import org.jspecify.annotations.NullMarked;
