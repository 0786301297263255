/**
 * A Kafka broker in this process, for {@code dev}, {@code demo} and tests. Uses Kafka's server and nothing of the
 * program but {@code app.console} and the folder lock of {@code app.run}.
 */
@NullMarked
package io.slotkeeper.app.broker;

import org.jspecify.annotations.NullMarked;
