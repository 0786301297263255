/**
 * Which slots of an event type are free, and which are not. Imports nothing but the JDK, jspecify's annotations and
 * {@code reservation}, whose conflict rules it uses.
 */
@NullMarked
package io.slotkeeper.availability;

import org.jspecify.annotations.NullMarked;
