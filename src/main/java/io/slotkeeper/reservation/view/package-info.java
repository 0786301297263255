/**
 * What decisions on reservations see of the state, and what they plan to change in it. Uses {@code reservation.calendar}
 * and {@code request}, nothing but the JDK besides.
 */
@NullMarked
package io.slotkeeper.reservation.view;

import org.jspecify.annotations.NullMarked;
