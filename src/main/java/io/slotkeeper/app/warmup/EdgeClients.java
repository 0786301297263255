package io.slotkeeper.app.warmup;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.IntFunction;

/** Clients of an edge, each with a connection and an event type of its own, that all ask at a time. */
final class EdgeClients implements AutoCloseable {

    private static final String RESERVATIONS = "/v2/slots/reservations";
    private static final String CONVERSATIONS = "/v1/scheduling_conversations";

    /**
     * So many that each thread on the way has always something to do: a request is passed on six times, and where the
     * machine is busy each time takes long.
     */
    private static final int CLIENTS = 64;

    /** Those below are of the recorded log. */
    private static final int FIRST_EVENT_TYPE = 101;

    private static final Duration SLOT = Duration.ofHours(1);

    private final Instant firstDay;
    private final List<LoopbackClient> clients = new ArrayList<>();
    /** Of all answers so far. */
    private final TreeSet<Integer> statuses = new TreeSet<>();

    private int count;
    private int slot;

    private EdgeClients(Instant firstDay) {
        this.firstDay = firstDay;
    }

    /** @param firstDay in the future, when their slots begin */
    static EdgeClients of(Rehearsal instance, String token, Instant firstDay) throws IOException {
        var all = new EdgeClients(firstDay);
        try {
            for (int client = 0; client < CLIENTS; client++) {
                all.clients.add(new LoopbackClient(instance.httpPort(), token));
            }
            return all;
        } catch (IOException e) {
            all.close();
            throw e;
        }
    }

    /** How many requests were answered so far. */
    int count() {
        return count;
    }

    /** All statuses that there were so far. */
    List<Integer> statuses() {
        return List.copyOf(statuses);
    }

    /** Defines the event types that all the others are about. */
    void define() throws IOException {
        all("PUT", client -> "/v2/event-types/" + eventType(client), client -> "{\"length_minutes\":60}");
    }

    /** Each client reserves two slots, comes too late for one, reads it, books it and gives the other back. */
    void reserve() throws IOException {
        slot += 2;
        String first = slotStart(slot);
        List<String> booked = reservations(first);
        all("POST", client -> RESERVATIONS, client -> reservation(client, first));
        List<String> released = reservations(slotStart(slot + 1));
        all("POST", client -> RESERVATIONS, client -> "{\"eventTypeId\":\"none\"}");
        all("GET", client -> RESERVATIONS + "/" + booked.get(client), client -> "");
        all("PATCH", client -> RESERVATIONS + "/" + booked.get(client), client -> "{\"reservationDuration\":6}");
        all(
                "POST",
                client -> "/v2/slots/bookings",
                client -> "{\"eventTypeId\":" + eventType(client) + ",\"reservationUid\":\"" + booked.get(client)
                        + "\"}");
        all("DELETE", client -> RESERVATIONS + "/" + released.get(client), client -> "");
    }

    private List<String> reservations(String start) throws IOException {
        return all("POST", client -> RESERVATIONS, client -> reservation(client, start)).stream()
                .map(answer -> answer.text("reservationUid"))
                .toList();
    }

    private static String reservation(int client, String start) {
        return "{\"eventTypeId\":" + eventType(client) + ",\"slotStart\":\"" + start + "\"}";
    }

    private static int eventType(int client) {
        return FIRST_EVENT_TYPE + client;
    }

    private String slotStart(int number) {
        return firstDay.plus(SLOT.multipliedBy(number)).toString();
    }

    /** Each client creates a conversation and cancels it. */
    void converse() throws IOException {
        String conversation = """
                {"participants":[{"participant_id":"@a"},{"participant_id":"@b"}],"tzid":"Etc/UTC",\
                "required_duration":{"minutes":60},"available_periods":[{"start":"%s","end":"%s"}]}""".formatted(slotStart(0), slotStart(8));
        List<LoopbackClient.LoopbackAnswer> created = all("POST", client -> CONVERSATIONS, client -> conversation);
        all(
                "POST",
                client -> CONVERSATIONS + "/" + created.get(client).text("scheduling_conversation_id") + "/cancel",
                client -> "{}");
    }

    /** One request of each client, all at a time. */
    private List<LoopbackClient.LoopbackAnswer> all(String method, IntFunction<String> path, IntFunction<String> body)
            throws IOException {
        for (int client = 0; client < CLIENTS; client++) {
            clients.get(client).send(method, path.apply(client), body.apply(client));
        }
        List<LoopbackClient.LoopbackAnswer> answers = new ArrayList<>();
        for (LoopbackClient client : clients) {
            LoopbackClient.LoopbackAnswer answer = client.answer();
            statuses.add(answer.status());
            answers.add(answer);
        }
        count += CLIENTS;
        return answers;
    }

    @Override
    public void close() throws IOException {
        for (LoopbackClient client : clients) {
            client.close();
        }
    }
}
