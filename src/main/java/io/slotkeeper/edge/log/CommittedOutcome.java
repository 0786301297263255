package io.slotkeeper.edge.log;

import io.slotkeeper.request.Code;
import io.slotkeeper.request.field.IsoInstant;
import io.slotkeeper.wire.Json;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** A committed outcome, as it was read. */
public record CommittedOutcome(Json.Obj outcome) {

    private static final Set<Code> OUR_FAULT = Set.of(Code.INTERNAL_ERROR, Code.WRONG_PARTITION);

    public boolean isAccepted() {
        return outcome.text("status").filter("accepted"::equals).isPresent();
    }

    /** Honoured earlier: nothing changed now. */
    boolean isRepeated() {
        return isAccepted() && code().equals("repeated");
    }

    /** Refused, and nothing is wrong with the request. */
    public boolean isOurFault() {
        return reason().filter(OUR_FAULT::contains).isPresent();
    }

    /** Why it was refused; empty when it wasn't, or for a reason that only a later program knows. */
    public Optional<Code> reason() {
        return Code.named(code());
    }

    public boolean isRefusedFor(Code reason) {
        return code().equals(reason.text());
    }

    /** Empty when plainly accepted. */
    public String code() {
        return outcome.text("code").orElse("");
    }

    public String message() {
        return outcome.text("message").orElse("");
    }

    /** By field path; empty when accepted. */
    public Json.Obj errors() {
        return outcome.object("errors").orElseGet(() -> Json.object().build());
    }

    /** Log time. */
    public Instant at() {
        return instant("at").orElseThrow();
    }

    /** When the holds in the way will have lapsed; empty if none is. */
    public Optional<Instant> availableAt() {
        return instant("available_at");
    }

    private Optional<Instant> instant(String name) {
        return outcome.text(name).flatMap(text -> IsoInstant.parse(text).value());
    }

    public Optional<Json.Obj> snapshot() {
        return outcome.object("snapshot");
    }

    public Optional<Json.Obj> booking() {
        return outcome.object("booking");
    }
}
