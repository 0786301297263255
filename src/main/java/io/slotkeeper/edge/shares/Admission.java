package io.slotkeeper.edge.shares;

import io.slotkeeper.request.field.Limits;
import java.util.HashMap;
import java.util.Map;

/**
 * How much may be in flight: requests that wait for their answer, and the bytes of all requests and answers from the
 * headers until the answer was written. Nobody has more than a half of either, so no client leaves nothing to the
 * others: neither one principal, nor all those together who show no credentials. For any thread.
 */
public final class Admission {

    /** What a request takes before its body is read: headers, and what belongs to a connection in use. */
    private static final int OF_A_REQUEST = 8 * 1_024;

    /** By principal; as many as have tokens. */
    private final Map<String, Use> byOne = new HashMap<>();

    private final Use all = new Use(Limits.MAX_WAITING_REQUESTS, Limits.MAX_BYTES_IN_FLIGHT);

    /** What is in use, of how much. */
    private static final class Use {
        private final int mostPlaces;
        private final long mostBytes;
        private int places;
        private long bytes;

        Use(int mostPlaces, long mostBytes) {
            this.mostPlaces = mostPlaces;
            this.mostBytes = mostBytes;
        }

        static Use ofOne() {
            return new Use(Limits.MAX_WAITING_REQUESTS / 2, Limits.MAX_BYTES_IN_FLIGHT / 2);
        }

        boolean fits(int morePlaces, long moreBytes) {
            return places + morePlaces <= mostPlaces && bytes + moreBytes <= mostBytes;
        }

        void add(int morePlaces, long moreBytes) {
            places += morePlaces;
            bytes += moreBytes;
        }
    }

    /** What one exchange takes of it. Its methods may be called by any thread, one after the other. */
    public final class Ticket {
        /** Nobody's, until it is known who asks; other instances' are nobody's, too. */
        private String who = "";

        private int places;
        private long bytes;

        private Ticket() {}

        /** From now on it counts for this principal. */
        public boolean of(String principal) {
            synchronized (Admission.this) {
                long taken = bytes;
                addTo(who, 0, -taken);
                who = principal;
                if (useOf(principal).fits(0, taken)) {
                    addTo(principal, 0, taken);
                    return true;
                }
                all.add(0, -taken);
                bytes = 0;
                return false;
            }
        }

        /** False: there is no room. */
        public boolean take(long more) {
            return take(0, more);
        }

        /** False: too many wait. */
        public boolean enter() {
            return take(1, 0);
        }

        /** It doesn't wait any longer. */
        public void leave() {
            synchronized (Admission.this) {
                give(places, 0);
            }
        }

        /** Gives everything back. May be called again. */
        public void close() {
            synchronized (Admission.this) {
                give(places, bytes);
            }
        }

        private boolean take(int morePlaces, long moreBytes) {
            synchronized (Admission.this) {
                if (!all.fits(morePlaces, moreBytes)
                        || !(who.isEmpty() || useOf(who).fits(morePlaces, moreBytes))) {
                    return false;
                }
                all.add(morePlaces, moreBytes);
                addTo(who, morePlaces, moreBytes);
                places += morePlaces;
                bytes += moreBytes;
                return true;
            }
        }

        private void give(int fewerPlaces, long fewerBytes) {
            all.add(-fewerPlaces, -fewerBytes);
            addTo(who, -fewerPlaces, -fewerBytes);
            places -= fewerPlaces;
            bytes -= fewerBytes;
            Admission.this.notifyAll();
        }
    }

    private Use useOf(String principal) {
        return byOne.computeIfAbsent(principal, none -> Use.ofOne());
    }

    private void addTo(String principal, int places, long bytes) {
        if (!principal.isEmpty()) {
            useOf(principal).add(places, bytes);
        }
    }

    /** For a request that has come. It has taken nothing yet where there is no room for it. */
    public synchronized Ticket arrived() {
        var ticket = new Ticket();
        ticket.take(OF_A_REQUEST);
        return ticket;
    }

    /** How many wait for their answer. */
    public synchronized int waiting() {
        return all.places;
    }

    /** How many bytes are in flight. */
    public synchronized long bytes() {
        return all.bytes;
    }

    /** Returns when no request waits for its answer, or the time is up. */
    public synchronized void awaitNobody(long millis) throws InterruptedException {
        long deadline = System.nanoTime() + millis * 1_000_000;
        while (all.places > 0) {
            long left = (deadline - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                return;
            }
            wait(left);
        }
    }
}
