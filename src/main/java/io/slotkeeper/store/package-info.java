/**
 * The state stores: their names, keys and codecs, and one typed face each. Values are Avro with the writer's schema
 * fingerprint in front, so that an older state can be read after an upgrade. What is derived from the stores (deadlines,
 * look-ups by name) is kept beside them, in memory. Writes what was decided; decides nothing.
 */
@NullMarked
package io.slotkeeper.store;

import org.jspecify.annotations.NullMarked;
