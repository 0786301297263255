/** The requests of the bench, and clients that send them at a rate. Uses the records of {@code lab} and Kafka's clients. */
@NullMarked
package io.slotkeeper.app.bench.load;

import org.jspecify.annotations.NullMarked;
