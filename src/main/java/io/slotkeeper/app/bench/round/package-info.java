/**
 * What all scenarios have in common: rounds of product and yardstick, sizes, the instance with many holds. Uses the processes of
 * {@code lab}, the requests of {@code load}, and writes on the sheets of {@code result}.
 */
@NullMarked
package io.slotkeeper.app.bench.round;

import org.jspecify.annotations.NullMarked;
