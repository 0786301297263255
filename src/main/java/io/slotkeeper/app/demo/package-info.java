/**
 * The commands {@code demo} and {@code dev}: the program with an embedded broker. May use everything in {@code app}.
 */
@NullMarked
package io.slotkeeper.app.demo;

import org.jspecify.annotations.NullMarked;
