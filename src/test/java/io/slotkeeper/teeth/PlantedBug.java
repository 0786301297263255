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
 */
record PlantedBug(String name, String type, String right, String wrong, String test, String method) {

    @Override
    public String toString() {
        return name;
    }
}
