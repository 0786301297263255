/**
 * The commands that work on a cluster: run, topics, replay, rebuild, and the options that they have in common. May use
 * all rooms below {@code app}, {@code app.config}, {@code app.console} and {@code app.run}.
 */
@NullMarked
package io.slotkeeper.app.cli;

import org.jspecify.annotations.NullMarked;
