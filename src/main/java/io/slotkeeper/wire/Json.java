package io.slotkeeper.wire;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** A JSON value that keeps numbers as they were written, so that nothing is lost by reading it. */
sealed interface Json {

    /** Fields in the order in which they were sent. */
    record Obj(Map<String, Json> fields) implements Json {}

    record Arr(List<Json> elements) implements Json {}

    record Str(String text) implements Json {}

    record Num(String text) implements Json {}

    record Bool(boolean value) implements Json {}

    record Null() implements Json {}

    /** The value without white space; order and numbers as sent. */
    default String compact() {
        var text = new StringBuilder();
        write(this, text);
        return text.toString();
    }

    private static void write(Json json, StringBuilder text) {
        if (json instanceof Obj object) {
            writeFields(object.fields(), text.append('{'));
            text.append('}');
        } else if (json instanceof Arr array) {
            writeElements(array.elements(), text.append('['));
            text.append(']');
        } else if (json instanceof Str string) {
            writeString(string.text(), text);
        } else if (json instanceof Num number) {
            text.append(number.text());
        } else if (json instanceof Bool bool) {
            text.append(bool.value());
        } else {
            text.append("null");
        }
    }

    private static void writeFields(Map<String, Json> fields, StringBuilder text) {
        for (Iterator<Map.Entry<String, Json>> all = fields.entrySet().iterator(); all.hasNext(); ) {
            Map.Entry<String, Json> field = all.next();
            writeString(field.getKey(), text);
            write(field.getValue(), text.append(':'));
            if (all.hasNext()) {
                text.append(',');
            }
        }
    }

    private static void writeElements(List<Json> elements, StringBuilder text) {
        for (Iterator<Json> all = elements.iterator(); all.hasNext(); ) {
            write(all.next(), text);
            if (all.hasNext()) {
                text.append(',');
            }
        }
    }

    private static void writeString(String string, StringBuilder text) {
        text.append('"');
        JsonStringEncoder.getInstance().quoteAsString(string, text);
        text.append('"');
    }
}
