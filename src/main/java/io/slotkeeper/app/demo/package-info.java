/** The commands demo and dev: the program with a broker of its own. */
@NullMarked
package io.slotkeeper.app.demo;

import org.jspecify.annotations.NullMarked;
