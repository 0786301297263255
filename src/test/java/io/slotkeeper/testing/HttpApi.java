package io.slotkeeper.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.slotkeeper.testing.openapi.OpenApi;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/**
 * A client of an edge that holds every answer against the OpenAPI document. Immutable: {@link #with} makes another one.
 */
public final class HttpApi {

    /** Shared by all that don't bring {@linkplain #against one of their own}. */
    public static final OpenApi DOCUMENT = OpenApi.ofTheEdge();

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final HttpClient CLIENT = client();

    private final String origin;
    private final Map<String, String> headers;
    private final OpenApi document;
    private final HttpClient client;

    private HttpApi(String origin, Map<String, String> headers, OpenApi document, HttpClient client) {
        this.origin = origin;
        this.headers = headers;
        this.document = document;
        this.client = client;
    }

    private static HttpClient client() {
        return HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    }

    /** Sends what both APIs need: the version, and JSON's content type. Without credentials. */
    public static HttpApi at(int port) {
        return new HttpApi("http://127.0.0.1:" + port, Map.of(), DOCUMENT, CLIENT)
                .with("cal-api-version", "2024-09-04")
                .with("Content-Type", "application/json");
    }

    public HttpApi with(String header, String value) {
        var more = new TreeMap<>(headers);
        more.put(header, value);
        return new HttpApi(origin, more, document, client);
    }

    public HttpApi without(String header) {
        var fewer = new TreeMap<>(headers);
        fewer.remove(header);
        return new HttpApi(origin, fewer, document, client);
    }

    /** With a document that can be asked at the end which answers this client has seen. */
    public HttpApi against(OpenApi own) {
        return new HttpApi(origin, headers, own, client);
    }

    /** On connections of its own, none of which is open yet: one that was kept may be closed as it is used again. */
    public HttpApi afresh() {
        return new HttpApi(origin, headers, document, client());
    }

    /** With this token as credentials. */
    public HttpApi as(String token) {
        return with("Authorization", "Bearer " + token);
    }

    public HttpAnswer get(String path) {
        return send("GET", path, "");
    }

    public HttpAnswer post(String path, String body) {
        return send("POST", path, body);
    }

    public HttpAnswer put(String path, String body) {
        return send("PUT", path, body);
    }

    public HttpAnswer patch(String path, String body) {
        return send("PATCH", path, body);
    }

    public HttpAnswer delete(String path) {
        return send("DELETE", path, "");
    }

    /** @param path or an absolute URL that an answer told */
    public HttpAnswer send(String method, String path, String body) {
        try {
            return checked(method, path, body, client.send(request(method, path, body), BodyHandlers.ofString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    public CompletableFuture<HttpAnswer> sendAsync(String method, String path, String body) {
        return client.sendAsync(request(method, path, body), BodyHandlers.ofString())
                .thenApply(response -> checked(method, path, body, response));
    }

    private HttpRequest request(String method, String path, String body) {
        var request = HttpRequest.newBuilder(URI.create(path.startsWith("http:") ? path : origin + path))
                .timeout(PATIENCE)
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        headers.forEach(request::header);
        return request.build();
    }

    private HttpAnswer checked(String method, String path, String body, HttpResponse<String> response) {
        var answer = new HttpAnswer(response.statusCode(), response.headers().map(), response.body());
        URI uri = response.uri();
        String pathWithQuery =
                uri.getRawQuery() == null ? uri.getRawPath() : uri.getRawPath() + "?" + uri.getRawQuery();
        assertThat(document.objections(method, pathWithQuery, body, answer.status(), answer.headers(), answer.body()))
                .as("%s %s %s: %s, against the OpenAPI document", method, path, body, answer)
                .isEmpty();
        return answer;
    }
}
