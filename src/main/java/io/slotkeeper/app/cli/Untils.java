package io.slotkeeper.app.cli;

import io.slotkeeper.app.console.UsageError;
import io.slotkeeper.replay.ReplayLimit;
import io.slotkeeper.request.field.IsoInstant;

/** The option {@code --until}. */
final class Untils {

    private Untils() {}

    /** @throws UsageError if it is neither an offset nor a time */
    static ReplayLimit parse(String until) {
        if (until.matches("[0-9]{1,18}")) {
            return new ReplayLimit.Offset(Long.parseLong(until));
        }
        return new ReplayLimit.Time(IsoInstant.parse(until)
                .value()
                .orElseThrow(() -> new UsageError(
                        "--until is '" + until + "', expected an offset, or a time such as 2050-09-05T10:00:00Z")));
    }
}
