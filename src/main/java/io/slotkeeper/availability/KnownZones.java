package io.slotkeeper.availability;

import java.time.ZoneId;
import java.time.zone.ZoneRulesException;
import java.util.Map;

/**
 * The clocks of the time zones whose names are accepted ({@link io.slotkeeper.request.field.TimeZones}). The list is newer
 * than the data of some JVMs, and has names that no JVM's data have.
 */
public final class KnownZones {

    /** Whose clocks they are. Coyhaique has been as Punta Arenas since 2025, when it got its name. */
    private static final Map<String, String> SAME_CLOCKS = Map.of(
            "America/Coyhaique", "America/Punta_Arenas",
            "EST", "America/Panama",
            "MST", "America/Phoenix",
            "HST", "Pacific/Honolulu",
            "ROC", "Asia/Taipei");

    private KnownZones() {}

    /** @throws ZoneRulesException if neither the JVM nor this knows the name */
    public static ZoneId of(String name) {
        try {
            return ZoneId.of(name);
        } catch (ZoneRulesException e) {
            String same = SAME_CLOCKS.get(name);
            if (same == null) {
                throw e;
            }
            return ZoneId.of(same);
        }
    }
}
