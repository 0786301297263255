package io.slotkeeper.edge;

/**
 * What is wrong with one property of a body or one query parameter.
 *
 * @param constraint the name of the rule, as the second seed's system calls it
 * @param text the reason for people, beginning with the property
 */
record PropertyError(String property, String constraint, String text) {}
