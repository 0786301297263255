/**
 * The topics: their names, their settings, and which partition a key belongs to. Knows Kafka's client library for names of
 * settings and its hash, and nothing that runs.
 */
@NullMarked
package io.slotkeeper.topics;

import org.jspecify.annotations.NullMarked;
