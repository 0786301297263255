package io.slotkeeper.store;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The meta record: what the state of a partition was made with (docs/spec/limits.md#decision-settings). A program may
 * only continue with the state if its own values are the same: otherwise it would decide the log differently from there
 * on, and no replay could reproduce that.
 *
 * @param format version of the state format
 * @param partitions number of partitions of every topic
 * @param settings decision settings by name, as text
 */
public record Meta(int format, int partitions, SortedMap<String, String> settings) {

    /**
     * The state format of this program. It is incremented with each released schema of a state, because an older
     * program can't read what was written with a newer schema.
     */
    public static final int FORMAT = 6;

    public Meta {
        settings = Collections.unmodifiableSortedMap(new TreeMap<>(settings));
    }

    /** The meta record of this program. */
    public static Meta of(int partitions, SortedMap<String, String> settings) {
        return new Meta(FORMAT, partitions, settings);
    }

    /**
     * Why this program can't continue with a state, one sentence for each reason; empty if it can. An older format is
     * no reason: it is read, and written in the current format.
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
            // A setting that the state lacks was introduced by a later version, and begins now.
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
