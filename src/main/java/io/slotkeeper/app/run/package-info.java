/**
 * A running instance and its life from start to end: Kafka clients, Kafka Streams, the edge, metrics. May use all rooms
 * below {@code app}, {@code app.config} and {@code app.console}.
 */
@NullMarked
package io.slotkeeper.app.run;

import org.jspecify.annotations.NullMarked;
