/**
 * The reservation state machine (docs/spec/reservations.md): decides requests and deadlines of event types, holds and
 * bookings from the stored state and log time. Imports nothing but the JDK, jspecify's annotations and {@code request};
 * every result depends on the arguments alone.
 */
@NullMarked
package io.slotkeeper.reservation;

import org.jspecify.annotations.NullMarked;
