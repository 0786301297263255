package io.slotkeeper.request;

/**
 * The coordinates of a record of an input topic.
 *
 * @param topic the topic's name without the configured prefix
 */
public record Source(String topic, int partition, long offset) {}
