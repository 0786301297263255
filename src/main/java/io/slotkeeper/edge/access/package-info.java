/**
 * Access to the edge: tokens and their principals, the secret of the edge, and ids that can't be guessed. Uses neither
 * HTTP nor Kafka.
 */
@NullMarked
package io.slotkeeper.edge.access;

import org.jspecify.annotations.NullMarked;
