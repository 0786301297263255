package io.slotkeeper.occupancy;

import io.slotkeeper.request.field.Limits;
import io.slotkeeper.reservation.calendar.Booking;
import io.slotkeeper.reservation.calendar.Hold;
import io.slotkeeper.reservation.calendar.PartSpan;
import io.slotkeeper.reservation.calendar.ReservationUid;
import io.slotkeeper.reservation.calendar.Window;
import io.slotkeeper.reservation.view.Claim;
import io.slotkeeper.reservation.view.WindowState;
import io.slotkeeper.reservation.view.WindowUse;
import java.time.Instant;
import java.util.Optional;
import java.util.function.IntPredicate;

/**
 * The holds and blocking bookings of one partition by window, and the holds by name. A hold takes some 30 bytes, each
 * window with anything in it some 70 more.
 *
 * <p>One thread changes it; all may ask.
 *
 * <p>Cost of an answer: the windows that are stored in the parts which the window touches. It doesn't depend on how many
 * holds and bookings share a window, except for holds that have lapsed and aren't announced yet.
 */
public final class OccupancyIndex {

    private final WindowTable windows = new WindowTable();
    private final HoldTable holds = new HoldTable();
    private int bookings;

    /** Number of holds, those that lapsed included, and bookings. */
    public synchronized int size() {
        return holds.size() + bookings;
    }

    /** A preempted hold lapsed when it was preempted. */
    public synchronized void add(EventTypeName type, Hold hold) {
        int window = windows.findOrAdd(type, hold.window());
        holds.add(nameHash(type, hold.uid()), window, hold.deadline().toEpochMilli(), windows);
    }

    /** @param hold as it was added */
    public synchronized void remove(EventTypeName type, Hold hold) {
        int window = windows.find(type, hold.window());
        holds.remove(nameHash(type, hold.uid()), window, hold.deadline().toEpochMilli(), windows);
        windows.removeIfEmpty(type, hold.window(), window);
    }

    /** @param booking a blocking one */
    public synchronized void add(EventTypeName type, Booking booking) {
        windows.addBooking(windows.findOrAdd(type, booking.window()), booking.attendees());
        bookings++;
    }

    /** @param booking as it was added */
    public synchronized void remove(EventTypeName type, Booking booking) {
        int window = windows.find(type, booking.window());
        windows.removeBooking(window, booking.attendees());
        windows.removeIfEmpty(type, booking.window(), window);
        bookings--;
    }

    /**
     * Tries the parts to which a hold of this name may belong, nearly always none if there is no such hold and one if
     * there is. Thread-safe.
     *
     * @param there whether the hold belongs to the part of this number; asked until it says so
     * @return whether it did
     */
    public boolean findHold(EventTypeName type, ReservationUid uid, IntPredicate there) {
        for (int part : candidates(nameHash(type, uid))) {
            if (there.test(part)) {
                return true;
            }
        }
        return false;
    }

    private synchronized int[] candidates(int hash) {
        return holds.parts(hash, windows);
    }

    /**
     * What is in the way of a window, or shares it, at {@code now}.
     *
     * @param own a live hold that doesn't count
     */
    public synchronized WindowState window(EventTypeName type, Claim claim, Optional<Hold> own, Instant now) {
        var question = new Question(type, claim, own, now.toEpochMilli());
        question.ask(PartSpan.narrow(claim.reach()));
        question.ask(PartSpan.wide(claim.reach()));
        return question.answer();
    }

    /** Number of the holds, those that lapsed included, that overlap a window. No hold is so long that it is in wide parts. */
    public synchronized int holds(EventTypeName type, Window window) {
        PartSpan span = PartSpan.narrow(window);
        long start = window.start().toEpochMilli();
        long end = window.end().toEpochMilli();
        int holding = 0;
        for (int index = span.first(); index <= span.last(); index++) {
            int part = span.number(index);
            for (int entry = windows.firstIn(type, part); entry >= 0; entry = windows.nextIn(type, part, entry)) {
                int other = windows.windowOf(entry);
                boolean overlaps = windows.start(other) < end && windows.end(other) > start;
                if (overlaps && index == Math.max(span.first(), windows.firstIndex(other, false))) {
                    holding += windows.holds(other);
                }
            }
        }
        return holding;
    }

    private final class Question {
        private final EventTypeName type;
        private final long start;
        private final long end;
        private final long gap;
        private final long now;
        private final Optional<Hold> own;
        private final WindowUse.Sum sum;
        private long lastEnd = Long.MIN_VALUE;
        private boolean full;

        Question(EventTypeName type, Claim claim, Optional<Hold> own, long now) {
            this.type = type;
            this.start = claim.window().start().toEpochMilli();
            this.end = claim.window().end().toEpochMilli();
            this.gap = claim.gap().toMillis();
            this.own = own;
            this.now = now;
            this.sum = new WindowUse.Sum(claim);
        }

        void ask(PartSpan span) {
            for (int index = span.first(); index <= span.last(); index++) {
                int part = span.number(index);
                long entries = 0;
                for (int entry = windows.firstIn(type, part); entry >= 0; entry = windows.nextIn(type, part, entry)) {
                    int other = windows.windowOf(entry);
                    boolean ownWindow = isOwn(other);
                    int live = holds.live(other, now, windows) - (ownWindow ? 1 : 0);
                    entries += live + windows.bookings(other);
                    // In several parts of the span it counts in the first.
                    if (index == Math.max(span.first(), windows.firstIndex(other, span.wide()))) {
                        count(other, live, ownWindow);
                    }
                }
                full |= entries >= Limits.MAX_LIVE_ENTRIES && !span.wide() && isTouched(index);
            }
        }

        /** A part that is looked at for what comes too close takes no entry of this window. */
        private boolean isTouched(int index) {
            return index >= PartSpan.indexOf(start, false) && index <= PartSpan.indexOf(end - 1, false);
        }

        private boolean isOwn(int other) {
            return own.isPresent() && windows.is(other, own.get().window());
        }

        private void count(int other, int live, boolean ownWindow) {
            boolean same = windows.start(other) == start && windows.end(other) == end;
            if (windows.start(other) >= end + gap || windows.end(other) <= start - gap) {
                return;
            }
            if (same) {
                sum.addHolds(live);
                sum.addSeats(windows.attendees(other));
            } else {
                sum.addOtherHolds(live);
                sum.addOtherBookings(windows.bookings(other));
            }
            if (live > 0) {
                lastEnd = Math.max(lastEnd, lastEnd(other, ownWindow));
            }
        }

        private long lastEnd(int other, boolean ownWindow) {
            return ownWindow
                    ? holds.lastUntilBeside(other, own.orElseThrow().until().toEpochMilli(), windows)
                    : holds.lastUntil(other, windows);
        }

        WindowState answer() {
            return new WindowState(
                    sum.use(),
                    lastEnd == Long.MIN_VALUE ? Optional.empty() : Optional.of(Instant.ofEpochMilli(lastEnd)),
                    full);
        }
    }

    /** Not the whole name: holds of other names may have the same. */
    private static int nameHash(EventTypeName type, ReservationUid uid) {
        long hash = type.low();
        String text = uid.value();
        for (int i = 0; i < text.length(); i++) {
            hash = Long.rotateLeft((hash ^ text.charAt(i)) * MULTIPLIER, ROTATION);
        }
        return (int) (hash ^ hash >>> Integer.SIZE);
    }

    /** An odd number without a pattern: 2^64 divided by the golden ratio. */
    private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;

    private static final int ROTATION = 29;
}
