package io.slotkeeper.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.slotkeeper.stream.StateStores;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.Test;

class MetaStoreTest {

    private static final Meta OWN = meta(8, Map.of("reservation.default", "PT5M", "booking.retention", "PT24H"));

    private final KeyValueStore<byte[], byte[]> store = InMemory.store(StoreNames.RESERVATION_META);

    private static Meta meta(int partitions, Map<String, String> settings) {
        return Meta.of(partitions, new TreeMap<>(settings));
    }

    private static Meta ofFormat(int format) {
        return new Meta(format, OWN.partitions(), OWN.settings());
    }

    private Meta stored() {
        return MetaStore.ifReadable(store.all().next().value).orElseThrow();
    }

    private void written(Meta meta) {
        MetaStore.open(StateStores.table(store), meta).ensureWritten();
    }

    @Test
    void is_written_with_the_first_record_and_not_before() {
        MetaStore meta = MetaStore.open(StateStores.table(store), OWN);
        assertThat(InMemory.keys(store)).isEmpty();
        meta.ensureWritten();
        assertThat(stored()).isEqualTo(OWN);
    }

    @Test
    void a_setting_that_is_younger_than_the_state_begins_with_any_value_and_is_recorded() {
        written(meta(8, Map.of()));
        Meta younger = meta(8, Map.of("strict-holds", "true"));

        written(younger);

        assertThat(stored()).isEqualTo(younger);
    }

    @Test
    void what_is_no_meta_record_is_as_good_as_none() {
        store.put("meta".getBytes(StandardCharsets.US_ASCII), "what is this".getBytes(StandardCharsets.US_ASCII));
        MetaStore.open(StateStores.table(store), OWN).ensureWritten();
        assertThat(stored()).isEqualTo(OWN);
    }

    @Test
    void is_written_once() {
        written(OWN);
        MetaStore again = MetaStore.open(StateStores.table(store), OWN);
        store.delete(store.all().next().key);
        again.ensureWritten();
        assertThat(InMemory.keys(store)).as("a second time").isEmpty();
    }

    @Test
    void what_differs_is_named_with_both_values() {
        written(OWN);
        Meta other = meta(4, Map.of("reservation.default", "PT4S", "booking.retention", "PT24H"));
        assertThatExceptionOfType(StateMismatchException.class)
                .isThrownBy(() -> MetaStore.open(StateStores.table(store), other))
                .withMessage("the number of partitions is 4, but the state was made with 8; "
                        + "reservation.default is PT4S, but the state was made with PT5M");
        assertThat(stored()).isEqualTo(OWN);
    }

    @Test
    void state_of_a_newer_format_is_refused() {
        written(ofFormat(Meta.FORMAT + 1));
        assertThatExceptionOfType(StateMismatchException.class)
                .isThrownBy(() -> MetaStore.open(StateStores.table(store), OWN))
                .withMessageContaining("written by a newer version; this one knows up to " + Meta.FORMAT);
    }

    @Test
    void state_of_an_older_format_goes_on_in_the_format_of_now() {
        written(ofFormat(Meta.FORMAT - 1));
        MetaStore meta = MetaStore.open(StateStores.table(store), OWN);
        assertThat(stored().format()).isEqualTo(Meta.FORMAT - 1);
        meta.ensureWritten();
        assertThat(stored()).isEqualTo(OWN);
    }

    @Test
    void a_setting_that_the_state_does_not_have_yet_is_no_difference() {
        written(meta(8, Map.of("reservation.default", "PT5M")));
        MetaStore.open(StateStores.table(store), OWN).ensureWritten();
        assertThat(stored()).isEqualTo(OWN);
    }

    @Test
    void a_meta_record_that_only_a_newer_version_can_read_is_refused() {
        written(OWN);
        var first = store.all().next();
        byte[] unknown = first.value.clone();
        unknown[5] ^= 1;
        store.put(first.key, unknown);
        assertThatExceptionOfType(StateMismatchException.class)
                .isThrownBy(() -> MetaStore.open(StateStores.table(store), OWN))
                .withMessage("the state has a schema that only a newer version knows");
    }
}
