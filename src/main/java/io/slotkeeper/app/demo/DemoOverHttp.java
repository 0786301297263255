package io.slotkeeper.app.demo;

import io.slotkeeper.app.console.CommandFailure;
import io.slotkeeper.wire.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The third part of the demo: both documents again, by a client that knows nothing but them and HTTP. */
final class DemoOverHttp {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private static final String CONVERSATION = """
            {"participants":[
              {"participant_id":"@grace","sub":"acc_5ba21743f408617d1269ea1e","email":"grace@company.com",
               "common_name":"Grace Devlin","slots":{"selection_method":"auto"}},
              {"participant_id":"@karl","common_name":"Karl Cramer"}],
             "tzid":"America/Chicago","required_duration":{"minutes":60},
             "available_periods":[{"start":"2050-05-02T09:00:00Z","end":"2050-05-02T18:00:00Z"}]}""";

    private static final String RESERVATIONS = "/v2/slots/reservations";
    private static final String RESERVATION = """
            {"eventTypeId":2,"slotStart":"2050-09-05T10:00:00Z"}""";

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String origin;
    private final String token;
    private final DemoStage stage;
    private final CompletableFuture<String> stop;

    /** @param stop completes when the demo has to end at once */
    DemoOverHttp(int port, String token, DemoStage stage, CompletableFuture<String> stop) {
        this.origin = "http://127.0.0.1:" + port;
        this.token = token;
        this.stage = stage;
        this.stop = stop;
    }

    private record Response(int status, Json.Obj body) {}

    /**
     * Plays it.
     *
     * @throws CommandFailure if there is no response, or it has to end before
     */
    void play() {
        stage.title("Over HTTP: the same with the documents' own requests");
        selectSlots();
        reserveASlot();
    }

    private void selectSlots() {
        Response created = send("POST", "/v1/scheduling_conversations", CONVERSATION);
        expectStatus("the conversation is created", created, 200);
        Response slots = send("GET", url(created, "slots_list"), "");
        expectStatus("Karl's URL lists the slots", slots, 200);
        stage.expect("the first of nine is known", slots.body().at("slots/0/slot_id"), DemoStage.SLOT);
        Response complete = send(
                "POST",
                url(created, "slots_select"),
                "{\"selected_slots\":[{\"slot_id\":\"" + DemoStage.SLOT + "\"}]}");
        expectStatus("Karl selects it", complete, 200);
        stage.expectExampleResponse(complete.body(), "{}");
    }

    private static String url(Response created, String action) {
        return DemoStage.text(created.body().at("participants/1/possible_actions/" + action + "/url"));
    }

    private void reserveASlot() {
        Response defined = send("PUT", "/v2/event-types/2", "{\"title\":\"Intro call\",\"length_minutes\":60}");
        expectStatus("the event type is defined", defined, 200);
        Response granted = send("POST", RESERVATIONS, RESERVATION);
        expectStatus("the first party is granted the slot", granted, 201);
        stage.check(
                "with all that the document requires",
                REQUIRED,
                granted.body().object("data").stream()
                        .flatMap(data -> data.fields().keySet().stream())
                        // What this program tells beside that is no concern of the document.
                        .filter(REQUIRED::contains)
                        .sorted()
                        .toList());
        stage.expect("for an hour of calendar", granted.body().at("data/slotEnd"), "2050-09-05T11:00:00.000Z");
        Response refused = send("POST", RESERVATIONS, RESERVATION);
        expectStatus("the second party is refused", refused, 422);
        String uid = DemoStage.text(granted.body().at("data/reservationUid"));
        expectStatus("the first party gives it back", send("DELETE", RESERVATIONS + "/" + uid, ""), 200);
        expectStatus("now the second party is granted the slot", send("POST", RESERVATIONS, RESERVATION), 201);
    }

    private static final List<String> REQUIRED = List.of(
            "eventTypeId",
            "reservationDuration",
            "reservationUid",
            "reservationUntil",
            "slotDuration",
            "slotEnd",
            "slotStart");

    private void expectStatus(String what, Response response, int status) {
        stage.check(what, status, response.status());
    }

    /** @param path or a URL from an earlier response */
    private Response send(String method, String path, String body) {
        String url = path.startsWith("/") ? origin + path : path;
        stage.show("→ " + method + " " + url, json(body));
        HttpResponse<String> sent = exchange(method, url, body);
        var response = new Response(sent.statusCode(), json(sent.body()));
        stage.show("← " + response.status(), response.body());
        return response;
    }

    private static Json.Obj json(String body) {
        return body.isEmpty() ? Json.object().build() : DemoCluster.json(body);
    }

    private HttpResponse<String> exchange(String method, String url, String body) {
        if (stop.isDone()) {
            throw new CommandFailure("ended by a " + stop.join() + " before everything was shown");
        }
        HttpRequest request = HttpRequest.newBuilder(URI.create(url))
                .timeout(TIMEOUT)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json; charset=utf-8")
                .header("cal-api-version", "2024-09-04")
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build();
        try {
            return client.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new CommandFailure("no answer to " + method + " " + url + ": " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure("interrupted", e);
        }
    }
}
