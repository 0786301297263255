/**
 * Which slots of an event type can be reserved, from its schedule and its documents. Imports nothing but the JDK,
 * jspecify's annotations and {@code reservation}, whose conflict rules it applies.
 */
@NullMarked
package io.slotkeeper.availability;

import org.jspecify.annotations.NullMarked;
