/**
 * Who gets how much of an instance: places and bytes for requests, turns for their work, connections and time for slow
 * clients, threads. Knows of HTTP no more than that there are connections.
 */
@NullMarked
package io.slotkeeper.edge.shares;

import org.jspecify.annotations.NullMarked;
