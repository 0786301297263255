package io.slotkeeper.edge.access;

/**
 * Who may come in over HTTP, and the secret that the edges share, as they are now. Immutable.
 *
 * @param secret the same for all edges
 */
public record EdgeAccess(ApiKeys keys, EdgeSecret secret) {}
