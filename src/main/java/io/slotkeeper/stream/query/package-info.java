/**
 * Reads state that this instance owns, and finds the owners of other state. Uses interactive queries of Kafka Streams
 * and {@code store}; writes nothing.
 */
@NullMarked
package io.slotkeeper.stream.query;

import org.jspecify.annotations.NullMarked;
