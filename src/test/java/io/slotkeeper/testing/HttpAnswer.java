package io.slotkeeper.testing;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What came back over HTTP.
 *
 * @param headers by their names in lower case
 */
public record HttpAnswer(int status, Map<String, List<String>> headers, String body) {

    public JsonNode json() {
        return TestProgram.json(body);
    }

    /** The value at a JSON pointer as text; empty text when there is none. */
    public String at(String pointer) {
        return json().at(pointer).asText();
    }

    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name.toLowerCase(java.util.Locale.ROOT)))
                .map(values -> values.get(0));
    }

    @Override
    public String toString() {
        return status + " " + headers + " " + body;
    }
}
