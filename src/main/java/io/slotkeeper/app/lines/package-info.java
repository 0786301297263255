/** JSON lines in and out of topics: the commands send and watch. */
@NullMarked
package io.slotkeeper.app.lines;

import org.jspecify.annotations.NullMarked;
