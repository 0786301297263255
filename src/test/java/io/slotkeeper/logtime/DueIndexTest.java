package io.slotkeeper.logtime;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.slotkeeper.testing.RandomHistories;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DueIndexTest {

    private static final Instant T = Instant.parse("2050-05-02T08:00:00Z");
    private static final int IN_MEMORY = 8;

    private final DueIndex index = new DueIndex(OverflowInMemory::new, IN_MEMORY);

    private record Change(Due due, boolean remove) {}

    @Test
    void an_empty_index_has_no_deadline() {
        assertThat(index.earliest()).isEmpty();
        assertThat(index.moreDueThan(0, T)).isFalse();
        assertThat(index.iterator().hasNext()).isFalse();
    }

    @Test
    void deadlines_stand_in_their_order_and_equal_ones_in_that_of_their_keys() {
        index.add(due("b", 5));
        index.add(due("c", 1));
        index.add(due("a", 5));

        assertThat(content(index)).containsExactly(due("c", 1), due("a", 5), due("b", 5));
        assertThat(index.earliest()).contains(T.plusMillis(1));
    }

    @Test
    void what_is_removed_leaves() {
        index.add(due("a", 5));
        index.add(due("b", 6));

        index.remove(due("a", 5));
        index.remove(due("b", 6));
        index.remove(due("never seen", 1));

        assertThat(content(index)).isEmpty();
        assertThat(index.earliest()).isEmpty();
    }

    @Test
    void what_was_set_aside_stays_out_whatever_deadline_it_gets() {
        index.add(due("a", 5));
        index.add(due("b", 6));

        index.setAside(due("a", 5));
        index.setAside(due("c", 2));
        assertThat(content(index)).containsExactly(due("b", 6));
        index.add(due("a", 1));
        index.add(due("c", 1));

        assertThat(content(index)).containsExactly(due("b", 6));
        assertThat(index.moreDueThan(1, T.plusMillis(9))).isFalse();
    }

    @Test
    void what_ends_at_this_instant_is_due() {
        index.add(due("a", 5));
        index.add(due("b", 5));
        index.add(due("c", 6));

        assertThat(index.moreDueThan(0, T.plusMillis(4))).isFalse();
        assertThat(index.moreDueThan(1, T.plusMillis(5))).isTrue();
        assertThat(index.moreDueThan(2, T.plusMillis(5))).isFalse();
        assertThat(index.moreDueThan(2, T.plusMillis(6))).isTrue();
        assertThat(index.moreDueThan(3, T.plusMillis(6))).isFalse();
    }

    @Test
    void no_more_are_in_memory_than_it_may_hold_and_all_come_in_order() {
        List<Due> all = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            all.add(due("k" + i, i * 37 % 100));
            index.add(all.get(i));
            assertThat(content(index)).hasSizeLessThanOrEqualTo(IN_MEMORY);
        }
        List<Due> taken = new ArrayList<>();
        while (index.earliest().isPresent()) {
            taken.add(index.iterator().next());
            index.remove(index.iterator().next());
        }

        assertThat(taken).isEqualTo(all.stream().sorted().toList());
    }

    @Test
    void agrees_with_a_sorted_set_whatever_is_added_and_removed() {
        RandomHistories.of(3_000, DueIndexTest::changes, DueIndexTest::compareWithSet)
                .run();
    }

    private static List<Change> changes(RandomGenerator random) {
        return Stream.generate(
                        () -> new Change(due("k" + random.nextInt(8), random.nextInt(12)), random.nextInt(5) < 2))
                .limit(80)
                .toList();
    }

    private static void compareWithSet(List<Change> changes) {
        var index = new DueIndex(OverflowInMemory::new, IN_MEMORY);
        var set = new TreeSet<Due>();
        for (Change change : changes) {
            if (change.remove()) {
                index.remove(change.due());
                set.remove(change.due());
            } else if (set.add(change.due())) {
                index.add(change.due());
            }
            List<Due> inMemory = content(index);
            assertThat(inMemory).isEqualTo(set.stream().limit(inMemory.size()).toList());
            assertThat(inMemory).hasSizeGreaterThanOrEqualTo(Math.min(set.size(), IN_MEMORY / 4));
            assertThat(index.earliest())
                    .isEqualTo(set.stream().map(Due::deadline).findFirst());
            for (int i = -1; i < 13; i++) {
                Instant now = T.plusMillis(i);
                long due =
                        set.stream().filter(it -> !it.deadline().isAfter(now)).count();
                assertThat(index.moreDueThan(1, now)).isEqualTo(due > 1);
                assertThat(index.isDue(now)).isEqualTo(due > 0);
            }
        }
    }

    @Test
    void bytes_of_deadlines_are_in_the_order_of_deadlines() {
        List<Due> dues = List.of(due("", 0), due("a", 0), due("a\0", 0), due("b", 0), due("a", 1), due("", 70_000));
        for (Due one : dues) {
            assertThat(Due.of(one.toBytes())).isEqualTo(one);
            for (Due other : dues) {
                assertThat(Integer.signum(java.util.Arrays.compareUnsigned(one.toBytes(), other.toBytes())))
                        .isEqualTo(Integer.signum(one.compareTo(other)));
            }
        }
    }

    private static Due due(String key, int after) {
        return new Due(T.plusMillis(after), key.getBytes(US_ASCII));
    }

    private static List<Due> content(DueIndex index) {
        List<Due> content = new ArrayList<>();
        index.iterator().forEachRemaining(content::add);
        return content;
    }
}
