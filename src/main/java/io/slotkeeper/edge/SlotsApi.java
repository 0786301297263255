package io.slotkeeper.edge;

import java.util.concurrent.CompletableFuture;

/** The slots that can still be had (http.md, {@code GET /v2/slots}). */
final class SlotsApi {

    private SlotsApi() {}

    static CompletableFuture<Reply> slots(Call call, Reads reads) {
        return CompletableFuture.failedFuture(new UnsupportedOperationException());
    }
}
