/** How a command talks to its user and how it ends: terminal, progress, signals, exit status. */
@NullMarked
package io.slotkeeper.app.console;

import org.jspecify.annotations.NullMarked;
