package io.slotkeeper.process;

/**
 * Result of announcing due deadlines.
 *
 * @param count number of deadlines announced
 * @param result writes and outputs of the announcements
 */
record Announced(int count, Result result) {

    static final Announced NOTHING = new Announced(0, Result.NOTHING);
}
