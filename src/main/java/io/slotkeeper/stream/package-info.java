/**
 * The Kafka side of deciding: the topics and their settings, the topology and what a record does in its order
 * (log-time.md). May import Kafka's public interfaces, the pure rooms, {@code wire} and {@code store}; not {@code app}
 * and not {@code edge}.
 */
@NullMarked
package io.slotkeeper.stream;

import org.jspecify.annotations.NullMarked;
