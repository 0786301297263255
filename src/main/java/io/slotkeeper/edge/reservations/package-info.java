/**
 * The HTTP API of reservations, bookings, event types and slot lists (docs/spec/http.md#reservations): parameters,
 * bodies, statuses and shapes. May use the other rooms of {@code edge}, and {@code availability} for lists of slots;
 * requests are decided by the log.
 */
@NullMarked
package io.slotkeeper.edge.reservations;

import org.jspecify.annotations.NullMarked;
