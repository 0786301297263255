/**
 * The command {@code bench}: measures the program as it is, beside a yardstick, and reports. What it measures is in
 * {@code scenario}, how in {@code lab} and {@code load}, and what becomes of it in {@code result}.
 */
@NullMarked
package io.slotkeeper.app.bench;

import org.jspecify.annotations.NullMarked;
