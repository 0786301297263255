/**
 * What a request is before it is decided, and what refusing it means: shared by the two state machines.
 * Imports nothing but the JDK and jspecify's annotations; knows no clock, no chance, no Kafka and no format.
 */
@NullMarked
package io.slotkeeper.request;

import org.jspecify.annotations.NullMarked;
