/**
 * The program: command line, configuration, the embedded broker, and starting and ending everything in order. The only
 * room that sees all others; none sees it.
 */
@NullMarked
package io.slotkeeper.app;

import org.jspecify.annotations.NullMarked;
