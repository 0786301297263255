package io.slotkeeper.logtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.slotkeeper.logtime.DueIndex.Due;
import io.slotkeeper.testing.RandomHistories;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DueIndexTest {

    private static final Instant T = Instant.parse("2050-05-02T08:00:00Z");

    private final DueIndex<String> index = new DueIndex<>();

    /** @param after milliseconds after {@link #T}; empty: none */
    private record Change(String key, Optional<Integer> after, boolean remove) {

        Optional<Instant> deadline() {
            return after.map(T::plusMillis);
        }
    }

    @Test
    void an_empty_index_has_no_deadline() {
        assertThat(index.earliest()).isEmpty();
        assertThat(index.moreDueThan(0, Instant.MAX)).isFalse();
        assertThat(index.size()).isZero();
        assertThat(index.iterator().hasNext()).isFalse();
    }

    @Test
    void documents_stand_in_the_order_of_deadline_then_key() {
        set("b", 5);
        set("c", 1);
        set("a", 5);

        assertThat(content(index)).containsExactly(due("c", 1), due("a", 5), due("b", 5));
        assertThat(index.earliest()).contains(T.plusMillis(1));
    }

    @Test
    void a_document_stands_there_once_with_its_last_deadline() {
        set("a", 5);
        set("a", 9);
        set("a", 9);
        set("b", 7);
        set("a", 3);

        assertThat(content(index)).containsExactly(due("a", 3), due("b", 7));
    }

    @Test
    void a_document_without_deadline_leaves() {
        set("a", 5);
        set("b", 6);

        index.set("a", Optional.empty());
        index.remove("b");
        index.remove("never seen");

        assertThat(index.size()).isZero();
        assertThat(index.earliest()).isEmpty();
    }

    @Test
    void what_was_set_aside_stays_out_whatever_deadline_it_gets() {
        set("a", 5);
        set("b", 6);

        index.setAside("a");
        index.setAside("c");
        assertThat(content(index)).containsExactly(due("b", 6));
        set("a", 1);
        set("c", 1);

        assertThat(content(index)).containsExactly(due("b", 6));
        assertThat(index.moreDueThan(1, T.plusMillis(9))).isFalse();
    }

    @Test
    void what_ends_at_this_instant_is_due() {
        set("a", 5);
        set("b", 5);
        set("c", 6);

        assertThat(index.moreDueThan(0, T.plusMillis(4))).isFalse();
        assertThat(index.moreDueThan(1, T.plusMillis(5))).isTrue();
        assertThat(index.moreDueThan(2, T.plusMillis(5))).isFalse();
        assertThat(index.moreDueThan(2, T.plusMillis(6))).isTrue();
        assertThat(index.moreDueThan(3, T.plusMillis(6))).isFalse();
    }

    @Test
    void agrees_with_a_list_whatever_is_set_and_removed() {
        RandomHistories.of(3_000, DueIndexTest::changes, DueIndexTest::compareWithList)
                .run();
    }

    private static List<Change> changes(RandomGenerator random) {
        return Stream.generate(() -> {
                    Optional<Integer> after =
                            random.nextInt(6) == 0 ? Optional.empty() : Optional.of(random.nextInt(8));
                    return new Change("k" + random.nextInt(8), after, random.nextInt(6) == 0);
                })
                .limit(40)
                .toList();
    }

    private static void compareWithList(List<Change> changes) {
        var index = new DueIndex<String>();
        List<Due<String>> list = new ArrayList<>();
        for (Change change : changes) {
            list.removeIf(due -> due.key().equals(change.key()));
            if (change.remove()) {
                index.remove(change.key());
            } else {
                index.set(change.key(), change.deadline());
                change.deadline().ifPresent(deadline -> list.add(new Due<>(deadline, change.key())));
            }
            list.sort((one, other) -> one.deadline().equals(other.deadline())
                    ? one.key().compareTo(other.key())
                    : one.deadline().compareTo(other.deadline()));
            assertThat(content(index)).isEqualTo(list);
            assertThat(index.size()).isEqualTo(list.size());
            assertThat(index.earliest())
                    .isEqualTo(list.stream().map(Due::deadline).findFirst());
            for (int i = -1; i < 9; i++) {
                Instant now = T.plusMillis(i);
                long due =
                        list.stream().filter(it -> !it.deadline().isAfter(now)).count();
                assertThat(index.moreDueThan(2, now)).isEqualTo(due > 2);
            }
        }
    }

    private void set(String key, int after) {
        index.set(key, Optional.of(T.plusMillis(after)));
    }

    private static Due<String> due(String key, int after) {
        return new Due<>(T.plusMillis(after), key);
    }

    private static List<Due<String>> content(DueIndex<String> index) {
        List<Due<String>> content = new ArrayList<>();
        index.iterator().forEachRemaining(content::add);
        return content;
    }
}
