package io.slotkeeper.edge.conversations;

import io.slotkeeper.edge.http.ErrorShape;
import io.slotkeeper.edge.http.HttpReply;
import io.slotkeeper.edge.http.Problem;
import io.slotkeeper.request.Code;
import io.slotkeeper.request.Refusal;
import io.slotkeeper.wire.Json;
import java.util.List;

/**
 * The first seed's: {@code {"errors":{"<field path>":[{"key","description"}]}}}. What is refused is 422 whatever the
 * reason; who isn't known and what isn't there get an empty body (docs/spec/http.md#conversations).
 */
public final class ConversationErrors implements ErrorShape {

    public static final ConversationErrors SHAPE = new ConversationErrors();

    private static final int UNPROCESSABLE = 422;

    private ConversationErrors() {}

    @Override
    public HttpReply reply(Problem problem, String method, String path) {
        return switch (problem) {
            case NO_CREDENTIALS, WRONG_CREDENTIALS, NOT_FOUND -> HttpReply.empty(problem.status());
            case INVALID_JSON, INVALID_DRY_RUN -> base(UNPROCESSABLE, problem.key(), problem.description());
            default -> base(problem.status(), problem.key(), problem.description());
        };
    }

    @Override
    public String dryRunName() {
        return "dry_run";
    }

    static HttpReply base(int status, String key, String description) {
        return refused(status, errors("base", key, description));
    }

    /** Of a query's parameter. */
    static HttpReply field(String name, Code code) {
        Refusal refusal = Refusal.field(name, code);
        return refused(errors(name, code.text(), refusal.message()));
    }

    private static Json errors(String path, String key, String description) {
        return Json.object()
                .put(path, new Json.Arr(List.of(ErrorShape.element(key, description))))
                .build();
    }

    /** @param errors by field path */
    static HttpReply refused(int status, Json errors) {
        return HttpReply.json(status, Json.object().put("errors", errors).build());
    }

    static HttpReply refused(Json errors) {
        return refused(UNPROCESSABLE, errors);
    }
}
