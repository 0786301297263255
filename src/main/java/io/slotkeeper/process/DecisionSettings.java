package io.slotkeeper.process;

import io.slotkeeper.conversation.ConversationSettings;
import io.slotkeeper.request.DecisionSetting;
import io.slotkeeper.reservation.ReservationSettings;
import io.slotkeeper.store.Meta;
import java.time.Duration;
import java.util.HashMap;
import java.util.TreeMap;

/**
 * Everything that decisions depend on besides the log: the number of partitions and the decision settings of both state
 * machines. None of it may change for a topic prefix (docs/spec/limits.md#decision-settings).
 *
 * @param partitions number of partitions of every topic
 */
public record DecisionSettings(int partitions, ConversationSettings conversations, ReservationSettings reservations) {

    private static final String UNLIMITED = "none";

    /** All of it as text, by the names of {@link DecisionSetting}, for the meta record of each partition. */
    public Meta meta() {
        var recorded = new TreeMap<String, String>();
        conversations.values().forEach((name, value) -> recorded.put(name, text(value)));
        reservations.values().forEach((name, value) -> recorded.put(name, text(value)));
        return Meta.of(partitions, recorded);
    }

    /**
     * The settings that a meta record contains. One that it lacks was introduced later; it has its default.
     */
    public static DecisionSettings of(Meta meta) {
        var values = new HashMap<String, Object>();
        for (DecisionSetting<?> setting : DecisionSetting.ALL) {
            String text = meta.settings().get(setting.name());
            if (text != null) {
                values.put(setting.name(), value(setting, text));
            }
        }
        return new DecisionSettings(meta.partitions(), ConversationSettings.of(values), ReservationSettings.of(values));
    }

    private static String text(Object value) {
        return value.equals(DecisionSetting.UNLIMITED) ? UNLIMITED : value.toString();
    }

    private static Object value(DecisionSetting<?> setting, String text) {
        if (text.equals(UNLIMITED)) {
            return DecisionSetting.UNLIMITED;
        }
        if (setting.type() == Duration.class) {
            return Duration.parse(text);
        }
        return setting.type() == Boolean.class ? Boolean.valueOf(text) : Integer.valueOf(text);
    }
}
