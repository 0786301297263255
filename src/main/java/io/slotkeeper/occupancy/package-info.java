/**
 * What is in the way of whom: the live holds and blocking bookings of one partition by window and by name, in primitive
 * arrays. Derived data. Uses {@code reservation.calendar} and nothing but the JDK besides.
 */
@NullMarked
package io.slotkeeper.occupancy;

import org.jspecify.annotations.NullMarked;
