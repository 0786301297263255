package io.slotkeeper.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.slotkeeper.docs.MarkdownFile.Block;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * What a document says that a command prints. {@code …} stands for what differs from run to run: in {@code text} for any
 * characters of a line, alone on a line for any lines; in {@code json} the text {@code "…"} for any value, and a member
 * of that name for any other members.
 */
final class ExpectedOutput {

    private static final String ANY = "…";
    private static final ObjectMapper JSON = new ObjectMapper();

    private ExpectedOutput() {}

    /** @param place of the command, for the message */
    static void check(String place, Block expected, String actual) {
        boolean same = expected.info().equals("json")
                ? fit(values(expected.text()), values(actual))
                : lines(expected.text()).matcher(actual.strip()).matches();
        assertThat(same)
                .as("%s prints%n%s%ninstead of%n%s", place, actual, expected.text())
                .isTrue();
    }

    private static Pattern lines(String text) {
        return Pattern.compile(text.lines()
                .map(line -> line.strip().equals(ANY)
                        ? "(?s:.*)"
                        : Stream.of(line.split(ANY, -1)).map(Pattern::quote).collect(Collectors.joining(".*")))
                .collect(Collectors.joining("\\R")));
    }

    /** One after the other, however they are divided into lines. */
    private static List<JsonNode> values(String text) {
        try (var values = JSON.readerFor(JsonNode.class).<JsonNode>readValues(text)) {
            return values.readAll();
        } catch (IOException e) {
            throw new UncheckedIOException(text, e);
        }
    }

    private static boolean fit(List<JsonNode> expected, List<JsonNode> actual) {
        boolean fits = expected.size() == actual.size();
        for (int i = 0; fits && i < expected.size(); i++) {
            fits = fits(expected.get(i), actual.get(i));
        }
        return fits;
    }

    private static boolean fits(JsonNode expected, JsonNode actual) {
        if (expected.isTextual() && expected.textValue().equals(ANY)) {
            return true;
        }
        if (expected.isArray() && actual.isArray()) {
            return fit(elements(expected), elements(actual));
        }
        if (expected.isObject() && actual.isObject()) {
            return membersFit(expected, actual);
        }
        return expected.equals(actual);
    }

    private static List<JsonNode> elements(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).toList();
    }

    private static boolean membersFit(JsonNode expected, JsonNode actual) {
        boolean named = expected.properties().stream()
                .filter(member -> !member.getKey().equals(ANY))
                .allMatch(
                        member -> actual.has(member.getKey()) && fits(member.getValue(), actual.get(member.getKey())));
        return named && (expected.has(ANY) || expected.size() == actual.size());
    }
}
