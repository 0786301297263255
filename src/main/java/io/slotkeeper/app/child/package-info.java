/** JVMs of their own with this program's classes: instances, brokers and what else a measurement or a fault needs apart. */
@NullMarked
package io.slotkeeper.app.child;

import org.jspecify.annotations.NullMarked;
