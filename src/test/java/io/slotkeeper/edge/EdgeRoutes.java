package io.slotkeeper.edge;

import static io.slotkeeper.edge.ConversationBody.KARL;
import static io.slotkeeper.edge.ConversationBody.LENA;
import static io.slotkeeper.edge.EventTypes.BOOKINGS;
import static io.slotkeeper.edge.EventTypes.HOUR;
import static io.slotkeeper.edge.EventTypes.RESERVATIONS;
import static io.slotkeeper.testing.JsonText.json;

import io.slotkeeper.testing.HttpAnswer;
import io.slotkeeper.testing.HttpApi;
import java.util.List;
import java.util.stream.Stream;

/** The routes of docs/spec/http.md, with paths of things that are there and bodies that would be honoured. */
record EdgeRoutes(List<Route> all) {

    /** @param body empty: the route has none */
    record Route(String method, String path, String body, boolean needsCredentials) {

        boolean hasBody() {
            return !body.isEmpty();
        }

        boolean isOfConversations() {
            return path.startsWith("/v1/");
        }

        HttpAnswer ask(HttpApi client) {
            return ask(client, body);
        }

        HttpAnswer ask(HttpApi client, String otherBody) {
            return client.send(method, path, otherBody);
        }

        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    static EdgeRoutes of(EdgeInstance edge, EventTypes types) {
        ConversationClient talk = ConversationClient.create(edge.alice(), ConversationBody.of(KARL, LENA));
        int type = types.define(HOUR);
        String reservation = RESERVATIONS + "/" + EventTypes.hold(edge.alice(), type, "2050-09-05T10:00:00Z");
        String booking = BOOKINGS + "/" + EventTypes.booked(edge.alice(), type, "2050-09-05T15:00:00Z");
        String eventType = "/v2/event-types/" + type;
        String slot = EventTypes.body(type, "2050-09-05T12:00:00Z", "");
        return new EdgeRoutes(List.of(
                new Route(
                        "POST",
                        ConversationClient.ALL,
                        ConversationBody.of(KARL).text(),
                        true),
                new Route("GET", talk.path(), "", true),
                new Route("POST", talk.path() + "/cancel", json("{'reason':'over'}"), true),
                new Route("GET", talk.slots(0), "", true),
                new Route("POST", talk.slots(0), ConversationBody.selecting(0), true),
                new Route("DELETE", talk.slots(0), "", true),
                new Route("POST", RESERVATIONS, slot, false),
                new Route("GET", reservation, "", false),
                new Route("PATCH", reservation, slot, false),
                new Route("DELETE", reservation, "", false),
                new Route("PUT", eventType, json(HOUR), true),
                new Route("GET", eventType, "", true),
                new Route("DELETE", eventType, "", true),
                new Route("POST", BOOKINGS, slot, true),
                new Route("DELETE", booking, "", true)));
    }

    Stream<Route> withBody() {
        return all.stream().filter(Route::hasBody);
    }
}
