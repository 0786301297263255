/**
 * JSON lines into and out of topics: the commands {@code send} and {@code watch}. May use {@code app.cli}, {@code
 * app.config}, {@code app.console}, {@code app.run}, {@code wire} and Kafka's plain clients.
 */
@NullMarked
package io.slotkeeper.app.lines;

import org.jspecify.annotations.NullMarked;
