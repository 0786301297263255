/** The commands that work on a cluster: run, topics, replay, rebuild. */
@NullMarked
package io.slotkeeper.app.cli;

import org.jspecify.annotations.NullMarked;
