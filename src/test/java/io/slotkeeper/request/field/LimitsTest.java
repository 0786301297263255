package io.slotkeeper.request.field;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/spec/limits.md against {@link Limits}: each number of a table is a constant, each constant stands in the document. */
class LimitsTest {

    private static final Path DOCUMENT = Path.of("docs", "spec", "limits.md");

    /** A number that isn't part of a word, as UTF-8 is, and its unit. */
    private static final Pattern QUANTITY =
            Pattern.compile("(?<![\\w-])(\\d[\\d,]*)(?: (KiB|MiB|s|min|h|days|years)\\b)?");

    private static final Pattern HEADING = Pattern.compile("^## ", Pattern.MULTILINE);

    /** Heading, first cell, and what the numbers of the last cell are: constants by name, or the number itself. */
    private static final List<Row> ROWS = List.of(
            row("Decision settings", "`reservation.max`", "MAX_CALENDAR_HOLD"),
            row("Decision settings", "`reservation.max-total`", "MAX_CALENDAR_HOLD"),
            row("Decision settings", "`reservation.max-live-holds`", "1", "MAX_LIVE_HOLDS_PER_PARTY"),
            row("Decision settings", "`reservation.max-per-partition`", "1", "MAX_PER_PARTITION"),
            row("Decision settings", "`reservation.max-extensions`", "0", "MAX_EXTENSIONS"),
            row("Decision settings", "`conversation.max-participants`", "1", "MAX_PARTICIPANTS"),
            row("Ids and texts", "ids", "1", "MAX_ID_LENGTH"),
            row("Ids and texts", "`request_id`", "MAX_REQUEST_ID_LENGTH"),
            row("Ids and texts", "principals", "1", "MAX_PRINCIPAL_LENGTH"),
            row("Ids and texts", "`common_name`, `subject`, `title`, `reason`", "MAX_TEXT_LENGTH"),
            row("Ids and texts", "`event`", "MAX_EVENT_BYTES"),
            row("JSON", "nesting depth", "MAX_JSON_DEPTH"),
            row("JSON", "a number", "MAX_JSON_NUMBER_LENGTH"),
            row("JSON", "a string", "MAX_JSON_STRING_BYTES"),
            row("JSON", "a field name", "MAX_JSON_NAME_LENGTH"),
            row("Sizes", "value of a request record", "MAX_REQUEST_BYTES"),
            row("Sizes", "HTTP body", "MAX_BODY_BYTES"),
            row("Sizes", "state of one conversation or event type", "MAX_STATE_BYTES"),
            row("Sizes", "record that the program writes", "MAX_RECORD_BYTES"),
            row("Limits of conversations", "periods", "MAX_PERIODS"),
            row("Limits of conversations", "slots", "MAX_SLOTS"),
            row("Limits of conversations", "slot length, `required_duration`", "1 min", "MAX_SLOT_MINUTES"),
            row(
                    "Limits of conversations",
                    "`start_interval`, `selection_expires_after`",
                    "1 min",
                    "MAX_INTERVAL_MINUTES"),
            row("Limits of conversations", "ends of periods", "MAX_YEARS_AHEAD"),
            row("Limits of conversations", "remembered requests", "MAX_REMEMBERED_REQUESTS"),
            row("Limits of reservations", "slot length", "1 min", "MAX_SLOT_MINUTES"),
            row(
                    "Limits of reservations",
                    "`lengths_minutes`, `members`, rules of a schedule",
                    "MAX_LENGTHS",
                    "MAX_MEMBERS",
                    "MAX_RULES"),
            row("Limits of reservations", "`seats_per_time_slot`", "1", "MAX_SEATS"),
            row("Limits of reservations", "`max_live_holds_per_party`", "1", "MAX_LIVE_HOLDS_PER_PARTY"),
            row("Limits of reservations", "`max_extensions`", "0", "MAX_EXTENSIONS"),
            row("Limits of reservations", "`max_hold_minutes_total`", "1", "MAX_HOLD_MINUTES_TOTAL"),
            row("Limits of reservations", "`buffer_before_minutes`", "0", "MAX_BUFFER_VALUE"),
            row("Limits of reservations", "`slot_interval_minutes`", "1", "MAX_INTERVAL_VALUE"),
            row("Limits of reservations", "`attendees`", "1", "MAX_ATTENDEES"),
            row("Limits of reservations", "window of `record_booking`", "MAX_BOOKING"),
            row("Limits of reservations", "`version`", "0", "2", "63", "1"),
            row("Limits of reservations", "live holds and blocking bookings", "MAX_LIVE_ENTRIES"),
            row("Limits of reservations", "closed reservations of one window remembered", "MAX_CLOSED_ENTRIES"),
            row(
                    "Limits of reservations",
                    "cancellations of unknown bookings of an event type",
                    "MAX_EARLY_CANCELLATIONS"),
            row("Limits of reservations", "remembered requests", "MAX_REMEMBERED_REQUESTS"),
            row("Work per record", "deadlines announced by a tick", "RESERVATIONS_PER_TICK", "CONVERSATIONS_PER_TICK"),
            row("Work per record", "deadlines announced by any other record", "ANNOUNCED_PER_REQUEST"),
            row("Work per record", "holds that a `record_booking` closes at once", "ANNOUNCED_PER_REQUEST"),
            row("HTTP", "requests that wait for their answer", "MAX_WAITING_REQUESTS"),
            row("HTTP", "bytes of requests and answers in flight", "MAX_BYTES_IN_FLIGHT"),
            row("HTTP", "connections |", "MAX_CONNECTIONS"),
            row("HTTP", "connections of one address", "MAX_CONNECTIONS_PER_ADDRESS"),
            row("HTTP", "tokens of a body", "MAX_BODY_TOKENS"),
            row("HTTP", "lists of slots that wait", "MAX_WAITING_LISTS"),
            row("HTTP", "slots in one answer", "MAX_LISTED_SLOTS"),
            row("HTTP", "connections to health", "MAX_MANAGEMENT_CONNECTIONS"),
            row("HTTP", "threads that serve them", "MAX_HTTP_THREADS"),
            row("HTTP", "request headers", "MAX_HEADER_BYTES"),
            row("HTTP", "what is read of a body that is too large", "MAX_DISCARDED_BODY_BYTES"),
            row("HTTP", "time for a body", "BODY_TIMEOUT"),
            row("HTTP", "time for headers, for silence, for reading an answer", "CLIENT_TIMEOUT"),
            row("HTTP", "`Idempotency-Key`", "MAX_IDEMPOTENCY_KEY_LENGTH"),
            row("HTTP", "range of `GET /v2/slots`", "MAX_SLOTS_RANGE"));

