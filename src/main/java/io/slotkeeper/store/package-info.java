/**
 * The state stores: names, keys, codecs, one typed class for each kind of state, and the data derived from it
 * (deadlines, look-ups by uid), which is kept in memory. May use the state machines, {@code logtime}, {@code schema}
 * and Avro; writes what was decided and decides nothing.
 */
@NullMarked
package io.slotkeeper.store;

import org.jspecify.annotations.NullMarked;
