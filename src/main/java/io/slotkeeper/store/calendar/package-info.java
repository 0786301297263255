/**
 * The stored entries of calendars, event types and parties, and what is derived from them. Uses {@code store}, the state
 * machine of reservations and the derived indexes; no Kafka.
 */
@NullMarked
package io.slotkeeper.store.calendar;

import org.jspecify.annotations.NullMarked;
