package io.slotkeeper.edge;

import static io.slotkeeper.edge.http.Route.Access.ANYBODY;
import static io.slotkeeper.edge.http.Route.Access.KNOWN;
import static io.slotkeeper.edge.http.Route.Access.OPEN;

import io.slotkeeper.edge.conversations.ConversationsApi;
import io.slotkeeper.edge.http.Route;
import io.slotkeeper.edge.reservations.ReservationsApi;
import io.slotkeeper.edge.reservations.SlotsApi;
import java.util.List;
import java.util.stream.Stream;

/** All that can be asked over HTTP. */
final class Routes {

    private Routes() {}

    /** Health and metrics, from the beginning to the end. */
    static List<Route> operations(OperationsApi operations) {
        return List.of(
                Route.of("GET", "/health/live", OPEN, false, operations::live),
                Route.of("GET", "/health/ready", OPEN, false, operations::ready),
                Route.of("GET", "/metrics", OPEN, false, operations::metrics),
                Route.of("GET", "/openapi.json", OPEN, false, operations::openApi));
    }

    /** Both seeds, while the processor runs. */
    static List<Route> apis(ConversationsApi conversations, ReservationsApi reservations, SlotsApi slots) {
        return Stream.concat(conversations(conversations).stream(), reservations(reservations, slots).stream())
                .toList();
    }

    /** The first seed. */
    private static List<Route> conversations(ConversationsApi api) {
        String all = "/v1/scheduling_conversations";
        String slots = all + "/{id}/participants/{token}/slots";
        return List.of(
                Route.of("POST", all, KNOWN, true, api::create),
                Route.of("GET", all + "/{id}", KNOWN, false, api::read),
                Route.of("POST", all + "/{id}/cancel", KNOWN, true, api::cancel),
                Route.of("GET", slots, KNOWN, false, api::listSlots),
                Route.of("POST", slots, KNOWN, true, api::select),
                Route.of("DELETE", slots, KNOWN, false, api::withdraw));
    }

    /** The second seed. */
    private static List<Route> reservations(ReservationsApi api, SlotsApi slots) {
        return List.of(
                Route.of("POST", "/v2/slots/reservations", ANYBODY, true, api::reserve),
                Route.of("GET", "/v2/slots/reservations/{uid}", ANYBODY, false, api::read),
                Route.of("PATCH", "/v2/slots/reservations/{uid}", ANYBODY, true, api::update),
                Route.of("DELETE", "/v2/slots/reservations/{uid}", ANYBODY, false, api::release),
                Route.of("GET", "/v2/slots", ANYBODY, false, slots::list),
                Route.of("PUT", "/v2/event-types/{id}", KNOWN, true, api::define),
                Route.of("GET", "/v2/event-types/{id}", KNOWN, false, api::readEventType),
                Route.of("DELETE", "/v2/event-types/{id}", KNOWN, false, api::removeEventType),
                Route.of("POST", "/v2/slots/bookings", KNOWN, true, api::book),
                Route.of("DELETE", "/v2/slots/bookings/{uid}", KNOWN, false, api::cancelBooking));
    }
}
