package io.slotkeeper.app.lines;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.slotkeeper.wire.OutputReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Formats the lines of data on standard output. */
final class JsonLine {

    private static final JsonFactory JSON = new JsonFactory();

    private JsonLine() {}

    /**
     * A record as {@code {"key":…,"value":…}}.
     *
     * @param key empty for a record without one
     * @param value in its JSON form; empty for a tombstone. A value without that, or not in one line, is replaced by a
     *     description, so that every line is valid JSON.
     */
    static String of(Optional<byte[]> key, Optional<byte[]> value) {
        return "{\"key\":" + key.map(JsonLine::utf8).map(JsonLine::quoted).orElse("null") + ",\"value\":"
                + value.map(JsonLine::value).orElse("null") + "}";
    }

    /** A line of input without an answer, and the reason. */
    static String unanswered(int line, String why) {
        return "{\"line\":" + line + ",\"unanswered\":" + quoted(why) + "}";
    }

    private static String value(byte[] value) {
        String text = OutputReader.json(value).orElse("").strip();
        return text.indexOf('\n') < 0 && text.indexOf('\r') < 0 && isJson(text)
                ? text
                : quoted("not JSON, " + value.length + " bytes");
    }

    private static boolean isJson(String text) {
        try (JsonParser parser = JSON.createParser(text)) {
            if (parser.nextToken() == null) {
                return false;
            }
            parser.skipChildren();
            return parser.nextToken() == null;
        } catch (IOException e) {
            return false;
        }
    }

    private static String quoted(String text) {
        return "\"" + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + "\"";
    }

    private static String utf8(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
