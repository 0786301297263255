package io.slotkeeper.reservation.calendar;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class DocumentKeyTest {

    private static final EventTypeKey KEY = new EventTypeKey("7");
    private static final Instant BORDER = Instant.parse("1970-01-02T00:00:00Z");

    private static List<Integer> parts(Instant start, Duration length) {
        return DocumentKey.touchedBy(KEY, Window.of(start, length)).stream()
                .map(DocumentKey::part)
                .toList();
    }

    @Test
    void four_hours_of_utc_since_1970_are_one_document() {
        assertThat(parts(Instant.EPOCH, Duration.ofHours(4))).containsExactly(0);
        assertThat(parts(BORDER, Duration.ofHours(4))).containsExactly(6);
        assertThat(parts(BORDER.minusMillis(1), Duration.ofMillis(1))).containsExactly(5);
    }

    @Test
    void a_window_touches_the_documents_in_which_it_has_a_millisecond() {
        assertThat(parts(BORDER.minusMillis(1), Duration.ofMillis(2))).containsExactly(5, 6);
        assertThat(parts(BORDER, Duration.ofHours(4).plusMillis(1))).containsExactly(6, 7);
        assertThat(parts(BORDER.minusSeconds(1), Duration.ofHours(24))).containsExactly(5, 6, 7, 8, 9, 10, 11);
        assertThat(parts(BORDER, Duration.ofDays(31))).hasSize(31 * 6).isSorted();
    }

    @Test
    void the_last_instant_of_the_year_9999_has_a_document() {
        assertThat(parts(Instant.parse("9999-12-31T23:59:59.999Z"), Duration.ofDays(31)))
                .hasSize(31 * 6 + 1);
    }

    @Test
    void a_window_belongs_to_the_first_document_that_it_touches() {
        Window crossing = Window.of(BORDER.minusMillis(1), Duration.ofHours(5));

        DocumentKey first = DocumentKey.firstOf(KEY, crossing);

        assertThat(first).isEqualTo(new DocumentKey(KEY, 5));
        assertThat(first.owns(crossing)).isTrue();
        assertThat(new DocumentKey(KEY, 6).owns(crossing)).isFalse();
    }

    @Test
    void documents_are_ordered_by_event_type_and_time() {
        var other = new EventTypeKey("8");

        assertThat(List.of(
                        new DocumentKey(KEY, -1),
                        new DocumentKey(KEY, 2),
                        new DocumentKey(KEY, 10),
                        new DocumentKey(other, 0)))
                .isSorted();
    }
}
