/**
 * What the bench has measured: figures with their targets, as a table, as JSON and as a page. Uses the JDK and the JSON
 * tree of {@code wire}.
 */
@NullMarked
package io.slotkeeper.app.bench.result;

import org.jspecify.annotations.NullMarked;
