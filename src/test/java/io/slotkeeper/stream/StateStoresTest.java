package io.slotkeeper.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slotkeeper.store.KeyValueTable;
import io.slotkeeper.store.StoreFailedException;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.errors.ProcessorStateException;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a store can't do is no fault of a record: the two are told apart by the exception. */
class StateStoresTest {

    private static final byte[] KEY = {1};

    @TempDir
    private Path folder = Path.of("");

    private interface FakeStore extends KeyValueStore<byte[], byte[]> {}

    private interface FakeIterator extends KeyValueIterator<byte[], byte[]> {}

    /** Does nothing but what it is told to. */
    private static <T> T fake(Class<T> type, FakeAnswers answers) {
        return type.cast(Proxy.newProxyInstance(
                StateStoresTest.class.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, args) -> answers.to(method.getName())));
    }

    private interface FakeAnswers {
        Object to(String method);
    }

    private static KeyValueTable tableOf(FakeAnswers answers) {
        KeyValueStore<byte[], byte[]> store =
                fake(FakeStore.class, method -> method.equals("name") ? "calendar-documents" : answers.to(method));
        return StateStores.table(store);
    }

    private static void fails(ThrowingCallable operation) {
        assertThatThrownBy(operation)
                .isInstanceOf(StoreFailedException.class)
                .hasMessageContaining("calendar-documents")
                .hasRootCauseMessage("a block is damaged");
    }

    @Test
    void every_operation_that_fails_says_that_the_store_did() {
        KeyValueTable table = tableOf(method -> {
            throw new ProcessorStateException("a block is damaged");
        });
        fails(() -> table.get(KEY));
        fails(() -> table.put(KEY, KEY));
        fails(() -> table.delete(KEY));
        fails(() -> table.forEach((key, value) -> {}));
        fails(() -> table.range(KEY, KEY, (key, value) -> {}));
    }

    private static final int ENTRIES = 20_000;

    /** A store of Kafka Streams in files, without a changelog. */
    private static KeyValueStore<byte[], byte[]> onDisk(Path folder) {
        var context = new MockProcessorContext<Void, Void>(new Properties(), new TaskId(0, 0), folder.toFile());
        KeyValueStore<byte[], byte[]> store =
                StateStores.builder("calendar-documents").withLoggingDisabled().build();
        store.init(context.getStateStoreContext(), store);
        return store;
    }

    private static byte[] bytes(int i) {
        return String.format(Locale.ROOT, "%08d/%060d", i, i).getBytes(StandardCharsets.US_ASCII);
    }

    private static int count(KeyValueStore<byte[], byte[]> store) {
        int[] count = {0};
        StateStores.table(store).forEach((key, value) -> count[0]++);
        return count[0];
    }

    /** Kafka's iterator ends there as if the store did. A hold that isn't seen would be granted once more. */
    @Test
    void a_file_that_is_damaged_in_the_middle_is_no_end_of_the_store() throws IOException {
        for (int percent : List.of(1, 30, 50, 70, 90)) {
            Path state = Files.createDirectory(folder.resolve(percent + ""));
            KeyValueStore<byte[], byte[]> store = onDisk(state);
            KeyValueTable table = StateStores.table(store);
            for (int i = 0; i < ENTRIES; i++) {
                table.put(bytes(i), bytes(i));
            }
            store.close();
            KeyValueStore<byte[], byte[]> again = onDisk(state);
            assertThat(count(again)).isEqualTo(ENTRIES);
            again.close();
            damage(state, percent);

            KeyValueStore<byte[], byte[]> damaged = onDisk(state);
            assertThatThrownBy(() -> count(damaged))
                    .as("damaged at %s %%", percent)
                    .isInstanceOf(StoreFailedException.class)
                    .hasMessage("the store calendar-documents ends before its last entry");
            damaged.close();
        }
    }

    private static void damage(Path folder, int percent) throws IOException {
        Path file;
        try (Stream<Path> files = Files.walk(folder)) {
            file = files.filter(it -> it.toString().endsWith(".sst"))
                    .max(Comparator.comparing(it -> it.toFile().length()))
                    .orElseThrow();
        }
        byte[] content = Files.readAllBytes(file);
        int at = (int) (content.length * (percent / 100.0));
        Arrays.fill(content, at, at + 64, (byte) 7);
        Files.write(file, content);
    }

    /** What a former version has written ends wherever it ends, until there is something new in it. */
    @Test
    void a_store_without_a_last_entry_gets_one_with_the_next_write(@TempDir Path folder) {
        KeyValueStore<byte[], byte[]> store = onDisk(folder);
        store.put(KEY, KEY);
        assertThat(count(store)).isEqualTo(1);
        StateStores.table(store).put(new byte[] {2}, KEY);
        assertThat(count(store)).isEqualTo(2);
        try (KeyValueIterator<byte[], byte[]> all = store.all()) {
            assertThat(all).toIterable().hasSize(3);
        }
        store.close();
    }

    @Test
    void so_does_an_iterator_in_the_middle() {
        KeyValueIterator<byte[], byte[]> broken = fake(FakeIterator.class, method -> switch (method) {
            case "hasNext" -> true;
            case "next" -> throw new ProcessorStateException("a block is damaged");
            default -> "";
        });
        fails(() -> tableOf(method -> broken).range(KEY, KEY, (key, value) -> {}));
    }

    @Test
    void what_a_reader_throws_is_not_the_stores() {
        KeyValueIterator<byte[], byte[]> one = fake(FakeIterator.class, method -> switch (method) {
            case "hasNext" -> true;
            case "next" -> new KeyValue<>(KEY, KEY);
            default -> "";
        });
        assertThatThrownBy(() -> tableOf(method -> one).range(KEY, KEY, (key, value) -> {
                    throw new IllegalStateException("of the reader");
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("of the reader");
    }
}
