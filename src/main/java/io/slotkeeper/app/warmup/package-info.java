/**
 * What an instance does before it is ready, so that its first requests are decided by compiled code: built-in requests,
 * decided in memory, over HTTP and as records of a log. It may touch whatever serves requests, and writes to no topic.
 */
@NullMarked
package io.slotkeeper.app.warmup;

import org.jspecify.annotations.NullMarked;
