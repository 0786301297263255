package io.slotkeeper.edge;

import static io.slotkeeper.testing.JsonText.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.slotkeeper.testing.HttpAnswer;
import io.slotkeeper.testing.HttpApi;
import java.util.concurrent.atomic.AtomicInteger;

/** Event types of an edge: a test defines its own, so that it meets nobody else's slots. */
final class EventTypes {

    static final String HOUR = "{'length_minutes':60}";
    static final String VARIABLE = "{'length_minutes':60,'lengths_minutes':[15,30,60]}";

    /** One count for all test classes: many of them share an edge. */
    private static final AtomicInteger LAST = new AtomicInteger(100);

    private final EdgeInstance edge;

    EventTypes(EdgeInstance edge) {
        this.edge = edge;
    }

    /** Alice's. Single quotes stand for double ones. */
    int define(String definition) {
        int number = next();
        redefine(number, definition);
        return number;
    }

    void redefine(int number, String definition) {
        HttpAnswer defined = edge.alice().put("/v2/event-types/" + number, json(definition));
        assertThat(defined.status()).as(defined.toString()).isEqualTo(200);
    }

    /** A number that nothing is defined for. */
    int next() {
        return LAST.incrementAndGet();
    }

    // What clients do with them.

    static final String RESERVATIONS = "/v2/slots/reservations";
    static final String BOOKINGS = "/v2/slots/bookings";

    /** @param more fields of the body, with a comma in front */
    static String body(int eventType, String slotStart, String more) {
        return json("{'eventTypeId':" + eventType + ",'slotStart':'" + slotStart + "'" + more + "}");
    }

    static HttpAnswer reserve(HttpApi client, int eventType, String slotStart) {
        return client.post(RESERVATIONS, body(eventType, slotStart, ""));
    }

    /** @return its uid */
    static String hold(HttpApi client, int eventType, String slotStart) {
        return hold(client, body(eventType, slotStart, ""));
    }

    static String hold(HttpApi client, String body) {
        HttpAnswer held = client.post(RESERVATIONS, body);
        assertThat(held.status()).as(held.toString()).isEqualTo(201);
        return held.at("/data/reservationUid");
    }

    static HttpAnswer book(HttpApi client, int eventType, String slotStart) {
        return client.post(BOOKINGS, body(eventType, slotStart, ""));
    }

    /** @return its uid */
    static String booked(HttpApi client, int eventType, String slotStart) {
        HttpAnswer booked = book(client, eventType, slotStart);
        assertThat(booked.status()).as(booked.toString()).isEqualTo(201);
        return booked.at("/data/bookingUid");
    }
}
