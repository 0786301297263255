package io.slotkeeper.logtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.slotkeeper.logtime.DueIndex.Due;
import io.slotkeeper.testing.RandomHistories;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/spec/log-time.md#what-a-record-does-in-order: due deadlines in the order (deadline, document key). */
class SweepTest {

    private static final Instant T = Instant.parse("2050-05-02T08:00:00Z");
    private static final int NOW = 10;

    /** A deadline of a document, in milliseconds after {@link #T}. */
    private record Deadline(String key, int after) {

        Due<String> due() {
            return SweepTest.due(key, after);
        }
    }

    @Test
    void walks_what_is_due_and_nothing_else_in_order() {
        var index = index(new Deadline("c", 9), new Deadline("b", 10), new Deadline("a", 10), new Deadline("d", 11));

        assertThat(walk(sweep(index))).containsExactly(due("c", 9), due("a", 10), due("b", 10));
    }

    @Test
    void leaves_out_what_was_set_aside() {
        var index = index(new Deadline("a", 1), new Deadline("b", 2), new Deadline("c", 3));

        index.setAside("a");
        index.setAside("b");

        assertThat(walk(sweep(index))).containsExactly(due("c", 3));
    }

    @Test
    void a_document_comes_again_in_its_place_when_its_next_deadline_is_due() {
        var sweep = sweep(index(new Deadline("b", 1), new Deadline("c", 5), new Deadline("d", 5)));

        assertThat(sweep.next()).contains(due("b", 1));
        sweep.again("b", T.plusMillis(5));
        assertThat(sweep.next()).contains(due("b", 5));
        sweep.again("b", T.plusMillis(NOW));
        assertThat(sweep.next()).contains(due("c", 5));
        sweep.again("c", T.plusMillis(NOW + 1));
        assertThat(sweep.next()).contains(due("d", 5));
        assertThat(sweep.next()).contains(due("b", 10));
        assertThat(sweep.next()).isEmpty();
        assertThat(sweep.next()).isEmpty();
    }

    @Test
    void does_not_change_the_index() {
        var index = index(new Deadline("a", 1), new Deadline("b", 2));

        assertThat(walk(sweep(index))).hasSize(2);

        assertThat(index.size()).isEqualTo(2);
        assertThat(index.earliest()).contains(T.plusMillis(1));
    }

    @Test
    void the_order_is_that_of_one_sorted_list_of_all_deadlines() {
        RandomHistories.of(3_000, SweepTest::deadlines, SweepTest::compareWithList)
                .run();
    }

    private static List<Deadline> deadlines(RandomGenerator random) {
        return Stream.generate(() -> new Deadline("k" + random.nextInt(8), random.nextInt(NOW + 4)))
                .limit(random.nextInt(30))
                .toList();
    }

    /** Each document has all its deadlines; the index knows the first of each. k0 is set aside. */
    private static void compareWithList(List<Deadline> all) {
        Map<String, TreeSet<Integer>> left = new TreeMap<>();
        all.forEach(it -> left.computeIfAbsent(it.key(), any -> new TreeSet<>()).add(it.after()));
        var index = new DueIndex<String>();
        left.forEach((key, deadlines) -> index.set(key, Optional.of(T.plusMillis(deadlines.first()))));
        List<Due<String>> expected = all.stream()
                .filter(it -> it.after() <= NOW && !it.key().equals("k0"))
                .map(Deadline::due)
                .distinct()
                .sorted()
                .toList();

        List<Due<String>> announced = new ArrayList<>();
        index.setAside("k0");
        var sweep = sweep(index);
        for (Optional<Due<String>> next = sweep.next(); next.isPresent(); next = sweep.next()) {
            announced.add(next.get());
            TreeSet<Integer> ofDocument = left.getOrDefault(next.get().key(), new TreeSet<>());
            ofDocument.pollFirst();
            if (!ofDocument.isEmpty()) {
                sweep.again(next.get().key(), T.plusMillis(ofDocument.first()));
            }
        }
        assertThat(announced).isEqualTo(expected);
    }

    private static DueIndex<String> index(Deadline... deadlines) {
        var index = new DueIndex<String>();
        for (Deadline deadline : deadlines) {
            index.set(deadline.key(), Optional.of(T.plusMillis(deadline.after())));
        }
        return index;
    }

    private static Sweep<String> sweep(DueIndex<String> index) {
        return new Sweep<>(index, T.plusMillis(NOW));
    }

    private static List<Due<String>> walk(Sweep<String> sweep) {
        List<Due<String>> walked = new ArrayList<>();
        for (Optional<Due<String>> next = sweep.next(); next.isPresent(); next = sweep.next()) {
            walked.add(next.get());
        }
        return walked;
    }

    private static Due<String> due(String key, int after) {
        return new Due<>(T.plusMillis(after), key);
    }
}
