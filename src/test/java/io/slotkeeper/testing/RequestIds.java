package io.slotkeeper.testing;

import io.slotkeeper.request.Fingerprint;
import io.slotkeeper.request.RequestId;
import io.slotkeeper.request.RequestInfo;
import io.slotkeeper.request.Sha256;
import io.slotkeeper.request.Source;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** What stands around a request's content: made up, but consistent, so that equal content has equal fingerprints. */
public final class RequestIds {

    public static final String TOPIC = "selection-requests";

    private RequestIds() {}

    /** @param content whose {@code toString} says all of it, as a record's does */
    public static Fingerprint fingerprint(Object content) {
        return Fingerprint.of(Sha256.of(content.toString().getBytes(StandardCharsets.UTF_8)));
    }

    public static Source source(long offset) {
        return new Source(TOPIC, 3, offset);
    }

    public static RequestInfo info(Object content, Optional<RequestId> requestId, long offset) {
        return new RequestInfo(requestId, Optional.empty(), Optional.empty(), fingerprint(content), source(offset));
    }

    public static RequestInfo info(Object content, long offset) {
        return info(content, Optional.empty(), offset);
    }

    public static RequestInfo info(Object content, String requestId, long offset) {
        return info(content, Optional.of(new RequestId(requestId)), offset);
    }
}
