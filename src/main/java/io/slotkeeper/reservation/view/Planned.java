package io.slotkeeper.reservation.view;

import java.util.Optional;

/**
 * A planned change of one entry.
 *
 * @param before as it is stored; empty: it isn't
 * @param after as it is to be stored; empty: it is to be deleted
 */
public record Planned<T>(Optional<T> before, Optional<T> after) {

    /** This change, followed by one to {@code next}. */
    Planned<T> then(Optional<T> next) {
        return new Planned<>(before, next);
    }
}
