package io.slotkeeper.app.bench.load;

import io.slotkeeper.app.bench.lab.RequestSource;
import java.time.Instant;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Conversations from their creation until all participants have selected the same slot. A thousand are under way at a
 * time: all are created, then the first participant of each selects, and so on.
 *
 * @param participants of each conversation, all of whom select by hand
 */
public record SelectRequests(int participants) implements RequestSource {

    private static final int AT_A_TIME = 1_000;
    private static final String START = "2050-05-02T09:00:00Z";
    private static final String END = "2050-05-02T18:00:00Z";
    private static final String SLOT = "slt_" + Instant.parse(START).getEpochSecond();

    /** How many requests a conversation has. */
    public int perConversation() {
        return participants + 1;
    }

    @Override
    public ProducerRecord<byte[], byte[]> request(String topic, long number) {
        long block = number / ((long) AT_A_TIME * perConversation());
        int step = (int) (number / AT_A_TIME % perConversation());
        long conversation = block * AT_A_TIME + number % AT_A_TIME;
        return RequestRecords.of(
                topic,
                "bench-" + participants + "-" + conversation,
                step == 0 ? create(participants) : select(step - 1));
    }

    static String create(int participants) {
        String all = IntStream.range(0, participants)
                .mapToObj(i -> "{\"participant_id\":\"@participant-" + i + "\"}")
                .collect(Collectors.joining(","));
        return "{\"type\":\"create_conversation\",\"participants\":[" + all + "],\"tzid\":\"Etc/UTC\","
                + "\"required_duration\":{\"minutes\":60},\"available_periods\":[{\"start\":\"" + START
                + "\",\"end\":\""
                + END + "\"}]}";
    }

    private static String select(int participant) {
        return "{\"type\":\"select_slots\",\"participant\":\"@participant-" + participant
                + "\",\"selected_slots\":[{\"slot_id\":\"" + SLOT + "\"}]}";
    }
}
