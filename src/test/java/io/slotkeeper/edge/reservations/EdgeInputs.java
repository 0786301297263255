package io.slotkeeper.edge.reservations;

import io.slotkeeper.edge.http.HttpCall;
import io.slotkeeper.reservation.ReservationRequest;
import io.slotkeeper.wire.Json;
import io.slotkeeper.wire.ParsedRecord;
import io.slotkeeper.wire.ParsedRecord.ParsedRequest;
import io.slotkeeper.wire.RequestReaders;
import java.util.List;

/** The readers of what HTTP clients send, without a server. */
public final class EdgeInputs {

    private EdgeInputs() {}

    /** A body in which nothing is wrong makes a request that the log can read. */
    public static void readBody(Json.Obj body) {
        for (BodyTable table : List.of(ReservationsApi.RESERVATION, ReservationsApi.BOOKING)) {
            if (table.errors(body).isEmpty()) {
                Json.Builder request = Json.object().put("type", "reserve_slot");
                table.enter(body, request);
                ParsedRecord<ReservationRequest> read =
                        RequestReaders.reservations().read(request.build().bytes());
                if (!(read instanceof ParsedRequest)) {
                    throw new IllegalStateException("a body without a fault isn't read: " + read);
                }
            }
        }
    }

    /** A query is parameters, or names what is wrong with it. */
    public static void readQuery(HttpCall call) {
        call.queryParameters().ifPresent(SlotsParameters::parse);
    }
}
