package io.slotkeeper.store;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the state of a partition was made with (limits.md, "decision settings"). Whoever goes on with the state must have
 * the same: the log would be decided differently from there on, and no replay could tell why.
 *
 * @param format of the state
 * @param partitions of every topic
 * @param settings the decision settings, by name, as text
 */
public record Meta(int format, int partitions, SortedMap<String, String> settings) {

    /**
     * The state format of this program: one more with each released schema of a state, because an older program can't
     * read what a newer schema wrote.
     */
    public static final int FORMAT = 1;

    public Meta {
        settings = Collections.unmodifiableSortedMap(new TreeMap<>(settings));
    }

    /** Of this program. */
    public static Meta of(int partitions, SortedMap<String, String> settings) {
        return new Meta(FORMAT, partitions, settings);
    }

    /**
     * Why this program can't go on with a state, in one sentence each; empty when it can. State of an older format is
     * no reason: it is read, and written in the format of now.
     */
    public List<String> objectionsTo(Meta stored) {
        var objections = new ArrayList<String>();
        if (stored.format > format) {
            objections.add("the state has format " + stored.format
                    + ", written by a newer version; this one knows up to " + format);
        }
        if (stored.partitions != partitions) {
            objections.add(difference("the number of partitions", String.valueOf(partitions), stored.partitions));
        }
        settings.forEach((name, value) -> {
            // A setting that the state doesn't have is younger: nothing of the state was decided with it.
            String before = stored.settings.getOrDefault(name, value);
            if (!before.equals(value)) {
                objections.add(difference(name, value, before));
            }
        });
        return objections;
    }

    private static String difference(String name, String own, Object before) {
        return name + " is " + own + ", but the state was made with " + before;
    }
}
