package io.slotkeeper.logtime;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** An overflow for logs that are processed without a cluster, where all state is in memory. */
public final class OverflowInMemory implements Overflow {

    private final TreeSet<Due> all = new TreeSet<>();

    @Override
    public void add(Due due) {
        all.add(due);
    }

    @Override
    public void remove(Due due) {
        all.remove(due);
    }

    @Override
    public List<Due> take(int count) {
        List<Due> taken = new ArrayList<>();
        while (taken.size() < count && !all.isEmpty()) {
            taken.add(all.pollFirst());
        }
        return taken;
    }

    @Override
    public void close() {
        all.clear();
    }
}
