package io.slotkeeper.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.slotkeeper.logtime.Due;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OverflowOnDiskTest {

    private static final Instant T = Instant.parse("2050-09-05T10:00:00Z");

    private final Path folder;

    OverflowOnDiskTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private static Due due(int key, int after) {
        return new Due(T.plusMillis(after), ("k" + key).getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void deadlines_come_out_in_order_whatever_is_added_and_removed_meanwhile() {
        var random = new Random(1);
        var all = new TreeSet<Due>();
        try (var overflow = OverflowOnDisk.open(folder.resolve("deadlines"))) {
            for (int step = 0; step < 20_000; step++) {
                Due due = due(random.nextInt(20), random.nextInt(400));
                switch (random.nextInt(20)) {
                    case 0 -> assertThat(overflow.take(1 + step % 7)).isEqualTo(first(all, 1 + step % 7));
                    case 1, 2, 3, 4, 5 -> {
                        overflow.remove(due);
                        all.remove(due);
                    }
                    default -> {
                        overflow.add(due);
                        all.add(due);
                    }
                }
            }
            assertThat(overflow.take(Integer.MAX_VALUE)).isEqualTo(first(all, Integer.MAX_VALUE));
            assertThat(overflow.take(1)).isEmpty();
        }
    }

    private static List<Due> first(NavigableSet<Due> all, int count) {
        List<Due> first = new ArrayList<>();
        while (first.size() < count && !all.isEmpty()) {
            first.add(all.pollFirst());
        }
        return first;
    }

    @Test
    void what_a_process_that_was_killed_left_behind_is_not_found() {
        Path place = folder.resolve("deadlines");
        var abandoned = OverflowOnDisk.open(place);
        abandoned.add(due(1, 1));
        abandoned.close();
        assertThat(place).doesNotExist();
        try (var overflow = OverflowOnDisk.open(place)) {
            assertThat(overflow.take(1)).isEmpty();
        }
    }
}
