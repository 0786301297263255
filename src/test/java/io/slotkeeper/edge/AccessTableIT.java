package io.slotkeeper.edge;

import static io.slotkeeper.edge.EventTypes.BOOKINGS;
import static io.slotkeeper.edge.EventTypes.RESERVATIONS;
import static io.slotkeeper.edge.EventTypes.body;
import static io.slotkeeper.testing.JsonText.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.slotkeeper.request.Sha256;
import io.slotkeeper.testing.HttpAnswer;
import io.slotkeeper.testing.HttpApi;
import io.slotkeeper.topics.Topic;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** docs/spec/http.md#who-may-do-what: each cell of the table is what the edge does; and scopes, beneath it. */
final class AccessTableIT {

    private static final Path DOCUMENT = Path.of("docs", "spec", "http.md");
    private static final String TEN = "2050-09-05T10:00:00Z";
    private static final String ELEVEN = "2050-09-05T11:00:00Z";

    /** Principals that are their own tokens, and tokens that are for something only. */
    private static final List<String> TOKENS = List.of(
            "owner",
            "mate",
            "stranger",
            "maker",
            "reader scopes=read",
            "booker scopes=book",
            "definer scopes=define",
            "late expires=2020-01-01T00:00:00Z");

    @RegisterExtension
    private static final EdgeInstance USUAL =
            EdgeInstance.of(AccessTableIT.class, 2, Map.of("api-keys", keys().toString()));

    @RegisterExtension
    private static final EdgeInstance STRICT =
            EdgeInstance.of(Strict.class, 2, Map.of("api-keys", keys().toString(), "strict-holds", "true"));

    private static final AtomicInteger LAST = new AtomicInteger();

    private interface Strict {}

    /** Asks for something as the table's row has it. */
    private interface Action {
        HttpAnswer by(HttpApi caller, int type);
    }

    private record ActionRow(EdgeInstance edge, Action action) {}

