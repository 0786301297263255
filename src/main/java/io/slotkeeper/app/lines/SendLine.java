package io.slotkeeper.app.lines;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonEOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A line to be sent, {@code {"key":"…","value":{…}}}.
 *
 * @param value text of the object as in the line: numbers, order and duplicate keys reach the program unchanged
 * @param hasRequestId whether the value has a request id
 */
record SendLine(String key, String value, boolean hasRequestId) {

    private static final JsonFactory JSON = new JsonFactory();
    private static final String REQUEST_ID = "request_id";

    /** Thrown if a line can't be sent. The message gives the reason, without the number of the line. */
    static final class MalformedLineException extends Exception {
        private static final long serialVersionUID = 1L;

        MalformedLineException(String message) {
            super(message);
        }
    }

    static SendLine parse(String line) throws MalformedLineException {
        try (JsonParser parser = JSON.createParser(line)) {
            return new Reader(line, parser).read();
        } catch (JsonEOFException e) {
            throw new MalformedLineException(
                    "it ends in the middle of an object; each line has to be a whole one, as jq -c writes them");
        } catch (JsonProcessingException e) {
            throw new MalformedLineException("not JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new MalformedLineException("not JSON: " + e.getMessage());
        }
    }

    byte[] keyBytes() {
        return key.getBytes(StandardCharsets.UTF_8);
    }

    byte[] valueBytes() {
        return value.getBytes(StandardCharsets.UTF_8);
    }

    /** This line with a request id in its value, unless it has one. */
    SendLine withRequestId(String id) {
        if (hasRequestId) {
            return this;
        }
        String rest = value.substring(1).strip();
        String filled = "{\"" + REQUEST_ID + "\":\"" + id + "\"" + (rest.startsWith("}") ? "" : ",") + rest;
        return new SendLine(key, filled, true);
    }

    private static final class Reader {
        private final String line;
        private final JsonParser parser;
        private Optional<String> key = Optional.empty();
        private Optional<String> value = Optional.empty();
        private boolean hasRequestId;

        Reader(String line, JsonParser parser) {
            this.line = line;
            this.parser = parser;
        }

        SendLine read() throws IOException, MalformedLineException {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new MalformedLineException("expected {\"key\":\"…\",\"value\":{…}}");
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                field(parser.currentName());
            }
            if (parser.nextToken() != null) {
                throw new MalformedLineException("something follows the object");
            }
            return new SendLine(
                    key.orElseThrow(() -> new MalformedLineException("\"key\" is missing")),
                    value.orElseThrow(() -> new MalformedLineException("\"value\" is missing")),
                    hasRequestId);
        }

        private void field(@Nullable String name) throws IOException, MalformedLineException {
            JsonToken token = parser.nextToken();
            if ("key".equals(name) && key.isEmpty()) {
                key = Optional.of(text(token));
            } else if ("value".equals(name) && value.isEmpty()) {
                value = Optional.of(object(token));
            } else {
                throw new MalformedLineException(
                        "only \"key\" and \"value\" are expected, once each, not \"" + name + "\"");
            }
        }

        private String text(@Nullable JsonToken token) throws IOException, MalformedLineException {
            if (token != JsonToken.VALUE_STRING) {
                throw new MalformedLineException("\"key\" has to be a text");
            }
            String text = parser.getText();
            if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
                throw new MalformedLineException("\"key\" can't be written as UTF-8");
            }
            return text;
        }

        private String object(@Nullable JsonToken token) throws IOException, MalformedLineException {
            if (token != JsonToken.START_OBJECT) {
                throw new MalformedLineException("\"value\" has to be an object");
            }
            int start = (int) parser.currentTokenLocation().getCharOffset();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                hasRequestId |= REQUEST_ID.equals(parser.currentName());
                parser.nextToken();
                parser.skipChildren();
            }
            return line.substring(start, (int) parser.currentLocation().getCharOffset());
        }
    }
}
