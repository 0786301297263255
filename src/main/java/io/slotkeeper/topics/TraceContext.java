package io.slotkeeper.topics;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/**
 * The two headers of W3C's Trace Context that go from a request to what comes of it (docs/spec/topics.md#traces). Text of
 * ASCII in a form that has no room for anything else.
 *
 * @param parent {@code traceparent}; empty: there is no trace
 * @param state {@code tracestate}; empty without the other
 */
public record TraceContext(Optional<String> parent, Optional<String> state) {

    public static final TraceContext NONE = new TraceContext(Optional.empty(), Optional.empty());

    public static final String PARENT = "traceparent";
    public static final String STATE = "tracestate";

    private static final Pattern PARENT_FORM = Pattern.compile("[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}");
    private static final int PARENT_LENGTH = 55;
    private static final int MAX_STATE_LENGTH = 512;
    private static final Pattern STATE_FORM = Pattern.compile("[ -~]{1," + MAX_STATE_LENGTH + "}");

    /** What of these two has the right form; whatever else there is stays behind. */
    public static TraceContext of(Optional<String> parent, Optional<String> state) {
        boolean traced = parent.filter(PARENT_FORM.asMatchPredicate()).isPresent();
        return traced ? new TraceContext(parent, state.filter(STATE_FORM.asMatchPredicate())) : NONE;
    }

    /** Of a record. */
    public static TraceContext of(Headers headers) {
        Header parent = headers.lastHeader(PARENT);
        if (parent == null || parent.value() == null || parent.value().length != PARENT_LENGTH) {
            return NONE;
        }
        Optional<String> state = Optional.ofNullable(headers.lastHeader(STATE))
                .map(Header::value)
                .filter(value -> value.length <= MAX_STATE_LENGTH)
                .map(TraceContext::text);
        return of(Optional.of(text(parent.value())), state);
    }

    private static String text(byte[] value) {
        // Bytes that are no ASCII become characters that have no place in either form.
        return new String(value, StandardCharsets.ISO_8859_1);
    }

    public void addTo(Headers headers) {
        parent.ifPresent(value -> headers.add(PARENT, value.getBytes(StandardCharsets.US_ASCII)));
        state.ifPresent(value -> headers.add(STATE, value.getBytes(StandardCharsets.US_ASCII)));
    }
}
