package io.slotkeeper.process;

/**
 * Due deadlines that were announced.
 *
 * @param count how many
 */
record Announced(int count, Result result) {

    static final Announced NOTHING = new Announced(0, Result.NOTHING);
}
