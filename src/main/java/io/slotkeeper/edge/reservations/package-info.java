/**
 * Reservations, bookings, event types and slot lists on the wire (docs/spec/http.md#reservations). No rules of its own but
 * those of the format.
 */
@NullMarked
package io.slotkeeper.edge.reservations;

import org.jspecify.annotations.NullMarked;
