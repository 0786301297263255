/**
 * The released versions of our Avro schemas, of which old records and old state may be. Knows Avro and nothing of what
 * the schemas are for.
 */
@NullMarked
package io.slotkeeper.schema;

import org.jspecify.annotations.NullMarked;
