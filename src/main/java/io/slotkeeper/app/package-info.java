/**
 * The entry point of the program; its rooms are the commands, the configuration, running instances and the embedded
 * broker. Only these may use all other rooms; no other room uses them.
 */
@NullMarked
package io.slotkeeper.app;

import org.jspecify.annotations.NullMarked;
