/**
 * The conversation state machine (docs/spec/conversations.md): decides requests and deadlines from the stored state and
 * log time. Imports nothing but the JDK, jspecify's annotations and {@code request}; every result depends on the
 * arguments alone.
 */
@NullMarked
package io.slotkeeper.conversation;

import org.jspecify.annotations.NullMarked;
