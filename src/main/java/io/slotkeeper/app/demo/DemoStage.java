package io.slotkeeper.app.demo;

import io.slotkeeper.app.console.Console;
import io.slotkeeper.wire.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/** Prints the requests and outputs of the demo and compares them with what the documents say. */
final class DemoStage {

    /** 2050-05-02T09:00:00Z, the first slot of the period. */
    static final String SLOT = "slt_2535094800";

    /** Fields of the snapshots that the document doesn't have. */
    private static final List<String> ADDED_FIELDS =
            List.of("scheduling_conversation_id", "created_at", "revision", "updated_at", "cause");

    private final Console console;
    private int differences;

    DemoStage(Console console) {
        this.console = console;
    }

    /**
     * Prints the last line.
     *
     * @return whether everything was as the documents say
     */
    boolean sumUp() {
        say("");
        say(differences == 0 ? "Everything was as the documents say." : differences + " things were different.");
        return differences == 0;
    }

    void say(String line) {
        console.data(line);
    }

    void title(String text) {
        say("");
        say(text);
        say("=".repeat(text.length()));
    }

    void show(String head, Json.Obj record) {
        say("");
        say(head);
        readable(record).forEach(it -> say("    " + it));
    }

    /** One line for each field, and for each element of a list; deeper values are not split. */
    private static List<String> readable(Json.Obj record) {
        List<String> lines = new ArrayList<>();
        record.fields().forEach((name, value) -> {
            if (value instanceof Json.Arr list && list.elements().size() > 1) {
                lines.add(name + ":");
                list.elements().forEach(element -> lines.add("  - " + element.compact()));
            } else {
                lines.add(name + ": " + value.compact());
            }
        });
        return lines;
    }

    /** Compares with the document's example response, with its dates in this century and its missing comma. */
    void expectExampleResponse(Json.Obj snapshot, String noActions) {
        Json.Obj expected = DemoCluster.json("""
                {"participants":[
                  {"participant_id":"@grace","sub":"acc_5ba21743f408617d1269ea1e","email":"grace@company.com",
                   "common_name":"Grace Devlin",
                   "slots":{"selection_method":"auto","selected":[
                     {"slot_id":"%1$s","start":"2050-05-02T09:00:00Z","end":"2050-05-02T10:00:00Z"}]},
                   "status":"complete","possible_actions":%2$s},
                  {"participant_id":"@karl","common_name":"Karl Cramer",
                   "slots":{"selection_method":"manual","selected":[
                     {"slot_id":"%1$s","start":"2050-05-02T09:00:00Z","end":"2050-05-02T10:00:00Z"}]},
                   "status":"complete","possible_actions":%2$s}],
                 "tzid":"America/Chicago",
                 "required_duration":{"minutes":60},
                 "available_periods":[{"start":"2050-05-02T09:00:00Z","end":"2050-05-02T18:00:00Z"}],
                 "chosen_slot":{"available_slot_id":"%1$s","start":"2050-05-02T09:00:00Z","end":"2050-05-02T10:00:00Z"},
                 "status":"complete"}""".formatted(SLOT, noActions));
        var documented = new LinkedHashMap<>(snapshot.fields());
        ADDED_FIELDS.forEach(documented::remove);
        check(
                "the snapshot is the document's example response",
                expected.compact(),
                new Json.Obj(documented).compact());
    }

    void expect(String what, Optional<Json> found, String expected) {
        check(what, expected, text(found));
    }

    /** The text that was found, or nothing, which is not what was expected. */
    static String text(Optional<Json> found) {
        return found.map(it -> it instanceof Json.Str text ? text.text() : it.compact())
                .orElse("");
    }

    void check(String what, Object expected, Object found) {
        if (expected.equals(found)) {
            say("  ✓ " + what);
        } else {
            differences++;
            say("  ✗ " + what + ": expected " + expected + " but it is " + found);
        }
    }
}
