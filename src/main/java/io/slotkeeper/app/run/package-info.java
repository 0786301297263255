/** The running instance: Kafka clients, Streams, the edge, and their life from start to end. */
@NullMarked
package io.slotkeeper.app.run;

import org.jspecify.annotations.NullMarked;
