package io.slotkeeper.edge;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.slotkeeper.edge.http.HttpCall;
import io.slotkeeper.edge.http.HttpReply;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** Health and metrics for operators, and what can be asked, for programs (docs/spec/http.md#operation). */
final class OperationsApi {

    private static final String TEXT = "text/plain; charset=utf-8";
    private static final String METRICS = "text/plain; version=0.0.4; charset=utf-8";

    private static final Duration SCRAPE_LASTS = Duration.ofSeconds(1);

    private final PrometheusMeterRegistry registry;
    private final Supplier<Optional<String>> unready;
    private final Supplier<Optional<String>> notes;
    private final byte[] openApi = openApi();
    private byte[] scrape = {};
    private long scrapedAt;

    /**
     * @param unready why nothing should be expected of this instance now; empty when it works
     * @param notes what an operator should know although it works
     */
    OperationsApi(
            PrometheusMeterRegistry registry, Supplier<Optional<String>> unready, Supplier<Optional<String>> notes) {
        this.registry = registry;
        this.unready = unready;
        this.notes = notes;
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
        String ready = notes.get().map(note -> "ready; " + note).orElse("ready");
        return text(reason.isEmpty() ? 200 : 503, TEXT, reason.orElse(ready) + "\n");
    }

    /** Made once a second at most, however many ask. */
    CompletableFuture<HttpReply> metrics(HttpCall call) {
        return HttpReply.done(HttpReply.text(200, METRICS, scraped()));
    }

    private synchronized byte[] scraped() {
        long now = System.nanoTime();
        if (scrape.length == 0 || now - scrapedAt > SCRAPE_LASTS.toNanos()) {
            scrape = registry.scrape().getBytes(StandardCharsets.UTF_8);
            scrapedAt = now;
        }
        return scrape;
    }

    CompletableFuture<HttpReply> openApi(HttpCall call) {
        return CompletableFuture.completedFuture(HttpReply.json(200, openApi));
    }

    private static CompletableFuture<HttpReply> text(int status, String type, String text) {
        return CompletableFuture.completedFuture(HttpReply.text(status, type, text.getBytes(StandardCharsets.UTF_8)));
    }
}
