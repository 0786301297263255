package io.slotkeeper.edge;

import static io.slotkeeper.testing.JsonText.json;
import static io.slotkeeper.testing.JsonText.list;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The body that creates a conversation: unless told otherwise that of the first source document, with nine slots of an
 * hour. Immutable. Single quotes stand for double ones.
 */
record ConversationBody(Map<String, String> fields) {

    static final String GRACE = "{'participant_id':'@grace','slots':{'selection_method':'auto'}}";
    static final String KARL = "{'participant_id':'@karl'}";
    static final String LENA = "{'participant_id':'@lena'}";

    private static final long FIRST_SLOT = 2_535_094_800L;

    static ConversationBody of(String... participants) {
        var fields = new LinkedHashMap<String, String>();
        fields.put("participants", list(Stream.of(participants)));
        fields.put("tzid", "'America/Chicago'");
        fields.put("required_duration", "{'minutes':60}");
        fields.put("available_periods", "[{'start':'2050-05-02T09:00:00Z','end':'2050-05-02T18:00:00Z'}]");
        return new ConversationBody(fields);
    }

    ConversationBody with(String field, String value) {
        var more = new LinkedHashMap<>(fields);
        more.put(field, value);
        return new ConversationBody(more);
    }

    ConversationBody without(String field) {
        var fewer = new LinkedHashMap<>(fields);
        fewer.remove(field);
        return new ConversationBody(fewer);
    }

    String text() {
        return json(fields.entrySet().stream()
                .map(field -> "'" + field.getKey() + "':" + field.getValue())
                .collect(Collectors.joining(",", "{", "}")));
    }

    /** The slot that starts so many hours after the first one, at 9:00. */
    static String slot(int number) {
        return "slt_" + (FIRST_SLOT + number * 3_600L);
    }

    /** The body that selects it. */
    static String selecting(int number) {
        return json("{'selected_slots':[{'slot_id':'" + slot(number) + "'}]}");
    }
}
