/**
 * Requests in, outcomes and snapshots out: the bytes of topics.md. Knows the formats and the two state machines' types;
 * decides nothing, and knows no Kafka and no store.
 */
@NullMarked
package io.slotkeeper.wire;

import org.jspecify.annotations.NullMarked;
