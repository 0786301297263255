/**
 * What stands in the calendar of an event type: its definition, holds, bookings and closed markers, in documents of four
 * hours each, and changes to them that are planned but not made. Imports nothing but the JDK, jspecify's annotations and
 * {@code request}.
 */
@NullMarked
package io.slotkeeper.reservation.calendar;

import org.jspecify.annotations.NullMarked;
