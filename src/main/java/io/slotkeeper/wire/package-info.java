/**
 * Decodes requests and encodes outcomes, snapshots and refused records: the bytes of docs/spec/topics.md. May use the
 * types of the state machines, {@code schema}, Avro and a JSON parser, but neither Kafka nor the stores; decides
 * nothing.
 */
@NullMarked
package io.slotkeeper.wire;

import org.jspecify.annotations.NullMarked;
