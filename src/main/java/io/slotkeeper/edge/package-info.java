/**
 * The HTTP edge: the two source APIs, health and metrics. May use Jetty, Micrometer, Kafka's clients, {@code
 * stream.query}, {@code availability}, {@code wire} and what is below; requests are decided by the log, and answered
 * from committed outcomes or owned state.
 */
@NullMarked
package io.slotkeeper.edge;

import org.jspecify.annotations.NullMarked;
