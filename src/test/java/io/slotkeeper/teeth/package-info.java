/** Bugs planted on purpose, to see that the tests notice them. */
@NullMarked
package io.slotkeeper.teeth;

import org.jspecify.annotations.NullMarked;
