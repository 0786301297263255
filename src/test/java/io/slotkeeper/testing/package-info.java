/** What tests of several rooms share: a real broker. */
@NullMarked
package io.slotkeeper.testing;

import org.jspecify.annotations.NullMarked;
