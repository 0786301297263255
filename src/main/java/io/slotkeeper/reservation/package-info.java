/**
 * The reservation state machine (reservations.md): event types, holds, bookings, {@code decide(state, request, now)} and
 * what deadlines do. Imports nothing but the JDK, jspecify's annotations and {@code request}; every result depends on
 * the arguments alone.
 */
@NullMarked
package io.slotkeeper.reservation;

import org.jspecify.annotations.NullMarked;
