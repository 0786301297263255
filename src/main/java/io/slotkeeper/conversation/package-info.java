/**
 * The conversation state machine (conversations.md): {@code decide(state, request, now)} and what deadlines do.
 * Imports nothing but the JDK, jspecify's annotations and {@code request}; every result depends on the arguments alone.
 */
@NullMarked
package io.slotkeeper.conversation;

import org.jspecify.annotations.NullMarked;
