/**
 * The specification implemented a second time, in the most naive way: what each record of an input topic must emit,
 * computed with plain lists and full scans, for tests and for auditing a real run. Uses the requests that {@code wire}
 * has read, and nothing of how the program decides, stores or writes.
 */
@NullMarked
package io.slotkeeper.oracle;

import org.jspecify.annotations.NullMarked;
