/**
 * The program's classes as the JVM has them in memory, kept beside the jar so that the next start is sooner. Uses
 * nothing else of the program.
 */
@NullMarked
package io.slotkeeper.app.archive;

import org.jspecify.annotations.NullMarked;
