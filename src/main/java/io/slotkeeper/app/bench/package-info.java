/**
 * The command {@code bench}: measures the program as it is, beside a yardstick, and reports. What it measures is in {@code
 * backlog}, {@code caller}, {@code crowd} and {@code peer}, how in {@code round}, {@code load} and {@code lab}, and what
 * becomes of it in {@code result}.
 */
@NullMarked
package io.slotkeeper.app.bench;

import org.jspecify.annotations.NullMarked;
