package io.slotkeeper.edge;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.slotkeeper.edge.http.HttpCall;
import io.slotkeeper.edge.http.HttpReply;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** Health and metrics for operators, and what can be asked, for programs (docs/spec/http.md#operation). */
final class OperationsApi {

    private static final String TEXT = "text/plain; charset=utf-8";
    private static final String METRICS = "text/plain; version=0.0.4; charset=utf-8";

    private final PrometheusMeterRegistry registry;
    private final Supplier<Optional<String>> unready;
    private final byte[] openApi = openApi();

    /** @param unready why nothing should be expected of this instance now; empty when it works */
    OperationsApi(PrometheusMeterRegistry registry, Supplier<Optional<String>> unready) {
        this.registry = registry;
        this.unready = unready;
    }

    private static byte[] openApi() {
        try (InputStream in = OperationsApi.class.getResourceAsStream("openapi.json")) {
            return Objects.requireNonNull(in).readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    CompletableFuture<HttpReply> live(HttpCall call) {
        return text(200, TEXT, "live\n");
    }

    CompletableFuture<HttpReply> ready(HttpCall call) {
        Optional<String> reason = unready.get();
        return text(reason.isEmpty() ? 200 : 503, TEXT, reason.orElse("ready") + "\n");
    }

    CompletableFuture<HttpReply> metrics(HttpCall call) {
        return text(200, METRICS, registry.scrape());
    }

    CompletableFuture<HttpReply> openApi(HttpCall call) {
        return CompletableFuture.completedFuture(HttpReply.json(200, openApi));
    }

    private static CompletableFuture<HttpReply> text(int status, String type, String text) {
        return CompletableFuture.completedFuture(HttpReply.text(status, type, text.getBytes(StandardCharsets.UTF_8)));
    }
}
