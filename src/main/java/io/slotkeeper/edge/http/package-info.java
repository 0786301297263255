/**
 * HTTP itself: connections, bodies, routes, responses and errors. May use Jetty, Micrometer and {@code wire}; knows
 * neither conversations nor reservations.
 */
@NullMarked
package io.slotkeeper.edge.http;

import org.jspecify.annotations.NullMarked;
