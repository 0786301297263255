/** HTTP itself: connections, bodies, routes, answers and errors. Knows no conversation and no reservation. */
@NullMarked
package io.slotkeeper.edge.http;

import org.jspecify.annotations.NullMarked;
