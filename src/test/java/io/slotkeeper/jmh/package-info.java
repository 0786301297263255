/** Micro-benchmarks, which no test runs: docs/explanation/speed.md#micro-benchmarks. */
@NullMarked
package io.slotkeeper.jmh;

import org.jspecify.annotations.NullMarked;
