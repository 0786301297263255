/** Stub. */
@NullMarked
package io.slotkeeper.store;

import org.jspecify.annotations.NullMarked;
