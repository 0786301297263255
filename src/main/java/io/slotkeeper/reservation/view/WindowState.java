package io.slotkeeper.reservation.view;

import java.time.Instant;
import java.util.Optional;

/**
 * What stands in the way of one more hold or booking of a window.
 *
 * @param lastEnd when the last of the live holds that overlap it lapses, if none is extended; empty if there is none
 * @param full whether one of the parts that it touches takes no more entries
 */
public record WindowState(WindowUse use, Optional<Instant> lastEnd, boolean full) {}
