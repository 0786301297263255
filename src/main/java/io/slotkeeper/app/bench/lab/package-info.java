/**
 * The processes of a measurement: a broker, an instance of {@code run}, the yardstick, and what feeds and reads them.
 * Knows what happens between the processes and nothing of what is measured.
 */
@NullMarked
package io.slotkeeper.app.bench.lab;

import org.jspecify.annotations.NullMarked;
