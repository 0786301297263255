/** Stub. */
@NullMarked
package io.slotkeeper.reservation;

import org.jspecify.annotations.NullMarked;
