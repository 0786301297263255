/** Asks the log and waits for the committed outcome; passes reads on to the instance that owns the key. */
@NullMarked
package io.slotkeeper.edge.log;

import org.jspecify.annotations.NullMarked;
