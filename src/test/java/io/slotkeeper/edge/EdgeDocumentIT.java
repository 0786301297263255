package io.slotkeeper.edge;

import static io.slotkeeper.edge.ConversationBody.GRACE;
import static io.slotkeeper.edge.ConversationBody.KARL;
import static io.slotkeeper.edge.ConversationBody.LENA;
import static io.slotkeeper.edge.EventTypes.BOOKINGS;
import static io.slotkeeper.edge.EventTypes.HOUR;
import static io.slotkeeper.edge.EventTypes.RESERVATIONS;
import static io.slotkeeper.edge.EventTypes.body;
import static io.slotkeeper.testing.JsonText.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.slotkeeper.testing.HttpApi;
import io.slotkeeper.testing.openapi.OpenApi;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** That the edge answers all that its document says, but for what goes wrong with it and with slow bodies. */
final class EdgeDocumentIT {

    /** A body that stays away, an error in the program, an answer that stays away. */
    private static final String NOT_HERE = "(408|500|503)";

    private static final String IF_NONE_MATCH = "If-None-Match";
    private static final String TEN = "2050-09-05T10:00:00Z";
    private static final String ELEVEN = "2050-09-05T11:00:00Z";

    @RegisterExtension
    private static final EdgeInstance edge = EdgeInstance.shared();

    private final OpenApi document = OpenApi.ofTheEdge();
    private final HttpApi anonymous = edge.anonymous().against(document);
    private final HttpApi alice = edge.alice().against(document);
    private final HttpApi bob = edge.bob().against(document);
    private final EventTypes types = new EventTypes(edge);

    @Test
    void every_answer_of_the_document_is_given_by_some_request() {
        askEveryRouteForWhatAllHave();
        askForConversations();
        askForReservations();
        askForSlots();
        askForEventTypes();
        askForBookings();
        askWhy();
        askForDryRunsOfNoSense();
        askForWhatOperatorsRead();
        Set<String> notHere = new TreeSet<>(document.answers());
        notHere.removeIf(answer -> !answer.matches(".* " + NOT_HERE));
        assertThat(notHere).hasSizeBetween(35, 50);
        assertThat(document.unchecked()).isEqualTo(notHere);
    }

    /** 401, 403 of a token for something else, 404 of another version, 413, 415 and the status of a body that is no JSON. */
    private void askEveryRouteForWhatAllHave() {
        for (EdgeRoutes.Route route : EdgeRoutes.of(edge, types).all()) {
            route.ask(anonymous.as("nobody-token"));
            route.ask(edge.scoped("read").against(document));
            route.ask(edge.scoped("define").against(document));
            route.ask(alice.without("cal-api-version"), "no JSON");
            if (route.hasBody()) {
                route.ask(alice, "{" + " ".repeat(50_000) + "}");
                route.ask(alice.with("Content-Type", "text/plain"));
                route.ask(alice, "no JSON");
            }
        }
    }

    private void askForConversations() {
        ConversationClient talk = ConversationClient.create(alice, ConversationBody.of(KARL, LENA));
        talk.read();
        alice.with(IF_NONE_MATCH, "*").get(talk.path());
        talk.list(0);
        talk.select(0, 0);
        talk.withdraw(0);
        talk.cancel("");
        ConversationClient complete = ConversationClient.create(alice, ConversationBody.of(GRACE));
        complete.select(0, 1);
        complete.withdraw(0);
        complete.cancel("");
        var unknown = new ConversationClient(alice, "unknown");
        unknown.read();
        unknown.list(0);
        unknown.select(0, 0);
        unknown.withdraw(0);
        unknown.cancel("");
    }

    private void askForReservations() {
        int type = types.define(HOUR);
        HttpApi keyed = alice.with("Idempotency-Key", "k");
        String path = RESERVATIONS + "/" + EventTypes.hold(keyed, type, TEN);
        EventTypes.reserve(keyed, type, ELEVEN);
        EventTypes.reserve(anonymous, type, TEN);
        EventTypes.reserve(anonymous, types.next(), TEN);
        bob.post(RESERVATIONS, body(type, ELEVEN, ",'reservationDuration':5"));
        anonymous.get(path);
        anonymous.with(IF_NONE_MATCH, "*").get(path);
        keyed.patch(path, body(type, TEN, ""));
        keyed.patch(path, body(type, ELEVEN, ""));
        bob.patch(path, body(type, TEN, ",'reservationDuration':5"));
        anonymous.patch(path, body(type, "2001-01-01", ""));
        anonymous.delete(path);
        anonymous.patch(path, body(type, TEN, ""));
        int scarce = types.define("{'length_minutes':60,'max_live_holds_per_party':1}");
        EventTypes.hold(bob, scarce, TEN);
        EventTypes.reserve(bob, scarce, ELEVEN);
    }

    private void askForSlots() {
        String days = "&start=2050-09-05&end=2050-09-06";
        anonymous.get("/v2/slots?eventTypeId=" + types.define(HOUR) + days);
        anonymous.get("/v2/slots?eventTypeId=" + types.next() + days);
        anonymous.get("/v2/slots?eventTypeId=one" + days);
        edge.scoped("define").against(document).get("/v2/slots?eventTypeId=1" + days);
        anonymous.as("nobody-token").get("/v2/slots?eventTypeId=1" + days);
    }

    private void askForEventTypes() {
        String path = "/v2/event-types/" + types.define(HOUR);
        alice.put(path, json(HOUR));
        alice.get(path);
        bob.put(path, json(HOUR));
        bob.delete(path);
        alice.delete(path);
    }

    private void askForBookings() {
        int type = types.define(HOUR);
        HttpApi keyed = alice.with("Idempotency-Key", "k");
        String path = BOOKINGS + "/" + EventTypes.booked(keyed, type, TEN);
        EventTypes.book(keyed, type, ELEVEN);
        EventTypes.book(alice, type, TEN);
        alice.post(BOOKINGS, json("{'eventTypeId':" + type + ",'reservationUid':'nothing'}"));
        alice.delete(path);
    }

    private void askWhy() {
        String path = "/v2/slots/explain?slotStart=" + TEN + "&eventTypeId=";
        int type = types.define(HOUR);
        alice.get(path + type);
        alice.get(path + "one");
        alice.get(path + types.next());
        ConversationClient talk = ConversationClient.create(alice, ConversationBody.of(KARL, LENA));
        String ofTalk = talk.slots(0) + "/explain";
        alice.get(ofTalk + "?slot_id=any");
        alice.get(ofTalk);
        alice.get(new ConversationClient(alice, "unknown").path() + "/participants/one/slots/explain?slot_id=any");
        for (String some : List.of(path + type, ofTalk + "?slot_id=any")) {
            anonymous.as("nobody-token").get(some);
            edge.scoped("define").against(document).get(some);
            alice.without("cal-api-version").get(some);
        }
    }

    private void askForDryRunsOfNoSense() {
        for (EdgeRoutes.Route route : EdgeRoutes.of(edge, types).all()) {
            if (route.method().equals("DELETE")) {
                alice.delete(route.path() + "?dryRun=perhaps");
            }
        }
    }

    private void askForWhatOperatorsRead() {
        HttpApi management = edge.management().against(document);
        management.get("/health/live");
        management.get("/health/ready");
        management.get("/metrics");
        anonymous.get("/openapi.json");
    }
}
