package io.slotkeeper.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.slotkeeper.conversation.ConversationSettings;
import io.slotkeeper.request.DecisionSetting;
import io.slotkeeper.reservation.ReservationSettings;
import io.slotkeeper.store.Meta;
import java.time.Duration;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** docs/spec/limits.md#decision-settings: what is recorded beside the state. */
class DecisionSettingsTest {

    /** No two alike, or one could stand where another belongs. */
    private static final DecisionSettings SETTINGS = new DecisionSettings(
            3,
            new ConversationSettings(Duration.ofDays(7), 8),
            new ReservationSettings(
                    Duration.ofMinutes(1),
                    Duration.ofMinutes(2),
                    Duration.ofMinutes(3),
                    9,
                    DecisionSetting.UNLIMITED,
                    11,
                    Duration.ofMinutes(12),
                    Duration.ofMinutes(4),
                    Duration.ofMillis(5),
                    13,
                    true));

    @Test
    void what_is_recorded_is_read_as_it_was() {
        assertThat(DecisionSettings.of(SETTINGS.meta())).isEqualTo(SETTINGS);
    }

    @Test
    void every_setting_is_recorded_by_its_name() {
        assertThat(SETTINGS.meta().settings())
                .containsOnlyKeys(
                        DecisionSetting.ALL.stream().map(DecisionSetting::name).toList())
                .containsEntry("reservation.default", "PT1M")
                .containsEntry("reservation.max", "PT2M")
                .containsEntry("reservation.max-total", "PT3M")
                .containsEntry("reservation.max-live-holds", "9")
                .containsEntry("reservation.max-extensions", "none")
                .containsEntry("reservation.anonymous-max-live-holds", "11")
                .containsEntry("reservation.anonymous-max-total", "PT12M")
                .containsEntry("reservation.closed-retention", "PT4M")
                .containsEntry("booking.retention", "PT0.005S")
                .containsEntry("strict-holds", "true")
                .containsEntry("conversation.retention", "PT168H")
                .containsEntry("conversation.max-participants", "8");
    }

    @Test
    void a_setting_that_is_younger_than_the_record_had_its_default() {
        var recorded = new TreeMap<>(SETTINGS.meta().settings());
        recorded.remove("booking.retention");
        recorded.put("a setting of another version", "1");

        ReservationSettings read = DecisionSettings.of(Meta.of(3, recorded)).reservations();

        assertThat(read.bookingRetention()).isEqualTo(ReservationSettings.DEFAULT.bookingRetention());
        assertThat(read.max()).isEqualTo(SETTINGS.reservations().max());
    }
}
