/** The configuration: names, defaults, sources and their precedence. One immutable tree comes out. */
@NullMarked
package io.slotkeeper.app.config;

import org.jspecify.annotations.NullMarked;
