package io.slotkeeper.audit;

import io.slotkeeper.wire.Json;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Fields of an output that may be anything: what isn't of the wanted type isn't there. */
final class OutputFields {

    private OutputFields() {}

    static Optional<Instant> instant(Json.Obj output, String name) {
        return output.text(name).flatMap(text -> {
            try {
                return Optional.of(Instant.parse(text));
            } catch (DateTimeException e) {
                return Optional.empty();
            }
        });
    }

    /** The objects of a list. */
    static List<Json.Obj> objects(Json.Obj output, String name) {
        return output.get(name).stream()
                .flatMap(list -> list instanceof Json.Arr array ? array.elements().stream() : Stream.empty())
                .flatMap(element -> element instanceof Json.Obj object ? Stream.of(object) : Stream.empty())
                .toList();
    }
}
