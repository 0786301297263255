package io.slotkeeper.teeth;

/**
 * A bug: one place of the program's source, changed.
 *
 * @param name what the program does wrong
 * @param type the class in whose file it is, without {@code io.slotkeeper.}
 * @param right the text that is there, once
 * @param wrong the text instead
 * @param test the class that notices it, without {@code io.slotkeeper.}
 * @param method of that class
 * @param seed of one of that method's histories that notices it; 0: it tells soon enough by itself
 */
record PlantedBug(String name, String type, String right, String wrong, String test, String method, long seed) {

    /** Noticed by one of hundreds of histories only, of which this is the seed of the first. */
    PlantedBug noticedAt(long first) {
        return new PlantedBug(name, type, right, wrong, test, method, first);
    }

    @Override
    public String toString() {
        return name;
    }
}
