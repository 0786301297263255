package io.slotkeeper.stream;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slotkeeper.store.KeyValueTable;
import io.slotkeeper.store.StoreFailedException;
import java.lang.reflect.Proxy;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.errors.ProcessorStateException;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What a store can't do is no fault of a record: the two are told apart by the exception. */
class StateStoresTest {

    private static final byte[] KEY = {1};

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
