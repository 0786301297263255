/**
 * What is done before an instance is ready, so that its first requests are served by compiled code: a rehearsal with
 * built-in requests, whose cluster is a broker in memory. It knows nothing of how an instance is made, and writes to no
 * topic of a cluster.
 */
@NullMarked
package io.slotkeeper.app.warmup;

import org.jspecify.annotations.NullMarked;
