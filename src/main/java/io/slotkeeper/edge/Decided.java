package io.slotkeeper.edge;

import io.slotkeeper.request.Code;
import io.slotkeeper.wire.Json;
import java.util.Optional;
import java.util.Set;

/** A committed outcome, as it was read. */
record Decided(Json.Obj outcome) {

    private static final Set<String> OUR_FAULT = Set.of(Code.INTERNAL_ERROR.text(), Code.WRONG_PARTITION.text());

    boolean isAccepted() {
        return outcome.text("status").filter("accepted"::equals).isPresent();
    }

    /** Honoured earlier: nothing changed now. */
    boolean isRepeated() {
        return isAccepted() && code().equals("repeated");
    }

    /** Refused, and nothing is wrong with the request. */
    boolean isOurFault() {
        return OUR_FAULT.contains(code());
    }

    /** Empty when plainly accepted. */
    String code() {
        return outcome.text("code").orElse("");
    }

    String message() {
        return outcome.text("message").orElse("");
    }

    /** By field path; empty when accepted. */
    Json.Obj errors() {
        return outcome.object("errors").orElseGet(() -> Json.object().build());
    }

    Optional<Json.Obj> snapshot() {
        return outcome.object("snapshot");
    }

    Optional<Json.Obj> booking() {
        return outcome.object("booking");
    }
}
