/**
 * How a command communicates with its user and its process: console, progress, logging, signals, exit status. Uses
 * nothing else of the program.
 */
@NullMarked
package io.slotkeeper.app.console;

import org.jspecify.annotations.NullMarked;
