/**
 * The released versions of the Avro schemas with which records and state may have been written. Uses Avro and nothing
 * else of the program.
 */
@NullMarked
package io.slotkeeper.schema;

import org.jspecify.annotations.NullMarked;
