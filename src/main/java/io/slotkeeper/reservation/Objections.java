package io.slotkeeper.reservation;

import io.slotkeeper.request.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What stands against a request, row by row of a table: the first of it, for a decision, or all of it, for an explanation.
 * Not thread-safe.
 */
final class Objections {

    private final boolean all;
    private final List<Refusal> found = new ArrayList<>(1);

    private Objections(boolean all) {
        this.all = all;
    }

    /** Looks no further than to the first. */
    static Objections first() {
        return new Objections(false);
    }

    static Objections all() {
        return new Objections(true);
    }

    /** Whether nobody wants to know of the rows that follow. */
    boolean isEnough() {
        return !all && !found.isEmpty();
    }

    /** @param row is not looked at when that {@linkplain #isEnough isn't needed} */
    Objections and(Supplier<Optional<Refusal>> row) {
        if (!isEnough()) {
            row.get().ifPresent(found::add);
        }
        return this;
    }

    Optional<Refusal> refusal() {
        return found.isEmpty() ? Optional.empty() : Optional.of(found.get(0));
    }

    List<Refusal> toList() {
        return List.copyOf(found);
    }
}
