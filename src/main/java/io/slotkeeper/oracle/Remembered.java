package io.slotkeeper.oracle;

import io.slotkeeper.request.RequestId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The last requests with an id that were applied (docs/spec/topics.md#repeating-a-request), the latest last. */
final class Remembered {

    private static final int MOST = 4;

    private record AppliedContent(RequestId id, Object content) {}

    private final List<AppliedContent> applied = new ArrayList<>();

    /** @param content of the request: two that are equal ask for the same */
    void add(Optional<RequestId> id, Object content) {
        id.ifPresent(it -> applied.add(new AppliedContent(it, content)));
        if (applied.size() > MOST) {
            applied.remove(0);
        }
    }

    Remembered copy() {
        var copy = new Remembered();
        copy.applied.addAll(applied);
        return copy;
    }

    /** The content under this id, if it is remembered. */
    Optional<Object> content(Optional<RequestId> id) {
        return id.flatMap(wanted -> applied.stream()
                .filter(it -> it.id().equals(wanted))
                .findFirst()
                .map(AppliedContent::content));
    }
}
