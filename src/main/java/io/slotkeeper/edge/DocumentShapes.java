package io.slotkeeper.edge;

import io.slotkeeper.edge.conversations.ConversationErrors;
import io.slotkeeper.edge.http.ApiShapes;
import io.slotkeeper.edge.http.ErrorShape;
import io.slotkeeper.edge.reservations.ReservationErrors;
import io.slotkeeper.edge.reservations.ReservationsApi;
import java.util.function.UnaryOperator;

/** The two documents by their paths: /v1 is the first; /v2, and what belongs to neither, is answered as the second does. */
final class DocumentShapes implements ApiShapes {

    @Override
    public ErrorShape errorsOf(String path) {
        return path.equals("/v1") || path.startsWith("/v1/") ? ConversationErrors.SHAPE : ReservationErrors.SHAPE;
    }

    @Override
    public boolean isServedVersion(String path, UnaryOperator<String> header) {
        return !path.startsWith("/v2/")
                || header.apply(ReservationsApi.VERSION_HEADER).equals(ReservationsApi.VERSION);
    }
}
