/**
 * What has to be right about a cluster before and while the program runs: topics, offsets, state, open transactions. Asks
 * through Kafka's admin client and decides nothing about records.
 */
@NullMarked
package io.slotkeeper.stream.cluster;

import org.jspecify.annotations.NullMarked;
