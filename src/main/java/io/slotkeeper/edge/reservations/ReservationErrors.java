package io.slotkeeper.edge.reservations;

import io.slotkeeper.edge.http.ErrorShape;
import io.slotkeeper.edge.http.HttpReply;
import io.slotkeeper.edge.http.Problem;
import io.slotkeeper.request.Code;
import io.slotkeeper.request.Refusal;
import io.slotkeeper.request.field.IsoInstant;
import io.slotkeeper.wire.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The second seed's error envelope (docs/spec/http.md#reservations). */
public final class ReservationErrors implements ErrorShape {

    public static final ReservationErrors SHAPE = new ReservationErrors();

    static final String BAD_BODY = Code.INVALID_REQUEST.description();

    private ReservationErrors() {}

    private record Name(String code, String error) {}

    private static final Map<Integer, Name> NAMES = Map.ofEntries(
            Map.entry(400, new Name("BadRequestException", "Bad Request")),
            Map.entry(401, new Name("UnauthorizedException", "Unauthorized")),
            Map.entry(403, new Name("ForbiddenException", "Forbidden")),
            Map.entry(404, new Name("NotFoundException", "Not Found")),
            Map.entry(405, new Name("MethodNotAllowedException", "Method Not Allowed")),
            Map.entry(408, new Name("RequestTimeoutException", "Request Timeout")),
            Map.entry(409, new Name("ConflictException", "Conflict")),
            Map.entry(410, new Name("GoneException", "Gone")),
            Map.entry(413, new Name("PayloadTooLargeException", "Payload Too Large")),
            Map.entry(414, new Name("UriTooLongException", "URI Too Long")),
            Map.entry(415, new Name("UnsupportedMediaTypeException", "Unsupported Media Type")),
            Map.entry(422, new Name("UnprocessableEntityException", "Unprocessable Entity")),
            Map.entry(429, new Name("TooManyRequestsException", "Too Many Requests")),
            Map.entry(431, new Name("RequestHeaderFieldsTooLargeException", "Request Header Fields Too Large")),
            Map.entry(500, new Name("InternalServerErrorException", "Internal Server Error")),
            Map.entry(503, new Name("ServiceUnavailableException", "Service Unavailable")));

    @Override
    public HttpReply reply(Problem problem, String method, String path) {
        String message = problem == Problem.NOT_FOUND ? "Cannot " + method + " " + path : problem.description();
        return error(problem.status(), message, path);
    }

    static HttpReply error(int status, String message, String path) {
        return envelope(status, message, path, details(status, message));
    }

    /**
     * What can be had later, when the holds in the way have lapsed.
     *
     * @param now log time
     */
    static HttpReply until(int status, String message, Instant free, Instant now, String path) {
        Json.Builder details = details(status, message).put("availableAt", IsoInstant.withMillis(free));
        return envelope(status, message, path, details)
                .with(ErrorShape.RETRY_AFTER, Long.toString(ErrorShape.secondsUntil(free, now)));
    }

    /** @param code whose text names what isn't there */
    static HttpReply notFound(Code code, String name, String path) {
        return error(404, Refusal.base(code, name).message(), path);
    }

    /** Of a body or a query. */
    static HttpReply invalid(List<PropertyError> errors, String path) {
        List<Json> list = new ArrayList<>();
        byProperty(errors)
                .forEach((property, constraints) -> list.add(Json.object()
                        .put("property", property)
                        .put("constraints", constraints.build())
                        .build()));
        return envelope(400, BAD_BODY, path, details(400, BAD_BODY).put("errors", new Json.Arr(list)));
    }

    private static Map<String, Json.Builder> byProperty(List<PropertyError> errors) {
        Map<String, Json.Builder> properties = new LinkedHashMap<>();
        errors.forEach(error -> properties
                .computeIfAbsent(error.property(), it -> Json.object())
                .put(error.constraint(), error.text()));
        return properties;
    }

    private static Name name(int status) {
        return Objects.requireNonNull(NAMES.get(status), "a status that this API answers with");
    }

    private static Json.Builder details(int status, String message) {
        return Json.object()
                .put("message", message)
                .put("error", name(status).error())
                .put("statusCode", status);
    }

    private static HttpReply envelope(int status, String message, String path, Json.Builder details) {
        return HttpReply.json(
                status,
                Json.object()
                        .put("status", "error")
                        .put("timestamp", IsoInstant.withMillis(Instant.now()))
                        .put("path", path)
                        .put(
                                "error",
                                Json.object()
                                        .put("code", name(status).code())
                                        .put("message", message)
                                        .put("details", details.build())
                                        .build())
                        .build());
    }
}
