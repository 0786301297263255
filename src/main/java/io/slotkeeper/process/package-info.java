/**
 * A partition's log and state, record by record: what is due is announced, a request is decided, everything is encoded and
 * then written. Knows no Kafka Streams, so that the same code runs in a task and in a replay.
 */
@NullMarked
package io.slotkeeper.process;

import org.jspecify.annotations.NullMarked;
