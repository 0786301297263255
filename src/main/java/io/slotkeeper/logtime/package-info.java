/**
 * Deadlines against log time: the derived index of what is due, the order in which it is announced, and when to ask
 * for a tick. Imports nothing but the JDK and jspecify's annotations; whoever calls says what time it is.
 */
@NullMarked
package io.slotkeeper.logtime;

import org.jspecify.annotations.NullMarked;
