/**
 * The configuration: keys, defaults, sources and their precedence, read into one immutable tree. May use the settings
 * of the rooms below and {@code app.console}; connects to nothing.
 */
@NullMarked
package io.slotkeeper.app.config;

import org.jspecify.annotations.NullMarked;
