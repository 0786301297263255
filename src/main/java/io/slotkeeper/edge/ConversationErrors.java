package io.slotkeeper.edge;

import io.slotkeeper.wire.Json;
import java.util.List;

/**
 * The first seed's: {@code {"errors":{"<field path>":[{"key","description"}]}}}. What is refused is 422 whatever the
 * reason; who isn't known and what isn't there get an empty body (http.md, "Conversations").
 */
final class ConversationErrors implements Errors {

    static final ConversationErrors SHAPE = new ConversationErrors();

    private static final int UNPROCESSABLE = 422;

    private ConversationErrors() {}

    @Override
    public Reply reply(Problem problem, String method, String path) {
        return switch (problem) {
            case NO_CREDENTIALS, WRONG_CREDENTIALS, NOT_FOUND -> Reply.empty(problem.status());
            case INVALID_JSON -> base(UNPROCESSABLE, problem.key(), problem.description());
            default -> base(problem.status(), problem.key(), problem.description());
        };
    }

    static Reply base(int status, String key, String description) {
        Json errors = Json.object()
                .put("base", new Json.Arr(List.of(Errors.element(key, description))))
                .build();
        return refused(status, errors);
    }

    /** @param errors by field path */
    static Reply refused(int status, Json errors) {
        return Reply.json(status, Json.object().put("errors", errors).build());
    }

    static Reply refused(Json errors) {
        return refused(UNPROCESSABLE, errors);
    }
}