    /** What stands in a sentence, by the words around it. */
    private static final Map<String, List<String>> SENTENCES = Map.of(
            "more than none and at most 100 years", List.of("MAX_SETTING"),
            "1970 to 9999 in UTC", List.of("MIN_YEAR", "MAX_YEAR"));

    /** @param label how the first cell begins */
    private record Row(String heading, String label, List<String> names) {}

    private static Row row(String heading, String label, String... names) {
        return new Row(heading, label, List.of(names));
    }

    @Test
    void each_number_of_a_table_is_what_the_program_has() throws IOException {
        Map<String, List<String>> tables = tables();
        for (Row row : ROWS) {
            List<String> cells = tables.getOrDefault(row.heading(), List.of()).stream()
                    .filter(line -> line.startsWith("| " + row.label()))
                    .toList();
            assertThat(cells).as("rows of %s", row).hasSize(1);
            assertThat(quantities(lastCell(cells.get(0)))).as("%s", row).isEqualTo(values(row.names()));
        }
    }

    @Test
    void each_row_with_a_number_is_compared() throws IOException {
        tables().forEach((heading, lines) -> assertThat(lines)
                .filteredOn(line -> !quantities(lastCell(line)).isEmpty())
                .allSatisfy(line -> assertThat(ROWS)
                        .as(line)
                        .filteredOn(row -> row.heading().equals(heading) && line.startsWith("| " + row.label()))
                        .hasSize(1)));
    }

    @Test
    void each_number_of_a_sentence_is_what_the_program_has() throws IOException {
        String document = Files.readString(DOCUMENT).replaceAll("\\s+", " ");
        SENTENCES.forEach((sentence, names) -> {
            assertThat(document).contains(sentence);
            assertThat(quantities(sentence)).isEqualTo(values(names));
        });
    }

    @Test
    void each_constant_stands_in_the_document() {
        List<String> compared = Stream.concat(ROWS.stream().map(Row::names), SENTENCES.values().stream())
                .flatMap(List::stream)
                .toList();
        assertThat(Arrays.stream(Limits.class.getDeclaredFields())
                        .filter(field -> Modifier.isPublic(field.getModifiers()))
                        .map(Field::getName))
                .isNotEmpty()
                .allMatch(compared::contains);
    }

    /** The lines of the tables by heading, without their heads. */
    private static Map<String, List<String>> tables() throws IOException {
        Map<String, List<String>> tables = new LinkedHashMap<>();
        HEADING.splitAsStream(Files.readString(DOCUMENT))
                .forEach(section -> tables.put(
                        section.lines().findFirst().orElse(""),
                        section.lines()
                                .filter(line -> line.startsWith("| ") && !line.startsWith("| constant |"))
                                .toList()));
        return tables;
    }

    private static String lastCell(String line) {
        return line.substring(line.lastIndexOf('|', line.length() - 2) + 1);
    }

    private static List<Object> quantities(String text) {
        return QUANTITY.matcher(text).results().map(LimitsTest::quantity).toList();
    }

    /** A length of time, or a number of what is counted, of bytes where these are. */
    private static Object quantity(MatchResult match) {
        long number = Long.parseLong(match.group(1).replace(",", ""));
        String unit = match.group(2);
        return unit == null
                ? number
                : switch (unit) {
                    case "KiB" -> number * 1_024;
                    case "MiB" -> number * 1_024 * 1_024;
                    case "s" -> Duration.ofSeconds(number);
                    case "min" -> Duration.ofMinutes(number);
                    case "h" -> Duration.ofHours(number);
                    case "days" -> Duration.ofDays(number);
                    default -> years(number);
                };
    }

    private static Duration years(long number) {
        return Duration.ofHours(number * 8_766);
    }

    private static List<Object> values(List<String> names) {
        return names.stream().map(LimitsTest::value).toList();
    }

    private static Object value(String name) {
        if (Character.isDigit(name.charAt(0))) {
            return quantities(name).get(0);
        }
        try {
            Object value = Limits.class.getField(name).get(null);
            if (!(value instanceof Number number)) {
                return value;
            }
            if (name.endsWith("_MINUTES")) {
                return Duration.ofMinutes(number.longValue());
            }
            return name.contains("_YEARS_") ? years(number.longValue()) : number.longValue();
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("Expected a constant " + name, e);
        }
    }
}