    private static Path keys() {
        List<String> lines = TOKENS.stream()
                .map(token -> Sha256.hex(token.split(" ", -1)[0]) + " = " + token)
                .toList();
        try {
            Path file = Files.createTempFile("keys", "");
            file.toFile().deleteOnExit();
            return Files.write(file, lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static HttpApi as(EdgeInstance edge, String token) {
        return token.equals("anonymous") ? edge.anonymous() : edge.anonymous().as(token);
    }

    private static final Map<String, ActionRow> ROWS = Map.ofEntries(
            row(
                    "list slots | event type",
                    (caller, type) -> caller.get("/v2/slots?eventTypeId=" + type + "&start=2050-09-05&end=2050-09-05")),
            row("reserve | event type", (caller, type) -> caller.post(RESERVATIONS, body(type, TEN, ""))),
            row(
                    "choose the time to hold | event type",
                    (caller, type) -> caller.post(RESERVATIONS, body(type, TEN, ",'reservationDuration':3"))),
            row("read, update, release | a hold whose uid is known", AccessTableIT::useHold),
            Map.entry(
                    "the same with `strict-holds` | a hold of a principal",
                    new ActionRow(STRICT, (caller, type) -> useHold(caller, STRICT, type))),
            row(
                    "book, with a hold or without | event type",
                    (caller, type) -> same(
                            caller.post(BOOKINGS, body(type, TEN, "")),
                            caller.post(
                                    BOOKINGS,
                                    json("{'eventTypeId':" + type + ",'reservationUid':'" + hold(USUAL, type, ELEVEN)
                                            + "'}")))),
            row("cancel | booking", (caller, type) -> caller.delete(BOOKINGS + "/" + booking(type))),
            row("read | event type", (caller, type) -> caller.get("/v2/event-types/" + type)),
            row(
                    "define | a number that is free",
                    (caller, type) -> caller.put("/v2/event-types/" + (10_000 + type), "{\"length_minutes\":60}")),
            row(
                    "define anew, remove | event type",
                    (caller, type) -> same(
                            caller.put(
                                    "/v2/event-types/" + type,
                                    json("{'length_minutes':60,'owner':'owner','members':['mate']}")),
                            caller.delete("/v2/event-types/" + type))),
            row("create, read, cancel | conversation", AccessTableIT::useConversation),
            row("list slots, select, withdraw | a participant whose URL is known", AccessTableIT::useParticipant));

    private static Map.Entry<String, ActionRow> row(String name, Action action) {
        return Map.entry(name, new ActionRow(USUAL, action));
    }

    private static HttpAnswer same(HttpAnswer... answers) {
        assertThat(Arrays.stream(answers).map(answer -> answer.status() / 100 == 2 ? 200 : answer.status()))
                .as("%s", (Object) answers)
                .containsOnly(answers[0].status() / 100 == 2 ? 200 : answers[0].status());
        return answers[0];
    }

    private static String hold(EdgeInstance edge, int type, String start) {
        HttpAnswer held = as(edge, "maker").post(RESERVATIONS, body(type, start, ""));
        assertThat(held.status()).as("%s", held).isEqualTo(201);
        return held.at("/data/reservationUid");
    }

    private static HttpAnswer useHold(HttpApi caller, int type) {
        return useHold(caller, USUAL, type);
    }

    private static HttpAnswer useHold(HttpApi caller, EdgeInstance edge, int type) {
        String uid = hold(edge, type, TEN);
        HttpAnswer read = caller.get(RESERVATIONS + "/" + uid);
        HttpAnswer updated = caller.patch(RESERVATIONS + "/" + uid, body(type, ELEVEN, ""));
        assertThat(caller.delete(RESERVATIONS + "/" + uid).status())
                .as("a release tells nothing")
                .isEqualTo(200);
        boolean released = as(edge, "maker").get(RESERVATIONS + "/" + uid).status() == 404;
        assertThat(released).as("released").isEqualTo(read.status() == 200);
        return same(read, updated);
    }

    private static String booking(int type) {
        HttpAnswer booked = as(USUAL, "owner").post(BOOKINGS, body(type, TEN, ""));
        assertThat(booked.status()).as("%s", booked).isEqualTo(201);
        return booked.at("/data/bookingUid");
    }

    private static final String CONVERSATIONS = "/v1/scheduling_conversations";

    private static final String CONVERSATION =
            ConversationBody.of(ConversationBody.KARL, ConversationBody.LENA).text();

    private static HttpAnswer useConversation(HttpApi caller, int type) {
        HttpAnswer created = caller.post(CONVERSATIONS, CONVERSATION);
        String id = as(USUAL, "owner").post(CONVERSATIONS, CONVERSATION).at("/scheduling_conversation_id");
        return same(
                created, caller.get(CONVERSATIONS + "/" + id), caller.post(CONVERSATIONS + "/" + id + "/cancel", "{}"));
    }

    private static HttpAnswer useParticipant(HttpApi caller, int type) {
        HttpAnswer created = as(USUAL, "owner").post(CONVERSATIONS, CONVERSATION);
        assertThat(created.status()).as("%s", created).isEqualTo(200);
        String url = created.at("/participants/1/possible_actions/slots_list/url");
        return same(caller.get(url), caller.post(url, ConversationBody.selecting(0)), caller.delete(url));
    }

    @TestFactory
    Stream<DynamicTest> each_cell_is_what_the_edge_does() throws IOException {
        List<List<String>> table = Files.readAllLines(DOCUMENT).stream()
                .dropWhile(line -> !line.equals("### Who may do what"))
                .filter(line -> line.startsWith("| "))
                .takeWhile(line -> !line.startsWith("## "))
                .map(line -> Arrays.stream(line.substring(1).split("\\|", -1))
                        .map(String::strip)
                        .toList())
                .limit(ROWS.size() + 1)
                .toList();
        assertThat(table.get(0))
                .containsExactly("action", "object", "anonymous", "principal", "entitled", "maker of the hold", "");
        assertThat(table.stream().skip(1).map(AccessTableIT::name)).containsExactlyInAnyOrderElementsOf(ROWS.keySet());
        List<String> callers = List.of("anonymous", "stranger", "mate", "maker");
        List<DynamicTest> cells = new ArrayList<>();
        for (List<String> line : table.subList(1, table.size())) {
            for (int i = 0; i < callers.size(); i++) {
                String cell = line.size() > i + 2 ? line.get(i + 2) : "";
                String caller = callers.get(i);
                if (!cell.isEmpty()) {
                    cells.add(DynamicTest.dynamicTest(
                            caller + ": " + name(line) + ": " + cell, () -> check(name(line), caller, cell)));
                }
            }
        }
        return cells.stream();
    }

    private static String name(List<String> line) {
        return line.get(0) + " | " + line.get(1);
    }

    private static void check(String name, String caller, String cell) {
        ActionRow row = Objects.requireNonNull(ROWS.get(name));
        int type = LAST.incrementAndGet();
        HttpAnswer defined = as(row.edge(), "owner")
                .put("/v2/event-types/" + type, json("{'length_minutes':60,'owner':'owner','members':['mate']}"));
        assertThat(defined.status()).as("%s", defined).isEqualTo(200);
        int status = row.action().by(as(row.edge(), caller), type).status();
        if (cell.startsWith("yes")) {
            assertThat(status).isBetween(200, 299);
        } else {
            assertThat(status).isEqualTo(Integer.parseInt(cell));
        }
    }

    @Test
    void a_type_that_belongs_to_nobody_is_booked_by_everybody_and_defined_anew_by_no_principal() {
        USUAL.upstream().ask(Topic.RESERVATION_REQUESTS, "9000", "{'type':'define_event_type','length_minutes':60}");
        HttpAnswer booked = as(USUAL, "stranger").post(BOOKINGS, body(9_000, TEN, ""));
        assertThat(booked.status()).as("%s", booked).isEqualTo(201);
        assertThat(as(USUAL, "mate")
                        .delete(BOOKINGS + "/" + booked.at("/data/bookingUid"))
                        .status())
                .isEqualTo(200);
        assertThat(as(USUAL, "stranger")
                        .put("/v2/event-types/9000", "{\"length_minutes\":30}")
                        .status())
                .isEqualTo(403);
    }

    @ParameterizedTest
    @CsvSource({"reader, 200, 403, 403", "booker, 403, 201, 403", "definer, 403, 403, 200", "late, 401, 401, 401"})
    void a_token_is_for_what_its_scopes_say(String token, int read, int book, int define) {
        int type = LAST.incrementAndGet();
        as(USUAL, "owner").put("/v2/event-types/" + type, "{\"length_minutes\":60}");
        HttpApi caller = as(USUAL, token);
        assertThat(caller.get("/v2/slots?eventTypeId=" + type + "&start=2050-09-05&end=2050-09-05")
                        .status())
                .isEqualTo(read);
        assertThat(caller.post(RESERVATIONS, body(type, TEN, "")).status()).isEqualTo(book);
        assertThat(caller.put("/v2/event-types/" + LAST.incrementAndGet(), "{\"length_minutes\":60}")
                        .status())
                .isEqualTo(define);
        HttpAnswer created = caller.post(CONVERSATIONS, CONVERSATION);
        assertThat(created.status()).isEqualTo(book == 201 ? 200 : book);
        if (created.status() == 403) {
            assertThat(created.at("/errors/base/0/key")).isEqualTo("errors.forbidden");
        }
    }
}
