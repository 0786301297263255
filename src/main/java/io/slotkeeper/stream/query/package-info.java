/** Reads of state that this instance owns, and who owns the rest. Uses interactive queries of Kafka Streams; writes nothing. */
@NullMarked
package io.slotkeeper.stream.query;

import org.jspecify.annotations.NullMarked;
