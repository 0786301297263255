package io.slotkeeper.edge.http;

import io.slotkeeper.request.Principal;
import io.slotkeeper.topics.TraceContext;
import io.slotkeeper.wire.Json;
import io.slotkeeper.wire.JsonReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.util.UrlEncoded;

/**
 * A request over HTTP, as far as the APIs are concerned.
 *
 * @param id 128 random bits as text, told with the answer
 * @param path without the query, as it was sent
 * @param query as it was sent; empty when there is none
 * @param parameters of the path, decoded
 * @param headers by their names in lower case
 * @param errors the shape of errors of this path's API
 * @param client the address of the client, as {@link TrustedProxies#client} has it
 * @param principal who asks, {@link Principal#ANONYMOUS} without credentials
 * @param forwarded whether another instance asks for it, so that it is answered from here or not at all
 */
public record HttpCall(
        String id,
        String method,
        String path,
        String query,
        Map<String, String> parameters,
        Map<String, String> headers,
        ErrorShape errors,
        byte[] client,
        Principal principal,
        byte[] body,
        boolean forwarded) {

    public String parameter(String name) {
        return parameters.getOrDefault(name, "");
    }

    /** The query, decoded; empty when a name or value isn't escaped as it should be. */
    public Optional<Map<String, List<String>>> queryParameters() {
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        try {
            UrlEncoded.decodeTo(
                    query,
                    (name, value) -> parameters
                            .computeIfAbsent(name, none -> new ArrayList<>())
                            .add(value),
                    StandardCharsets.UTF_8);
            return Optional.of(parameters);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
    }

    /**
     * Whether it is only asked what would come of it; empty when the query says something else than true or false, or
     * can't be read.
     */
    Optional<Boolean> dryRun() {
        return queryParameters()
                .map(it -> it.getOrDefault("dryRun", List.of("false")))
                .filter(values -> values.size() == 1)
                .map(values -> values.get(0))
                .filter(List.of("true", "false")::contains)
                .map(Boolean::valueOf);
    }

    public boolean isDryRun() {
        return dryRun().orElse(false);
    }

    /** The trace that the client says it belongs to. */
    public TraceContext trace() {
        return TraceContext.of(header(TraceContext.PARENT), header(TraceContext.STATE));
    }

    /** The body, if it is a JSON object. */
    public Checked<Json.Obj> json() {
        return JsonReader.readBody(body)
                .map(Checked::valid)
                .orElseGet(() -> Checked.refused(errors.problem(Problem.INVALID_JSON, method, path)));
    }

    /** An error in the shape of this path's API. */
    public CompletableFuture<HttpReply> problem(Problem problem) {
        return HttpReply.done(errors.problem(problem, method, path));
    }

    /** What a request for the log begins with: the principal is the one who showed credentials, whatever the body says. */
    public Json.Builder request(String type, String requestId) {
        return Json.object()
                .put("type", type)
                .put("request_id", requestId)
                .put("requested_by", principal.value())
                .put("include_snapshot", Json.of(true))
                .put("dry_run", isDryRun() ? Optional.of(Json.of(true)) : Optional.empty());
    }
}
