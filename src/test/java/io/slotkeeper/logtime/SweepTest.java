package io.slotkeeper.logtime;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

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

/** docs/spec/log-time.md#what-a-record-does-in-order: due deadlines in order. */
class SweepTest {

    private static final Instant T = Instant.parse("2050-05-02T08:00:00Z");
    private static final int NOW = 10;

    /** A deadline of an entry, in milliseconds after {@link #T}. */
    private record Deadline(String key, int after) {

        Due due() {
            return SweepTest.due(key, after);
        }
    }

    @Test
    void walks_what_is_due_and_nothing_else_in_order() {
        var index = index(due("c", 9), due("b", 10), due("a", 10), due("d", 11));

        assertThat(walk(sweep(index))).containsExactly(due("c", 9), due("a", 10), due("b", 10));
    }

    @Test
    void leaves_out_what_was_set_aside() {
        var index = index(due("a", 1), due("b", 2), due("c", 3));

        index.setAside(due("a", 1));
        index.setAside(due("b", 2));

        assertThat(walk(sweep(index))).containsExactly(due("c", 3));
    }

    @Test
    void what_follows_from_an_announcement_comes_in_its_place_when_it_is_due() {
        var sweep = sweep(index(due("b", 1), due("c", 5), due("d", 5)));

        assertThat(sweep.next()).contains(due("b", 1));
        sweep.again(due("b", 5));
        assertThat(sweep.next()).contains(due("b", 5));
        sweep.again(due("b", NOW));
        assertThat(sweep.next()).contains(due("c", 5));
        sweep.again(due("c", NOW + 1));
        assertThat(sweep.next()).contains(due("d", 5));
        assertThat(sweep.next()).contains(due("b", 10));
        assertThat(sweep.next()).isEmpty();
        assertThat(sweep.next()).isEmpty();
    }

    @Test
    void does_not_change_the_index() {
        var index = index(due("a", 1), due("b", 2));

        assertThat(walk(sweep(index))).hasSize(2);

        assertThat(walk(sweep(index))).hasSize(2);
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

    /** Each entry has all its deadlines one after the other; the index knows the first of each. k0 is set aside. */
    private static void compareWithList(List<Deadline> all) {
        Map<String, TreeSet<Integer>> left = new TreeMap<>();
        all.forEach(it -> left.computeIfAbsent(it.key(), any -> new TreeSet<>()).add(it.after()));
        var index = new DueIndex(OverflowInMemory::new);
        left.forEach((key, deadlines) -> index.add(due(key, deadlines.first())));
        List<Due> expected = all.stream()
                .filter(it -> it.after() <= NOW && !it.key().equals("k0"))
                .map(Deadline::due)
                .distinct()
                .sorted()
                .toList();

        List<Due> announced = new ArrayList<>();
        if (left.containsKey("k0")) {
            index.setAside(due("k0", left.get("k0").first()));
        }
        var sweep = sweep(index);
        for (Optional<Due> next = sweep.next(); next.isPresent(); next = sweep.next()) {
            announced.add(next.get());
            String key = new String(next.get().key(), US_ASCII);
            TreeSet<Integer> ofEntry = left.getOrDefault(key, new TreeSet<>());
            ofEntry.pollFirst();
            if (!ofEntry.isEmpty()) {
                sweep.again(due(key, ofEntry.first()));
            }
        }
        assertThat(announced).isEqualTo(expected);
    }

    private static DueIndex index(Due... deadlines) {
        var index = new DueIndex(OverflowInMemory::new);
        for (Due due : deadlines) {
            index.add(due);
        }
        return index;
    }

    private static Sweep sweep(DueIndex index) {
        return new Sweep(index, T.plusMillis(NOW));
    }

    private static List<Due> walk(Sweep sweep) {
        List<Due> walked = new ArrayList<>();
        for (Optional<Due> next = sweep.next(); next.isPresent(); next = sweep.next()) {
            walked.add(next.get());
        }
        return walked;
    }

    private static Due due(String key, int after) {
        return new Due(T.plusMillis(after), key.getBytes(US_ASCII));
    }
}
