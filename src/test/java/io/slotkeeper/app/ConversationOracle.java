package io.slotkeeper.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.slotkeeper.app.Logs.Entry;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Decides the requests about the conversations of {@link Load} once more, naively: two participants, one slot that
 * starts soon and is all that is ever selected, and perhaps one that nobody selects. Fails at the first record that was
 * decided or announced otherwise.
 */
final class ConversationOracle {

    private final Map<String, Talk> talks = new HashMap<>();
    private final Map<String, Integer> count = new TreeMap<>();

    private static final class Talk {
        private final Instant soon;
        private final boolean later;
        private final TreeSet<String> selected = new TreeSet<>();
        private String status = "in_progress";
        private long revision = 1;

        Talk(Instant soon, boolean later) {
            this.soon = soon;
            this.later = later;
        }

        boolean open() {
            return status.equals("in_progress");
        }

        /** What time has done to it and is not announced; empty if nothing. */
        String due(Instant now) {
            if (!open() || soon.isAfter(now)) {
                return "";
            }
            if (!later) {
                return "conversation_expired";
            }
            return selected.isEmpty() ? "" : "selection_expired";
        }

        String next() {
            revision++;
            return shown();
        }

        String shown() {
            return status + " " + revision + " " + selected;
        }
    }

    /** @param snapshot what the request itself emits */
    private record Expected(String answer, List<String> snapshot) {
        Expected(String answer) {
            this(answer, List.of());
        }
    }

    /** How often each thing happened, for the test to see that it did. */
    Map<String, Integer> count() {
        return count;
    }

    /** @param end log time that all partitions have passed */
    void check(List<Entry> entries, Instant end) {
        for (Entry entry : entries) {
            for (JsonNode snapshot : entry.snapshots()) {
                assertThat(Instant.parse(snapshot.get("updated_at").textValue()))
                        .as("%s", entry)
                        .isEqualTo(entry.now());
            }
            entry.snapshots().stream().filter(entry::announces).forEach(it -> checkAnnounced(entry, it));
            if (entry.isTick()) {
                assertThat(entry.outcomes()).as("%s", entry).isEmpty();
            } else {
                checkAnswer(entry);
            }
        }
        assertThat(talks.values())
                .as("not announced")
                .allMatch(it -> it.due(end).isEmpty());
    }

    private void checkAnnounced(Entry entry, JsonNode snapshot) {
        Talk talk = talk(snapshot.get("scheduling_conversation_id").textValue());
        String due = talk.due(entry.now());
        assertThat(snapshot.at("/cause/type").textValue()).as("%s", entry).isEqualTo(due);
        talk.selected.clear();
        talk.status = due.equals("conversation_expired") ? "expired" : talk.status;
        assertThat(shown(snapshot)).as("%s", entry).isEqualTo(talk.next());
        counted(due);
    }

    private void checkAnswer(Entry entry) {
        assertThat(entry.outcomes()).as("outcomes of %s", entry).hasSize(1);
        Talk talk = talks.get(entry.key());
        assertThat(talk == null ? "" : talk.due(entry.now()))
                .as("forgotten before %s", entry)
                .isEmpty();
        Expected expected = talk == null ? create(entry) : decide(entry, talk);
        assertThat(entry.answer()).as("%s", entry).isEqualTo(expected.answer());
        assertThat(entry.snapshots().stream()
                        .filter(it -> !entry.announces(it))
                        .map(ConversationOracle::shown)
                        .toList())
                .as("%s", entry)
                .isEqualTo(expected.snapshot());
        counted(entry.type() + " " + entry.answer());
    }

    private Expected create(Entry entry) {
        assertThat(entry.type()).as("%s", entry).isEqualTo("create_conversation");
        JsonNode periods = entry.request().get("available_periods");
        var created = new Talk(Instant.parse(periods.get(0).get("start").textValue()), periods.size() > 1);
        talks.put(entry.key(), created);
        return new Expected("accepted", List.of(created.shown()));
    }

    private static Expected decide(Entry entry, Talk talk) {
        @Nullable JsonNode participant = entry.request().get("participant");
        return switch (entry.type()) {
            case "select_slots" ->
                select(talk, Objects.requireNonNull(participant).textValue(), entry.now());
            case "withdraw_selection" ->
                withdraw(talk, Objects.requireNonNull(participant).textValue());
            case "cancel_conversation" -> cancel(talk);
            default -> throw new AssertionError(entry);
        };
    }

    private static Expected select(Talk talk, String participant, Instant now) {
        if (talk.selected.contains(participant)) {
            return new Expected("repeated");
        }
        if (!talk.open()) {
            return new Expected("conversation_" + talk.status);
        }
        if (!talk.soon.isAfter(now)) {
            return new Expected("slot_unavailable");
        }
        talk.selected.add(participant);
        talk.status = talk.selected.size() == 2 ? "complete" : talk.status;
        return new Expected("accepted", List.of(talk.next()));
    }

    private static Expected withdraw(Talk talk, String participant) {
        if (!talk.open()) {
            return new Expected("conversation_" + talk.status);
        }
        return talk.selected.remove(participant)
                ? new Expected("accepted", List.of(talk.next()))
                : new Expected("accepted");
    }

    private static Expected cancel(Talk talk) {
        if (talk.status.equals("cancelled")) {
            return new Expected("accepted");
        }
        if (!talk.open()) {
            return new Expected("conversation_" + talk.status);
        }
        talk.status = "cancelled";
        return new Expected("accepted", List.of(talk.next()));
    }

    private Talk talk(String id) {
        return Objects.requireNonNull(talks.get(id), id);
    }

    /** A participant with two selections would show here twice. */
    private static String shown(JsonNode snapshot) {
        TreeSet<String> selected = new TreeSet<>();
        for (JsonNode participant : snapshot.get("participants")) {
            JsonNode slots = participant.at("/slots/selected");
            assertThat(slots.size()).as("%s", snapshot).isLessThanOrEqualTo(1);
            if (slots.size() == 1) {
                selected.add(participant.get("participant_id").textValue());
            }
        }
        return snapshot.get("status").textValue() + " " + snapshot.get("revision") + " " + selected;
    }

    private void counted(String what) {
        count.merge(what, 1, Integer::sum);
    }
}
