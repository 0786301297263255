package io.slotkeeper.app.cli;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** Asks this machine. */
final class PlainHttp {

    static final int NO_ANSWER = -1;

    private final HttpClient client = HttpClient.newHttpClient();
    private final int port;

    PlainHttp(int port) {
        this.port = port;
    }

    int status(String path) throws InterruptedException {
        try {
            return get(path).statusCode();
        } catch (IOException e) {
            return NO_ANSWER;
        }
    }

    String body(String path) throws IOException, InterruptedException {
        return get(path).body();
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }
}
