/**
 * Deadlines in log time: the index of due documents, the order of their announcement, and when a partition needs a
 * tick. Imports nothing but the JDK and jspecify's annotations; the current time is an argument.
 */
@NullMarked
package io.slotkeeper.logtime;

import org.jspecify.annotations.NullMarked;
