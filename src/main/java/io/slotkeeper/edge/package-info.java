/**
 * HTTP: the two seeds on the wire, health and metrics. It writes requests to the input topics, answers from their
 * committed outcomes and reads state where it is; it has no rules of its own but those of the format. May use Jetty,
 * Micrometer, Kafka's clients, and the rooms of requests, formats and streams.
 */
@NullMarked
package io.slotkeeper.edge;

import org.jspecify.annotations.NullMarked;
