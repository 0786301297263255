package io.slotkeeper.edge;

import static io.slotkeeper.edge.access.Scope.BOOK;
import static io.slotkeeper.edge.access.Scope.DEFINE;
import static io.slotkeeper.edge.access.Scope.READ;
import static io.slotkeeper.edge.http.Route.Access.ANYBODY;
import static io.slotkeeper.edge.http.Route.Access.KNOWN;

import io.slotkeeper.edge.conversations.ConversationsApi;
import io.slotkeeper.edge.http.Route;
import io.slotkeeper.edge.reservations.ExplainApi;
import io.slotkeeper.edge.reservations.ReservationsApi;
import io.slotkeeper.edge.reservations.SlotsApi;
import java.util.List;
import java.util.stream.Stream;

/** All that can be asked over HTTP. */
final class Routes {

    private Routes() {}

    /** Health and metrics, from the beginning to the end. */
    static List<Route> management(OperationsApi operations) {
        return List.of(
                Route.open("GET", "/health/live", operations::live),
                ready(operations),
                Route.open("GET", "/metrics", operations::metrics));
    }

    /** What the public port answers from the beginning to the end. */
    static List<Route> open(OperationsApi operations, boolean health) {
        Route openApi = Route.open("GET", "/openapi.json", operations::openApi);
        return health ? List.of(openApi, ready(operations)) : List.of(openApi);
    }

    private static Route ready(OperationsApi operations) {
        return Route.open("GET", "/health/ready", operations::ready);
    }

    /** Both seeds, while the processor runs. */
    static List<Route> apis(
            ConversationsApi conversations, ReservationsApi reservations, SlotsApi slots, ExplainApi explain) {
        return Stream.concat(conversations(conversations).stream(), reservations(reservations, slots, explain).stream())
                .toList();
    }

    /** The first seed. */
    private static List<Route> conversations(ConversationsApi api) {
        String all = "/v1/scheduling_conversations";
        String slots = all + "/{id}/participants/{token}/slots";
        return List.of(
                new Route("POST", all, KNOWN, BOOK, true, api::create),
                new Route("GET", all + "/{id}", KNOWN, READ, false, api::read),
                new Route("POST", all + "/{id}/cancel", KNOWN, BOOK, true, api::cancel),
                new Route("GET", slots, KNOWN, READ, false, api::listSlots),
                new Route("GET", slots + "/explain", KNOWN, READ, false, api::explain),
                new Route("POST", slots, KNOWN, BOOK, true, api::select),
                new Route("DELETE", slots, KNOWN, BOOK, false, api::withdraw));
    }

    /** The second seed. */
    private static List<Route> reservations(ReservationsApi api, SlotsApi slots, ExplainApi explain) {
        return List.of(
                new Route("POST", "/v2/slots/reservations", ANYBODY, BOOK, true, api::reserve),
                new Route("GET", "/v2/slots/reservations/{uid}", ANYBODY, READ, false, api::read),
                new Route("PATCH", "/v2/slots/reservations/{uid}", ANYBODY, BOOK, true, api::update),
                new Route("DELETE", "/v2/slots/reservations/{uid}", ANYBODY, BOOK, false, api::release),
                new Route("GET", "/v2/slots", ANYBODY, READ, false, slots::list),
                new Route("GET", "/v2/slots/explain", KNOWN, READ, false, explain::explain),
                new Route("PUT", "/v2/event-types/{id}", KNOWN, DEFINE, true, api::define),
                new Route("GET", "/v2/event-types/{id}", KNOWN, READ, false, api::readEventType),
                new Route("DELETE", "/v2/event-types/{id}", KNOWN, DEFINE, false, api::removeEventType),
                new Route("POST", "/v2/slots/bookings", KNOWN, BOOK, true, api::book),
                new Route("DELETE", "/v2/slots/bookings/{uid}", KNOWN, BOOK, false, api::cancelBooking));
    }
}
