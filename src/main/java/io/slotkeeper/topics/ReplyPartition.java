package io.slotkeeper.topics;

import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * The header with which a request chooses the partition of {@link Topic#EDGE_OUTCOMES} for its outcome
 * (docs/spec/topics.md#reply-partition).
 */
public final class ReplyPartition {

    /** Name of the header. Its value is the number of a partition in decimal digits. */
    public static final String HEADER = "slotkeeper-reply-partition";

    private static final int MAX_DIGITS = 6;

    private ReplyPartition() {}

    /**
     * Parses the value of the header.
     *
     * @return empty if the value isn't the number of an existing partition
     */
    public static OptionalInt read(byte @Nullable [] value, int partitions) {
        if (value == null || value.length == 0 || value.length > MAX_DIGITS || (value[0] == '0' && value.length > 1)) {
            return OptionalInt.empty();
        }
        int number = 0;
        for (byte digit : value) {
            if (digit < '0' || digit > '9') {
                return OptionalInt.empty();
            }
            number = 10 * number + (digit - '0');
        }
        return number < partitions ? OptionalInt.of(number) : OptionalInt.empty();
    }
}
