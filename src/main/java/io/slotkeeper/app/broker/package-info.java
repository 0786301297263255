/** A Kafka broker in this process, for dev, demo and tests. */
@NullMarked
package io.slotkeeper.app.broker;

import org.jspecify.annotations.NullMarked;
