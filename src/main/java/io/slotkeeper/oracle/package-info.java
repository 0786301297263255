/**
 * The specification written down a second time, in the most naive way: what each record of an input topic must emit,
 * worked out with plain lists and full scans, for tests and for judging what a real run left behind. It knows requests
 * as the wire format read them, and nothing of how the program decides, stores or writes.
 */
@NullMarked
package io.slotkeeper.oracle;

import org.jspecify.annotations.NullMarked;
