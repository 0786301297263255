/**
 * What the value of a field may be: its limits, texts, instants, time zones, and whether there is one at all. Imports
 * nothing but the JDK and jspecify's annotations.
 */
@NullMarked
package io.slotkeeper.request.field;

import org.jspecify.annotations.NullMarked;
