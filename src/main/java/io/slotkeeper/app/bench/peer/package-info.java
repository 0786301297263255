/**
 * What others need for a part of the same work: a table of PostgreSQL, a script of Redis, each as a process of its own
 * where it is installed. Uses {@code lab} for nothing but the product beside them.
 */
@NullMarked
package io.slotkeeper.app.bench.peer;

import org.jspecify.annotations.NullMarked;
