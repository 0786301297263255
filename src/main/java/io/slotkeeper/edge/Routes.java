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
                new Route("GET", "/health/live", OPEN, false, operations::live),
                new Route("GET", "/health/ready", OPEN, false, operations::ready),
                new Route("GET", "/metrics", OPEN, false, operations::metrics),
                new Route("GET", "/openapi.json", OPEN, false, operations::openApi));
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
                new Route("POST", all, KNOWN, true, api::create),
                new Route("GET", all + "/{id}", KNOWN, false, api::read),
                new Route("POST", all + "/{id}/cancel", KNOWN, true, api::cancel),
                new Route("GET", slots, KNOWN, false, api::listSlots),
                new Route("POST", slots, KNOWN, true, api::select),
                new Route("DELETE", slots, KNOWN, false, api::withdraw));
    }

    /** The second seed. */
    private static List<Route> reservations(ReservationsApi api, SlotsApi slots) {
        return List.of(
                new Route("POST", "/v2/slots/reservations", ANYBODY, true, api::reserve),
                new Route("GET", "/v2/slots/reservations/{uid}", ANYBODY, false, api::read),
                new Route("PATCH", "/v2/slots/reservations/{uid}", ANYBODY, true, api::update),
                new Route("DELETE", "/v2/slots/reservations/{uid}", ANYBODY, false, api::release),
                new Route("GET", "/v2/slots", ANYBODY, false, slots::list),
                new Route("PUT", "/v2/event-types/{id}", KNOWN, true, api::define),
                new Route("GET", "/v2/event-types/{id}", KNOWN, false, api::readEventType),
                new Route("DELETE", "/v2/event-types/{id}", KNOWN, false, api::removeEventType),
                new Route("POST", "/v2/slots/bookings", KNOWN, true, api::book),
                new Route("DELETE", "/v2/slots/bookings/{uid}", KNOWN, false, api::cancelBooking));
    }
}
