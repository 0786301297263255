/**
 * The topology: observes log time, loads state, lets a state machine decide, writes, forwards, and asks for ticks. Also
 * the topics and their settings. The order in which a record is processed stands in {@link
 * io.slotkeeper.stream.LogProcessor}.
 */
@NullMarked
package io.slotkeeper.stream;

import org.jspecify.annotations.NullMarked;
