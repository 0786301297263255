package io.slotkeeper.request;

/**
 * Coordinates of a record of an input topic.
 *
 * @param topic logical name of the topic, without the configured prefix
 */
public record Source(String topic, int partition, long offset) {}
