/**
 * Requests before they are decided, and the verdicts on them, with a refusal where one is refused: shared by the two
 * state machines. Imports nothing but the JDK and jspecify's annotations: no clock, no randomness, no Kafka, no wire
 * format.
 */
@NullMarked
package io.slotkeeper.request;

import org.jspecify.annotations.NullMarked;
