package io.slotkeeper.store;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.slotkeeper.conversation.ConversationChanges;
import io.slotkeeper.conversation.ConversationId;
import io.slotkeeper.conversation.ConversationMachine;
import io.slotkeeper.conversation.ConversationRequest;
import io.slotkeeper.conversation.ConversationSettings;
import io.slotkeeper.logtime.Due;
import io.slotkeeper.logtime.DueIndex;
import io.slotkeeper.logtime.OverflowInMemory;
import io.slotkeeper.request.RequestInfo;
import io.slotkeeper.request.Source;
import io.slotkeeper.stream.StateStores;
import io.slotkeeper.wire.ParsedRecord.ParsedRequest;
import io.slotkeeper.wire.RequestReaders;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConversationStoreTest {

    private static final Instant START = Instant.parse("2050-05-02T08:00:00Z");

    private final ConversationMachine machine =
            new ConversationMachine(new ConversationSettings(Duration.ofHours(3), 20));
    private final KeyValueStore<byte[], byte[]> conversations = InMemory.store(StoreNames.CONVERSATIONS);
    private final ConversationStore store = opened();

    private Instant now = START;
    private long offset;

    private ConversationStore opened() {
        var opened = new ConversationStore(StateStores.table(conversations), OverflowInMemory::new, machine);
        opened.rebuild();
        return opened;
    }

    private Source source() {
        return new Source("selection-requests", 0, offset++);
    }

    private boolean ask(String key, String json) {
        var id = new ConversationId(key);
        var reading =
                RequestReaders.conversations().read(json.replace('\'', '"').getBytes(UTF_8));
        assertThat(reading).isInstanceOf(ParsedRequest.class);
        var request = (ParsedRequest<ConversationRequest>) reading;
        var info = new RequestInfo(
                request.requestId(), request.requestedBy(), request.anonymousParty(), request.fingerprint(), source());
        ConversationChanges changes =
                machine.decide(store, id, request.request(), info, now).changes();
        store.encode(changes).write();
        return !changes.isEmpty();
    }

    private void announce(ConversationId id) {
        var changes = new ConversationChanges(store);
        machine.announceNext(changes, id, now, source());
        store.encode(changes).write();
    }

    private void announceDue(int limit) {
        for (int i = 0;
                i < limit
                        && store.due().earliest().filter(it -> !it.isAfter(now)).isPresent();
                i++) {
            announce(ConversationStore.idOf(store.due().iterator().next()));
        }
    }

    private static List<Due> inOrder(DueIndex index) {
        List<Due> all = new ArrayList<>();
        index.iterator().forEachRemaining(all::add);
        return all;
    }

    private static String create(Instant from, int hours, String more) {
        return "{'type':'create_conversation','participants':[{'participant_id':'@a'},{'participant_id':'@b'}],"
                + "'tzid':'Europe/Rome','required_duration':{'minutes':60},'available_periods':[{'start':'" + from
                + "','end':'" + from.plus(Duration.ofHours(hours)) + "'}]" + more + "}";
    }

    @Test
    void a_conversation_stands_under_its_id() {
        assertThat(ask("scv_1", create(START.plus(Duration.ofHours(1)), 2, ""))).isTrue();
        assertThat(InMemory.keys(conversations)).containsExactly(HexFormat.of().formatHex("scv_1".getBytes(US_ASCII)));
        assertThat(store.conversation(new ConversationId("scv_1")))
                .isEqualTo(opened().conversation(new ConversationId("scv_1")));
        assertThat(store.conversation(new ConversationId("scv_2"))).isEmpty();
    }

    @Test
    void a_forgotten_conversation_leaves_nothing() {
        ask("scv_1", create(START.plus(Duration.ofHours(1)), 1, ""));
        assertThat(store.due().earliest()).contains(START.plus(Duration.ofHours(1)));
        now = START.plus(Duration.ofHours(1));
        announceDue(1);
        assertThat(store.due().earliest()).contains(START.plus(Duration.ofHours(4)));
        now = START.plus(Duration.ofHours(4));
        announceDue(1);
        assertThat(inOrder(store.due())).isEmpty();
        assertThat(InMemory.keys(conversations)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void the_index_is_what_a_scan_gives_after_any_requests(long seed) {
        var random = new Random(seed);
        int changes = 0;
        for (int step = 0; step < 500; step++) {
            now = now.plusMillis(random.nextInt(400_000));
            announceDue(random.nextInt(3));
            if (ask("scv_" + random.nextInt(12), request(random))) {
                changes++;
            }
            assertThat(inOrder(opened().due())).isEqualTo(inOrder(store.due()));
            assertThat(inOrder(store.due()))
                    .hasSize(InMemory.keys(conversations).size());
        }
        assertThat(changes).isGreaterThan(50);
        now = now.plus(Duration.ofDays(2));
        announceDue(Integer.MAX_VALUE);
        assertThat(InMemory.keys(conversations)).isEmpty();
    }

    private String request(Random random) {
        Instant hour = now.truncatedTo(ChronoUnit.HOURS).plus(Duration.ofHours(1 + random.nextInt(2)));
        String participant = random.nextBoolean() ? "@a" : "@b";
        return switch (random.nextInt(8)) {
            case 0, 1 -> create(hour, 1 + random.nextInt(3), random.nextBoolean() ? EXPIRING : "");
            case 2, 3, 4, 5 ->
                "{'type':'select_slots','participant':'" + participant + "','selected_slots':[{'slot_id':'slt_"
                        + hour.getEpochSecond() + "'}]}";
            case 6 -> "{'type':'withdraw_selection','participant':'" + participant + "'}";
            default -> random.nextInt(4) == 0 ? "{'type':'cancel_conversation'}" : "{'type':'withdraw_selection'}";
        };
    }

    private static final String EXPIRING = ",'selection_expires_after':{'minutes':7}";
}
