/**
 * What has to be right about a cluster before and while the program runs: topics, offsets, state, open transactions.
 * Uses Kafka's admin client and plain consumers, {@code topics} and the meta records of {@code store}; processes no
 * records.
 */
@NullMarked
package io.slotkeeper.stream.cluster;

import org.jspecify.annotations.NullMarked;
